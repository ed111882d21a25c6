import { TieoutError } from '../../shared/errors/tieout-error.ts';
import type { PostUnitReport } from '../posting/sending/post-unit.ts';
import { quietWindowState } from '../posting/sending/quiet-window.ts';
import { replayCandidates, replayPosting } from '../posting/payments/replay.ts';
import { instantOf } from '../../shared/domain/calendar.ts';
import { LedgerError } from '../ledger/ledger-error.ts';
import { readCounts } from '../ledger/operations.ts';
import { checkCompany } from './check-company.ts';
import { withDatabaseCheck } from './check-database.ts';
import type { HeadlessCommands, HeadlessRequest, PostReport } from './engine-types.ts';
import type { EngineContext } from './handlers/engine-context.ts';
import { verifyAuditNow } from './handlers/job-handlers.ts';
import { countMatched } from './matching/count-matched.ts';
import { whyNotAtOnce } from './handlers/send-at-once.ts';
import { stopOf } from './rounds/posting-job.ts';
import type { WorkRequest } from './rounds/work.ts';
import { sentences } from './headless/sentences.ts';
import { ingestStripeFiles } from './ingest-stripe-files.ts';
import { requireKnownRules } from './rules/rules-in-force.ts';
import { readAutomaticDecisions } from './views/automatic-decisions.ts';
import { ingestedCounts } from './views/ingested-counts.ts';

/** The engine's work as scheduled tasks and administrators ask for it; same steps, same rules as the window's. */
export function createHeadless(context: EngineContext): HeadlessCommands {
  const { ledger, work } = context;
  return {
    sync: ({ systems, since, ...request }) =>
      work.sync(systems, { ...workRequest(request), ...(since === undefined ? {} : { since }) }),
    async match({ dryRun, rules, ...request }) {
      if (rules !== undefined) requireKnownRules(rules);
      const tried = rules === undefined ? {} : { rules };
      const report = await work.match({ ...workRequest(request), dryRun, whole: true, ...tried });
      return { matched: report.counts, matchable: report.matchable, changed: report.changed };
    },
    async post(request) {
      requireReason(context, request.now, request.reason);
      const { now, limit } = request;
      const who = { actor: request.actor.id, machine: context.options.machine };
      if (now) await work.noteSendNow(who, { reason: request.reason ?? '', limit });
      return postReport(context, await work.post({ ...workRequest(request), now, limit }));
    },
    replay: (request) => replay(context, request),
    verifyAudit: (request) => abortable(verifyAuditNow(context), request?.signal),
    async check() {
      const checks = await checkCompany(context.company);
      for (const each of checks) context.identities.note(each);
      return Promise.all(checks.map((each) => withDatabaseCheck(context, each)));
    },
    ingestStripe: (request) => ingestStripeFiles(context, request),
    async counts() {
      const { matched, matchable } = await ledger.read(countMatched, null);
      const { movements, postings } = await ledger.read(readCounts, null);
      const { confirmed, rejected, unknown } = postings;
      const open =
        postings.approved + postings.queued + postings.queuedNeedsSignIn + postings.sending + postings.accepted;
      return {
        matched,
        matchable,
        movements: movements.reduce((sum, row) => sum + row.count, 0),
        ingested: await ledger.read(ingestedCounts, null),
        posted: { confirmed, rejected: rejected + postings.postingError, unknown, open },
      };
    },
    automaticDecisions: (request) => ledger.read(readAutomaticDecisions, request),
  };
}

/** The work's outcome, or the signal's reason at once: a walk through the whole trail is nothing that could be left half done. */
function abortable<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort));
}

/** The same request in the words of the work: the actor by name, and only what was given. */
function workRequest({ actor, signal, onProgress }: HeadlessRequest): WorkRequest {
  return {
    actor: actor.id,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
}

function requireReason(context: EngineContext, now: boolean, reason: string | null): void {
  const window = quietWindowState(context.company.profile.peoplesoft, context.nowMs());
  if (!now || window.open || (reason ?? '').trim() !== '') return;
  throw new TieoutError(
    'POSTING_REASON_NEEDED',
    `Outside the quiet window (${window.text}) sending now needs a reason.`,
    { nextStep: 'Give one with --reason, or leave --now out.' },
  );
}

async function postReport(context: EngineContext, reports: readonly PostUnitReport[]): Promise<PostReport> {
  const { postings } = await context.ledger.read(readCounts, null);
  const window = quietWindowState(context.company.profile.peoplesoft, context.nowMs());
  const stopped = stopOf(reports);
  return {
    confirmed: reports.reduce((sum, report) => sum + report.confirm.confirmed, 0),
    rejected: reports.reduce(
      (sum, report) => sum + report.send.rejected + report.send.returned + report.confirm.problems,
      0,
    ),
    unknown: postings.unknown,
    waiting: postings.approved + postings.queued + postings.queuedNeedsSignIn + postings.accepted,
    nextWindow: window.open ? null : window.nextChangeAt,
    stopped: stopped === null ? null : sentences(stopped.message, stopped.nextStep),
  };
}

async function replay(
  context: EngineContext,
  request: HeadlessRequest & { readonly id: string | null; readonly failed: boolean },
): Promise<PostReport> {
  if (request.id === null && !request.failed)
    throw new TieoutError('BAD_INPUT', 'Name one posting with --id, or all that failed with --failed.');
  const candidates = await context.ledger.read(replayCandidates, { id: request.id });
  if (candidates.length === 0 && request.id !== null)
    throw new TieoutError('POSTING_NOT_REPLAYABLE', `No refused posting has the reference or key ${request.id}.`, {
      nextStep: 'Look it up in Postings; only what PeopleSoft refused for certain can be sent again.',
    });
  const { machine } = context.options;
  const notReplayed: { reference: string; text: string }[] = [];
  for (const { postingId, version, unit, reference } of candidates) {
    request.signal?.throwIfAborted();
    const args = {
      postingId,
      seenVersion: version,
      unit: context.company.unit(unit),
      setId: context.company.profile.peoplesoft.setId,
      actor: request.actor.id,
      machine,
      at: instantOf(context.nowMs()),
    };
    const { peoplesoft } = context.company.profile;
    const post = whyNotAtOnce(peoplesoft, context.nowMs()) === null;
    try {
      await context.ledger.write(replayPosting, { ...args, post });
    } catch (error) {
      // One that needs a person does not keep the others from going; asked for by its name, that is the answer.
      if (!request.failed || !(error instanceof LedgerError) || error.code !== 'REFUSED') throw error;
      notReplayed.push({ reference, text: sentences(error.message, error.nextStep) });
    }
  }
  const report = await postReport(
    context,
    await context.work.post({
      actor: request.actor.id,
      now: false,
      limit: null,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      bulk: false,
    }),
  );
  return notReplayed.length === 0 ? report : { ...report, notReplayed };
}
