import type { Worker } from 'node:worker_threads';
import type { Profile } from '../../../shared/contract/profile.ts';
import type { RuleChanges } from '../../../shared/contract/rule-changes.ts';
import { LedgerError, ledgerErrorFrom } from '../../ledger/ledger-error.ts';
import type { MatchedCounts } from '../engine-types.ts';
import { applyDoubles } from '../doubles/apply-doubles.ts';
import type { FoundBlocks } from '../duplicates/find-duplicates.ts';
import { applyClusters } from '../duplicates/apply-clusters.ts';
import { countMatched } from './count-matched.ts';
import { deriveForProfile } from './derive-for-profile.ts';
import {
  matchingProfile,
  type MatchingAnswer,
  type MatchingMessage,
  type MatchingThreadStart,
  type RunKind,
} from './matching-request.ts';
import { returnMatches, returnUnlinked, type MatchReturn } from './return-matches.ts';
import type { ScopeToKeep } from './match-ledger.ts';
import { cancelled, throwIfCancelled } from './matching-cancelled.ts';
import { keepWorker, takeWorker } from './matching-worker.ts';
import { applyLinks } from './operations.ts';
import { OutcomeQueue, type OutcomeLimits, type OutcomeTotals, type OutcomeWriting } from './outcome-queue.ts';
import { applyScores } from './score-operations.ts';
import { addWholePages, beginWhole, keepBlocks, keepScope, mayReadChanges } from './scope-operations.ts';

export interface MatchingRequest extends OutcomeWriting {
  readonly ledgerFile: string;
  /** The 32 bytes of the ledger; copied, the caller keeps its own. */
  readonly key: Uint8Array;
  readonly profile: Profile;
  /** What is changed of the rules; default: nothing. */
  readonly rules?: RuleChanges;
  /** Reads every row anew, whatever has changed since the last run; default: only what can have another outcome. */
  readonly whole?: boolean;
  /** How many outcomes wait, and are written at a time; default: as many as cost least. */
  readonly limits?: OutcomeLimits;
}
export interface MatchingReport {
  readonly counts: MatchedCounts;
  readonly matchable: number;
  /** Movements and customer links that a run changed, or would change. A rerun over the same rows changes 0. */
  readonly changed: number;
  /** Movements that were read; the outcomes of all others could not have changed. */
  readonly read: number;
  /** Movements left as they are because somebody changed them during the run; the next run sees them. */
  readonly skipped: number;
  readonly links: number;
  /** Stripe customers whose stored ids contradict each other or lead nowhere. */
  readonly linkConflicts: number;
  /** Suspected duplicates that opened, changed or went, and answers about them that were followed up. */
  readonly duplicates: number;
}

/**
 * Links customers and matches movements, in a thread of its own; writes through the ledger in chunks that are whole by
 * themselves, each with its audit row, so that a cancelled run leaves a valid ledger that says what it did, and the next one goes on
 * from there. When the profile's units changed, stored movements are derived anew first (not in a dry run). Throws
 * `TieoutError` CANCELLED, `LedgerError` (INTERNAL for a defect in the thread, with its own words).
 */
export async function runMatching(request: MatchingRequest): Promise<MatchingReport> {
  const { ledger, profile, now, signal, dryRun } = request;
  throwIfCancelled(signal);
  if (!dryRun) await deriveForProfile({ ledger, profile, now, throwIfCancelled: () => throwIfCancelled(signal) });
  throwIfCancelled(signal);
  const returned = dryRun ? 0 : await returnMatches(returning(request));
  const kind = await kindOf(request);
  const worker = takeWorker();
  const totals = { links: 0, linkConflicts: 0, applied: 0, skipped: 0, duplicates: 0, unlinked: 0 };
  const abort = (): void => void worker.terminate();
  request.signal?.addEventListener('abort', abort, { once: true });
  let read: number | null = null;
  try {
    const said = converse(worker, request, totals);
    start(worker, request, kind);
    const done = await said;
    ({ read } = done);
    const { links, linkConflicts, skipped } = totals;
    if (done.scope !== null) await keep(request, done.scope, done.blocks);
    if (request.dryRun) {
      const matchable = Object.values<number>({ ...done.counts }).reduce((sum, count) => sum + count, 0);
      const changed = done.changed + links;
      return { counts: done.counts, matchable, changed, read, skipped, links, linkConflicts, duplicates: 0 };
    }
    // What came back is mostly weighed anew in the same run: it changed once.
    const changed = Math.max(totals.applied, totals.unlinked + returned) + links;
    const { matched, matchable } = await request.ledger.read(countMatched, null);
    const { duplicates } = totals;
    return { counts: matched, matchable, changed, read, skipped, links, linkConflicts, duplicates };
  } finally {
    request.signal?.removeEventListener('abort', abort);
    await (read === null || request.signal?.aborted === true ? worker.terminate() : keepWorker(worker, read));
  }
}

function returning({ ledger, actor, machine, now, signal }: MatchingRequest): MatchReturn {
  return { ledger, actor, machine, now, throwIfCancelled: () => throwIfCancelled(signal) };
}

/** Pages in one transaction: half a megabyte each. */
const PAGES = 4;

async function kindOf({ ledger, profile, rules, dryRun, whole = false }: MatchingRequest): Promise<RunKind> {
  if (dryRun) return 'dry';
  if (!whole && (await ledger.read(mayReadChanges, { profile: matchingProfile(profile, rules) }))) return 'changes';
  await ledger.write(beginWhole, null);
  return 'whole';
}

async function keep(
  { ledger, signal }: MatchingRequest,
  scope: ScopeToKeep,
  blocks: FoundBlocks | null,
): Promise<void> {
  for (let from = 0; scope.whole && (from === 0 || from < scope.pages.length); from += PAGES) {
    throwIfCancelled(signal);
    await ledger.write(addWholePages, { pages: scope.pages.slice(from, from + PAGES), first: from === 0 });
  }
  for (let from = 0; blocks !== null && from < blocks.pages.length; from += PAGES) {
    throwIfCancelled(signal);
    const pages = blocks.pages.slice(from, from + PAGES);
    await ledger.write(keepBlocks, { pages, whole: blocks.whole, first: from === 0 });
  }
  await ledger.write(keepScope, scope.whole ? { ...scope, pages: [] } : scope);
}

interface Totals extends OutcomeTotals {
  links: number;
  linkConflicts: number;
  duplicates: number;
  /** Approvals by rule that came back because the run itself found a link to hold no more. */
  unlinked: number;
}
type Done = Extract<MatchingMessage, { type: 'done' }>;

function start(worker: Worker, { key, ledgerFile, profile, rules, now }: MatchingRequest, kind: RunKind): void {
  const copy = new ArrayBuffer(key.length);
  new Uint8Array(copy).set(key);
  const what: MatchingThreadStart = {
    kind,
    file: ledgerFile,
    key: copy,
    profile: matchingProfile(profile, rules),
    todayDate: now().slice(0, 10),
  };
  worker.postMessage({ type: 'start', start: what } satisfies MatchingAnswer, [copy]);
}

/** Takes what the thread hands over and writes it, until it is done. While outcomes are written the thread prepares the next. */
function converse(worker: Worker, request: MatchingRequest, totals: Totals): Promise<Done> {
  const { promise, resolve, reject } = Promise.withResolvers<Done>();
  const queue = new OutcomeQueue(request, totals, request.limits);
  // Whoever runs matching next must find all of this run's writes in the ledger, so none is left under way.
  const fail = (error: unknown): void => void queue.written.then(() => reject(error), reject);
  const goOn = (): void => worker.postMessage({ type: 'next' } satisfies MatchingAnswer);
  worker.on('message', (message: MatchingMessage) => {
    if (message.type === 'failed') return fail(ledgerErrorFrom(message.error));
    if (message.type === 'done') return void queue.written.then(() => resolve(message), reject);
    if (message.type === 'changes') return void queue.add(message, goOn).catch(reject);
    // The movements are read only when the links they rest on are in the ledger, and duplicates when the movements are.
    return void queue.after(() => write(request, message, totals)).then(goOn, reject);
  });
  worker.on('error', fail);
  worker.on('exit', () => {
    const ended = new LedgerError(
      'INTERNAL',
      'The matching thread ended before it was done.',
      'Run matching again; what was written is whole.',
    );
    queue.written.then(() => reject(request.signal?.aborted === true ? cancelled() : ended), reject);
  });
  return promise;
}

async function write(
  request: MatchingRequest,
  message: Exclude<MatchingMessage, { type: 'changes' | 'done' | 'failed' }>,
  totals: Totals,
): Promise<void> {
  throwIfCancelled(request.signal);
  const { ledger, dryRun, now, actor, machine } = request;
  const by = { actor, machine, at: now() };
  if (message.type === 'written') return;
  if (message.type === 'scores') {
    const { learned, packed, scoredOf } = message;
    await ledger.write(applyScores, { learned, packed, scoredOf, ...by });
    return;
  }
  if (message.type === 'duplicates') {
    const { opened, changed, gone, followed } = await ledger.write(applyClusters, {
      ...message.found,
      ...by,
    });
    totals.duplicates += opened + changed + gone + followed;
    return;
  }
  if (message.type === 'doubles') {
    totals.duplicates += (await ledger.write(applyDoubles, { searched: message.searched, ...by })).changed;
    return;
  }
  totals.linkConflicts = message.conflicts;
  totals.links = message.changes.length;
  if (dryRun || message.changes.length === 0) return;
  totals.links = (await ledger.write(applyLinks, { changes: message.changes, ...by })).applied;
  totals.unlinked = await returnUnlinked(returning(request));
}
