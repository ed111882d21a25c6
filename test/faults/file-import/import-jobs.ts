import type { Ledger } from '../../../electron/ledger/operation.ts';
import type { StripeLife, Step } from '../../properties/stripe-life.ts';
import { STORY } from '../../properties/stripe-story.ts';

/** What is killed: taking a report in, taking it back, and a read of Stripe with the check of completeness that heals gaps. */
export const JOBS = ['takeIn', 'takeBack', 'heal'] as const;
export type ImportJob = (typeof JOBS)[number];

const ACTIVITY = 0;
const RECONCILIATION = 1;
/** Named by others, and left out by Stripe until it heals: gaps that the report fills as well. */
const HIDDEN = ['txn_2', 're_2', 'txn_10'];
const LATER: Step = { do: 'wait', days: 2, skewDays: 0 };

/** The world of every trial: all has happened, two reports lie on the desk, Stripe hides three objects. */
export async function enterWorld(life: StripeLife): Promise<void> {
  const steps: readonly Step[] = [
    ...STORY.map((): Step => ({ do: 'happen' })),
    { do: 'download', kind: 'activity' },
    { do: 'download', kind: 'reconciliation' },
    { do: 'hide', ids: HIDDEN },
  ];
  for (const step of steps) await life.play(step);
}

/** The ledger that a job begins with: Stripe was read and gaps were found; what is to be taken back has been taken in. */
export async function prepare(life: StripeLife, job: ImportJob): Promise<void> {
  await life.poll();
  await life.check(true);
  if (job !== 'takeBack') return;
  await life.takeIn(RECONCILIATION);
  await life.takeIn(ACTIVITY);
  await life.check(true);
}

/** Does a job, two days after the ledger was prepared; done again it makes good what was cut off. */
export async function doJob(life: StripeLife, job: ImportJob, ledger?: Ledger): Promise<void> {
  await life.play(LATER);
  if (job === 'takeIn') return life.takeIn(ACTIVITY, ledger);
  if (job === 'takeBack') return life.takeBack(ACTIVITY, ledger);
  await life.play({ do: 'hide', ids: [] });
  for (let round = 0; round < 2; round += 1) {
    await life.poll(ledger);
    await life.check(true, ledger);
    await life.play(LATER);
  }
}
