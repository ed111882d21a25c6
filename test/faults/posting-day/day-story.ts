import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';
import { chanceOf } from '../chance.ts';
import type { LifeStory } from '../mixed/program-life.ts';
import { drawPayments, itemsOf, type ApprovedPayment } from '../posting/approved-payments.ts';

export type DayStep =
  | { readonly do: 'approve'; readonly which: number }
  | { readonly do: 'round' | 'batch' | 'checkpoint' | 'reopen' }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'fail'; readonly order: FailureOrder };

/** A day of a program on a home of its own: makes the home, takes approvals, posts, closes and opens its ledger again. */
export interface DayStory extends LifeStory {
  readonly payments: readonly ApprovedPayment[];
  readonly steps: readonly DayStep[];
}

const PAYMENTS = 5;
const FAILURES: readonly FailureOrder[] = [
  { form: 'dropConnection', commit: 'first' },
  { form: 'dropConnection', commit: 'never' },
  { form: 'empty200', commit: 'later', laterSeconds: 200 },
  { form: 'notificationZero' },
];

/** The days of a seed differ in payments, in what fails and in how the site numbers deposits. */
export function dayStory(seed: number, day: number): DayStory {
  const chance = chanceOf(seed, 5_000_000 + day);
  const payments = drawPayments(chance, PAYMENTS, 0);
  const approve = (which: number): DayStep => ({ do: 'approve', which });
  return {
    payments,
    rulesDecide: false,
    quietWindow: null,
    site: {
      items: itemsOf(payments, chance),
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
      approve(4),
      { do: 'round' },
      { do: 'reopen' },
      { do: 'batch' },
      { do: 'round' },
    ],
  };
}
