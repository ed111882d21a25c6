import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';
import { chanceOf } from '../chance.ts';
import { drawPayments, itemsOf, type ApprovedPayment } from '../posting/approved-payments.ts';
import type { SiteOptions } from '../../electron/posting/posting-site.ts';

/** A day of a sender: what goes wrong by itself, apart from the kills. */
export interface CrashStory {
  readonly site: SiteOptions & { readonly depositIds: 'given' | 'next'; readonly paymentsPerDeposit: number };
  readonly payments: readonly ApprovedPayment[];
  readonly failure: FailureOrder | null;
  readonly day: readonly DayStep[];
}
export type DayStep =
  | { readonly do: 'round' }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'batch' };

const PAYMENTS = 3;
/** An answer is lost, time passes, the deposit goes again, the batch posts, everything is confirmed: passes every step there is. */
const DAY: readonly DayStep[] = [
  { do: 'round' },
  { do: 'wait', seconds: 100_000 },
  { do: 'round' },
  { do: 'batch' },
  { do: 'round' },
];
const ONE_KIND = { currency: 'USD', exponent: 2, accountingDate: '2026-10-15' };
const FAILURES: readonly (FailureOrder | null)[] = [
  { form: 'dropConnection', commit: 'never' },
  { form: 'dropConnection', commit: 'first' },
  { form: 'resetConnection', commit: 'afterReadBack' },
  { form: 'empty200', commit: 'later', laterSeconds: 200 },
  { form: 'notificationZero' },
  { form: 'lockConflict' },
  { form: 'duplicateKey', commit: 'first' },
  { form: 'passwordExpired', skip: 1 },
  null,
];

/** Schedule 0 is the plain day on a site that numbers deposits itself, 1 on one that does not; later ones differ in what fails and how. */
export function crashStory(seed: number, schedule: number): CrashStory {
  const chance = chanceOf(seed, 1_000_000 + schedule);
  const isPlain = schedule < 2;
  const drawn = drawPayments(chance, PAYMENTS);
  // Of one kind, so that they travel in two deposits, the first of them full.
  const payments = isPlain ? drawn.map((each) => ({ ...each, ...ONE_KIND })) : drawn;
  const depositIds = schedule % 2 === 0 ? 'next' : 'given';
  return {
    payments,
    failure: isPlain ? { form: 'dropConnection', commit: 'never' } : chance.pick(FAILURES),
    day: DAY.map((step) =>
      step.do === 'wait' && !isPlain ? { ...step, seconds: chance.pick([1, 301, 4_000, 8_000]) } : step,
    ),
    site: {
      items: itemsOf(payments, chance),
      depositIds,
      paymentsPerDeposit: isPlain ? 2 : chance.pick([1, 2, 3]),
      behaviour: isPlain ? {} : { faultStatus: chance.pick([500, 200]) },
    },
  };
}
