import type { AccountCompleteness, CompletenessType, UnitMonth } from '../../shared/contract/completeness.ts';
import type { PayoutCheck, ReportProof } from '../../shared/contract/completeness-proofs.ts';
import type { CompletenessRows } from '../../shared/contract/completeness-rows.ts';

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
      {
        month: '2026-10',
        state: 'complete',
        why: null,
        held,
        listed: held,
        missing: 0,
        unknown: 0,
        refused: 0,
        sums,
        units: [inNewYork(held, sums)],
      },
    ],
    ...change,
  };
}

/** Three of the month lie in the unit's September, two of November's in its October. */
function inNewYork(held: number, sums: CompletenessType['months'][number]['sums']): UnitMonth {
  const own = sums.map(({ currency, exponent, heldMinor }) => ({ currency, exponent, heldMinor: heldMinor - 12_050 }));
  return {
    zone: 'America/New_York',
    units: ['US'],
    state: 'complete',
    why: null,
    held: Math.max(0, held - 1),
    atBeginning: -3,
    atEnd: 2,
    sums: own,
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
  units: [],
} as const;

/** Completeness of an account with an open gap, one that Stripe does not know, one that is healed, and a balance that differs; `asked` are asked for again. */
export function completenessOf(asked: ReadonlySet<string> = new Set()): AccountCompleteness {
  const proofs = proofsOf();
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
        months: [{ ...GAP_MONTH, sums: [...GAP_MONTH.sums], units: [] }],
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
    ...proofs,
    absent: proofs.absent.map((each) => ({ ...each, isAsked: asked.has(`${each.type} ${each.id}`) })),
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

const PAYOUT: PayoutCheck = {
  payoutId: 'po_1QTieoutSample0000000p1',
  state: 'open',
  why: null,
  createdAt: '2026-10-29T08:00:00.000Z',
  askedAt: CHECKED_AT,
  currency: 'USD',
  exponent: 2,
  paidMinor: 48_310_22,
  listed: 214,
  listedMinor: 48_310_22,
  held: 213,
  heldMinor: 48_190_02,
  differences: [
    {
      id: 'txn_1QTieoutSample0000000q1',
      kind: 'missing',
      otherPayoutId: null,
      foundAt: CHECKED_AT,
      healedAt: null,
    },
  ],
};

function proofsOf(): Pick<AccountCompleteness, 'payouts' | 'reports' | 'absent' | 'absentCount' | 'waiting'> {
  const line = {
    importId: 4,
    fileName: 'balance_summary_2026-10.csv',
    balanceType: 'payments',
    currency: 'USD',
    exponent: 2,
    zone: 'America/New_York',
    from: '2026-10-01T04:00:00.000Z',
    to: '2026-11-01T04:00:00.000Z',
    state: 'tied',
    why: null,
    snapshotMinor: null,
    snapshotAt: null,
  } as const;
  const reports: ReportProof[] = [
    { ...line, category: 'activity', statedMinor: 512_003_10, heldMinor: 512_003_10 },
    { ...line, category: 'payouts', statedMinor: -498_310_22, heldMinor: -498_310_22 },
    {
      ...line,
      category: 'ending_balance',
      statedMinor: 61_204_89,
      heldMinor: 61_204_88,
      snapshotMinor: 61_204_88,
      snapshotAt: CHECKED_AT,
      state: 'open',
      why: 'It ties in none of UTC, America/New_York.',
    },
  ];
  const healed: PayoutCheck = {
    ...PAYOUT,
    payoutId: 'po_1QTieoutSample0000000p2',
    state: 'tied',
    held: 98,
    listed: 98,
    paidMinor: 9_120_00,
    listedMinor: 9_120_00,
    heldMinor: 9_120_00,
    differences: [
      {
        id: 'txn_1QTieoutSample0000000q2',
        kind: 'otherPayout',
        otherPayoutId: 'po_1QTieoutSample0000000p1',
        foundAt: '2026-10-30T08:00:00.000Z',
        healedAt: '2026-10-31T08:00:00.000Z',
      },
    ],
  };
  return {
    payouts: { tied: 41, open: 1, notEvaluated: 0, waiting: 1, notItemised: 2, checks: [PAYOUT, healed] },
    reports,
    absent: [
      {
        type: 'charge',
        id: 'ch_3QTieoutSample0000000b2',
        sinceAt: '2026-10-30T08:05:00.000Z',
        askedAt: '2026-10-30T08:05:00.000Z',
        origin: 'refund re_3QTieoutSample0000000c3 names it',
        isAsked: false,
      },
      {
        type: 'payment_intent',
        id: 'pi_3QTieoutSample0000000e5',
        sinceAt: '2026-10-28T11:20:00.000Z',
        askedAt: '2026-10-31T09:00:00.000Z',
        origin: 'event payment_intent.succeeded',
        isAsked: false,
      },
    ],
    absentCount: 2,
    waiting: {
      count: 3,
      oldestAt: '2026-11-02T13:40:00.000Z',
      failed: 1,
      events: 1_204,
      newestEventAt: '2026-11-02T13:57:00.000Z',
      refusedEvents: 0,
    },
  };
}

/** Rows behind any figure. */
export function completenessRowsOf(): CompletenessRows {
  const money = { minor: 120_20, exponent: 2, currency: 'USD' };
  return {
    count: 2,
    sums: [{ ...money, minor: 240_40 }],
    note: null,
    rows: ['txn_1QTieoutSample0000000q1', 'txn_1QTieoutSample0000000q3'].map((id) => ({
      key: id,
      type: 'balance_transaction',
      id,
      at: CHECKED_AT,
      amount: money,
      text: 'charge ch_3QTieoutSample0000000b2',
    })),
  };
}
