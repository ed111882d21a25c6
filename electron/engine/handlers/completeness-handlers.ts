import type { CommandInput, CommandOutput, QueryInput, QueryOutput } from '../../../shared/contract/contract.ts';
import { askAgain } from '../../ingest/completeness/ask-again.ts';
import type { Session } from '../contract/session.ts';
import { readingJob } from '../rounds/reading-job.ts';
import { readCompleteness } from '../views/completeness.ts';
import { readCompletenessRows } from '../views/completeness-rows.ts';
import type { EngineContext } from './engine-context.ts';
import { worker, whyNotWork } from './permissions.ts';

/** Whether everything Stripe has is in the ledger. */
export async function showCompleteness(
  context: EngineContext,
  session: Session,
): Promise<QueryOutput<'completeness.read'>> {
  const { stripe, units } = context.company.profile;
  const facts = await context.ledger.read(readCompleteness, {
    units: units.map(({ unit, zone }) => ({ unit, zone })),
  });
  const mode = stripe.livemode ? '' : '/test';
  return {
    accounts: facts.map((account) => ({
      ...account,
      dashboard: context.options.sample ? null : `https://dashboard.stripe.com/${account.account}${mode}`,
    })),
    whyNotAsk: whyNotWork(session),
  };
}

/** The rows behind one figure of it. */
export async function showCompletenessRows(
  context: EngineContext,
  { account, of }: QueryInput<'completeness.rows'>,
): Promise<QueryOutput<'completeness.rows'>> {
  return context.ledger.read(readCompletenessRows, { account, of });
}

/**
 * Asks Stripe once more for what it said it does not know; a read of Stripe begins at once and brings what there is. Throws NOT_ALLOWED
 * for whoever may only look.
 */
export async function askStripeAgain(
  context: EngineContext,
  { account, objects }: CommandInput<'completeness.askAgain'>,
  session: Session,
): Promise<CommandOutput<'completeness.askAgain'>> {
  const actor = worker(session);
  const { ledger, work, jobs, hub, options } = context;
  const at = options.ports.clock.now();
  const asked = await ledger.write(askAgain, { account, objects, actor, machine: session.machine, at });
  hub.changed('connections', 'audit');
  if (asked === 0) return { asked, jobId: null };
  const read = readingJob({ work, jobs }, ['stripe'], actor);
  void read.finished.catch(() => undefined).then(() => work.matchSoon());
  return { asked, jobId: read.jobId };
}
