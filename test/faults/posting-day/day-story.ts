import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';
import { chanceOf } from '../chance.ts';
import type { LifeStory } from '../mixed/program-life.ts';
import { drawPayments, itemsOf, type ApprovedPayment } from '../posting/approved-payments.ts';

export type DayStep =
  | { readonly do: 'approve' | 'takeBack'; readonly which: number }
  | { readonly do: 'round' | 'batch' | 'checkpoint' | 'reopen' }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'fail'; readonly order: FailureOrder };

/** A day of a program on a home of its own: makes the home, takes approvals, posts, closes and opens its ledger again. */
export interface DayStory extends LifeStory {
  readonly payments: readonly ApprovedPayment[];
  /** The payment that is taken back once it is confirmed, by place. */
  readonly takenBack: number;
  readonly steps: readonly DayStep[];
}

const PAYMENTS = 5;
const TAKEN_BACK = 1;
const FAILURES: readonly FailureOrder[] = [
  { form: 'dropConnection', commit: 'first' },
  { form: 'dropConnection', commit: 'never' },
  { form: 'empty200', commit: 'later', laterSeconds: 200 },
  { form: 'notificationZero' },
];

/** The days of a seed differ in payments, in what fails and in how the site numbers deposits. */
export function dayStory(seed: number, day: number): DayStory {
  const chance = chanceOf(seed, 5_000_000 + day);
  const drawn = drawPayments(chance, PAYMENTS);
  const payments = [...drawn, ...refundOfFirst(drawn)];
  const approve = (which: number): DayStep => ({ do: 'approve', which });
  return {
    payments,
    takenBack: TAKEN_BACK,
    rulesDecide: false,
    quietWindow: null,
    site: {
      items: itemsOf(drawn, chance),
      depositIds: day % 2 === 0 ? 'next' : 'given',
      paymentsPerDeposit: chance.pick([1, 2, 200]),
    },
    steps: [
      ...[0, 1].map(approve),
      { do: 'round' },
      { do: 'fail', order: chance.pick(FAILURES) },
      ...[2, 3].map(approve),
      { do: 'round' },
      { do: chance.pick(['checkpoint', 'reopen']) },
      { do: 'wait', seconds: 100_000 },
      { do: 'round' },
      { do: 'batch' },
      { do: 'round' },
      { do: 'takeBack', which: TAKEN_BACK },
      ...payments.slice(4).map((_, place) => approve(4 + place)),
      { do: 'round' },
      { do: 'reopen' },
      { do: 'batch' },
      { do: 'round' },
    ],
  };
}

/** The first payment goes back in part, without a credit memo: it opens again what that paid. */
function refundOfFirst([first]: readonly ApprovedPayment[]): ApprovedPayment[] {
  const [share] = first?.shares ?? [];
  if (first === undefined || first.isRefund || share === undefined) return [];
  const [item, minor] = share;
  const shares = [[item, Math.ceil(minor / 2)] as const];
  return [{ ...first, isRefund: true, of: first.chargeId, chargeId: 're_first', shares }];
}
