import type { CommandInput } from '../../../shared/contract/contract.ts';
import { verifyLedgerAudit } from '../../ledger/operations.ts';
import type { Session } from '../contract/session.ts';
import { matchingJob } from '../rounds/matching-job.ts';
import { readingJob } from '../rounds/reading-job.ts';
import type { EngineContext } from './engine-context.ts';
import { worker } from './permissions.ts';

/** Reads the asked systems in the background; what came in is matched afterwards, also when one of them failed. */
export function startSync(
  context: EngineContext,
  input: CommandInput<'sync.run'>,
  session: Session,
): { jobId: string } {
  const { work, jobs } = context;
  const read = readingJob({ work, jobs }, [...new Set(input.systems)], worker(session));
  void read.finished.catch(() => undefined).then(() => work.matchSoon());
  return { jobId: read.jobId };
}

export function startMatching(context: EngineContext, session: Session): { jobId: string } {
  const actor = worker(session);
  const { jobId } = context.jobs.start('matching', actor, ...matchingJob(context.work, actor));
  return { jobId };
}

export function cancelJob(
  context: EngineContext,
  input: CommandInput<'job.cancel'>,
  session: Session,
): { cancelled: boolean } {
  worker(session);
  return { cancelled: context.jobs.cancel(input.jobId) };
}

/** Recomputes the audit chain; the status bar shows when that was last done and whether it held. Whoever may look may ask for it. */
export function startAuditVerification(context: EngineContext, actor: string): { jobId: string } {
  const { jobId } = context.jobs.start(
    'audit',
    actor,
    async () => verifyAuditNow(context),
    (verdict) =>
      verdict.valid && verdict.anchored
        ? `${verdict.rows} rows, unbroken`
        : `broken: ${verdict.anchorProblem ?? `row ${verdict.firstBad ?? '?'}`}`,
  );
  return { jobId };
}

export async function verifyAuditNow(context: EngineContext) {
  const verdict = await context.ledger.read(verifyLedgerAudit, { anchorFile: context.options.paths.anchors });
  Object.assign(context.audit, {
    rows: verdict.rows,
    verifiedAt: context.options.ports.clock.now(),
    valid: verdict.valid && verdict.anchored,
  });
  context.hub.changed('audit');
  return verdict;
}
