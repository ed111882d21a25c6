import type { ClearingLine, ClearingList, ClearingRows } from '../../shared/contract/clearing.ts';

const LINE: ClearingLine = {
  account: 'acct_1',
  journalClass: 'fees',
  date: '2026-10-30',
  currency: 'USD',
  balanceTransactionId: null,
  amount: { minor: -41_237, exponent: 2, currency: 'USD' },
  count: 128,
  how: 'directJournal',
  posting: null,
  seen: null,
  words: 'To approve: journal by STRIPEFEE',
  canApprove: true,
  notHers: null,
  acceptedDate: null,
};

/** A day whose period PeopleSoft has closed: fees that are hers to approve, and tax that is above her limit. */
const CLOSED: ClearingLine = {
  ...LINE,
  date: '2026-10-31',
  amount: { minor: -5_120, exponent: 2, currency: 'USD' },
  count: 16,
  acceptedDate: '2026-11-01',
};
const ABOVE: ClearingLine = {
  ...CLOSED,
  journalClass: 'taxOnFees',
  amount: { minor: -12_000, exponent: 2, currency: 'USD' },
  notHers: '120.00 USD is above your limit of 100.00 USD.',
};

/** The clearing list of the double: a day with fees to approve and a payout that GL books, and a day whose period is closed. */
export function makeDoubleClearing() {
  let fees = LINE;
  const payout: ClearingLine = {
    ...LINE,
    journalClass: 'payouts',
    balanceTransactionId: 'txn_00000000000000000000po1',
    amount: { minor: -1_250_000, exponent: 2, currency: 'USD' },
    count: 1,
    how: 'listed',
    words: 'To be booked by GL',
    canApprove: false,
  };
  return {
    'clearing.list': (): ClearingList => ({
      lines: [fees, payout, CLOSED, ABOVE],
      more: 0,
      toApprove: fees.canApprove ? 3 : 2,
      toBook: 1,
      notSeen: 0,
      earlierMonth: '2026-07',
      whyNotExport: null,
    }),
    'clearing.rows': (): ClearingRows => ({
      rows: [
        {
          balanceTransactionId: 'txn_00000000000000000000001',
          sourceId: 'ch_000000000000000000000001',
          part: 'fee',
          category: 'charge',
          amount: { minor: -320, exponent: 2, currency: 'USD' },
          createdAt: '2026-10-30T15:00:00.000Z',
        },
      ],
      more: 127,
    }),
    'clearing.approve': () => {
      fees = {
        ...fees,
        canApprove: false,
        words: 'Approved: it goes with the next round',
        posting: {
          key: 900,
          version: 1,
          state: 'approved',
          reference: 'T00000000000900',
          accountingDate: '2026-10-30',
          approvedBy: 'arclerk1',
          takeBack: 'withdraw',
        },
      };
      return { approved: 1, text: '1 journal approved; sent with the next round.' };
    },
    'clearing.withdraw': () => {
      fees = LINE;
      return { text: 'Taken back; it is on the list again.' };
    },
    'clearing.export': () => ({ file: 'exports/to-be-booked-US-2026-10.csv', lines: 1 }),
  };
}
