import type { AccountCompleteness, CompletenessType } from '../../shared/contract/completeness.ts';

const CHECKED_AT = '2026-11-02T13:58:00.000Z';

function family(type: string, held: number, change: Partial<CompletenessType> = {}): CompletenessType {
  const sums =
    type === 'customer' ? [] : [{ currency: 'USD', exponent: 2, heldMinor: held * 12_050, listedMinor: held * 12_050 }];
  return {
    type,
    state: 'complete',
    why: null,
    held,
    listed: held,
    missing: 0,
    unknown: 0,
    refused: 0,
    waiting: 0,
    months: [
      { month: '2026-10', state: 'complete', why: null, held, listed: held, missing: 0, unknown: 0, refused: 0, sums },
    ],
    ...change,
  };
}

const GAP_MONTH = {
  month: '2026-10',
  state: 'gap',
  why: '1 missing',
  held: 211,
  listed: 211,
  missing: 1,
  unknown: 0,
  refused: 0,
  sums: [{ currency: 'USD', exponent: 2, heldMinor: 2_540_011, listedMinor: 2_540_011 }],
} as const;

/** Completeness of an account with an open gap, one that Stripe does not know, one that is healed, and a balance that differs. */
export function completenessOf(): AccountCompleteness {
  return {
    account: 'acct_1TieoutSample',
    dashboard: 'https://dashboard.stripe.com/acct_1TieoutSample/test',
    checkedAt: CHECKED_AT,
    types: [
      family('customer', 1_204),
      family('invoice', 2_310),
      family('charge', 5_022),
      family('refund', 211, {
        state: 'gap',
        why: '2026-10: 1 missing',
        missing: 1,
        months: [{ ...GAP_MONTH, sums: [...GAP_MONTH.sums] }],
      }),
      family('dispute', 12, { state: 'notEvaluated', why: '2026-09: read from 2026-09-20 on' }),
      family('payout', 44),
      family('customer_balance_transaction', 0, { listed: null, months: [] }),
    ],
    balances: [proof('USD', 0), { ...proof('EUR', 1), state: 'open' }],
    gaps: [
      {
        key: 3,
        type: 'refund',
        id: 're_3QTieoutSample00000000x7',
        witnessType: 'balance_transaction',
        witnessId: 'txn_3QTieoutSample0000000a1',
        proof: 'moves its money',
        proofs: 1,
        foundAt: '2026-11-02T13:58:00.000Z',
        healedAt: null,
        healedBy: null,
      },
      {
        key: 1,
        type: 'charge',
        id: 'ch_3QTieoutSample0000000b2',
        witnessType: 'refund',
        witnessId: 're_3QTieoutSample0000000c3',
        proof: 'names it',
        proofs: 3,
        foundAt: '2026-10-30T08:00:00.000Z',
        healedAt: '2026-10-30T08:05:00.000Z',
        healedBy: 'absent',
      },
      {
        key: 2,
        type: 'invoice_payment',
        id: null,
        witnessType: 'invoice',
        witnessId: 'in_1QTieoutSample0000000d4',
        proof: 'says that more of it is paid than its payments come to',
        proofs: 1,
        foundAt: '2026-10-31T09:00:00.000Z',
        healedAt: '2026-10-31T09:05:00.000Z',
        healedBy: 'list',
      },
    ],
    gapCounts: { open: 1, unknown: 1, healed: 1 },
  };
}

function proof(currency: string, differenceMinor: number): AccountCompleteness['balances'][number] {
  return {
    balanceType: 'payments',
    currency,
    exponent: 2,
    from: null,
    to: CHECKED_AT,
    openingMinor: 0,
    activityMinor: 1_284_310_22,
    closingMinor: 1_284_310_22 + differenceMinor,
    state: 'tied',
    why: null,
  };
}
