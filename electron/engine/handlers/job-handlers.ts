import type { CommandInput } from '../../../shared/contract/contract.ts';
import { verifyLedgerAudit } from '../../ledger/operations.ts';
import type { Session } from '../contract/session.ts';
import type { EngineContext } from './engine-context.ts';

/** Reads the asked systems in the background. */
export function startSync(
  context: EngineContext,
  input: CommandInput<'sync.run'>,
  session: Session,
): { jobId: string } {
  const actor = session.actor.id;
  return context.jobs.start(
    'sync',
    'Reading Stripe and PeopleSoft',
    actor,
    async ({ signal, progress }) => {
      const report = await context.work.sync(input.systems, { actor, signal, onProgress: progress });
      context.work.matchSoon();
      return report;
    },
    (report) =>
      Object.entries(report.systems)
        .map(([system, counts]) => `${system}: ${counts.new} new, ${counts.changed} changed, ${counts.refused} refused`)
        .join('; '),
  );
}

export function startMatching(context: EngineContext, session: Session): { jobId: string } {
  const actor = session.actor.id;
  return context.jobs.start(
    'matching',
    'Matching',
    actor,
    ({ signal, progress }) => context.work.match({ actor, dryRun: false, signal, onProgress: progress }),
    (report) => `${report.changed} movements changed`,
  );
}

/** Recomputes the audit chain; the status bar shows when that was last done and whether it held. */
export function startAuditVerification(context: EngineContext, actor: string): { jobId: string } {
  return context.jobs.start(
    'audit',
    'Verifying the audit chain',
    actor,
    async () => verifyAuditNow(context),
    (verdict) =>
      verdict.valid && verdict.anchored
        ? `${verdict.rows} rows, unbroken`
        : `broken: ${verdict.anchorProblem ?? `row ${verdict.firstBad ?? '?'}`}`,
  );
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
