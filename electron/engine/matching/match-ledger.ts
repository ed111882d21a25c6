import { readMatchingScope, type KeyPage } from '../../ledger/matching-scope-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { ProposedLinks } from '../../matching/customers/propose-links.ts';
import { matchMovements } from '../../matching/movements/match-movements.ts';
import type { MatchedCounts } from '../engine-types.ts';
import { countOf, NO_COUNTS } from './count-matched.ts';
import { packLinks } from './link-marks.ts';
import type { MatchingProfile, RunKind } from './matching-request.ts';
import { changedScope, hushed, keySink, laterPages, madeBy } from './matching-scope.ts';
import { readSnapshot } from './read-snapshot.ts';
import { KeyPages } from './scope-index.ts';
import { storedOutcomes } from './stored-outcome.ts';
import { StoredStates } from './stored-states.ts';
import { outcomeText, writtenOutcome, type WrittenOutcome } from './written-outcome.ts';

/** Whole by itself: how long somebody waits at most who wants to write meanwhile. */
const CHUNK = 500;

export interface MatchedChunk {
  readonly changes: readonly WrittenOutcome[];
  readonly done: number;
  readonly total: number;
}
/** What the next run needs of this one, to read only what has changed since. */
export interface ScopeToKeep {
  /** The pages are those of all rows, not only of the changed ones. */
  readonly whole: boolean;
  readonly pages: readonly KeyPage[];
  readonly links: Uint8Array;
  readonly madeBy: string;
  readonly lastChange: number;
}
export interface MatchedTotals {
  /** Counts of the movements that were read. */
  readonly counts: MatchedCounts;
  readonly changed: number;
  /** Movements that were read. */
  readonly read: number;
  /** Movements that may have changed since the last run, or what hangs together with them; null: nothing is known of a last run. */
  readonly touched: readonly number[] | null;
  /** Null in a dry run. */
  readonly scope: ScopeToKeep | null;
}

/**
 * Runs the rules over one snapshot of the ledger and yields what differs from what it says, a chunk at a time; returns the
 * counts as they will be. Nothing is held but columns and the chunk. Call it inside one read transaction. A run over `changes` reads what
 * may have another outcome than the last one gave, and everything where that cannot be told: its outcomes are those of a whole run.
 */
export function* matchLedger(
  db: ReadableLedger,
  profile: MatchingProfile,
  links: ProposedLinks,
  kind: RunKind = 'dry',
): Generator<MatchedChunk, MatchedTotals> {
  const changed = kind === 'changes' ? changedScope(db, profile, links) : null;
  const fresh = new KeyPages();
  const sink = kind === 'dry' ? undefined : keySink(fresh);
  // Of the few rows of a run over changes what they say is read with their matches.
  const stands = new StoredStates();
  const snapshot = changed?.snapshot ?? readSnapshot({ db, profile, links, within: null, stands }, sink);
  const matched = matchMovements(snapshot);
  const counts: Record<keyof MatchedCounts, number> = { ...NO_COUNTS };
  let differing = 0;
  for (let from = 0; from < matched.count; from += CHUNK) {
    const until = Math.min(from + CHUNK, matched.count);
    const stored = storedOutcomes(
      db,
      snapshot.movements.key.slice(from, until).filter((_, each) => stands.at(from + each) === null),
    );
    const changes: WrittenOutcome[] = [];
    for (let position = from; position < until; position++) {
      const before = stands.at(position) ?? stored.get(snapshot.movements.key[position] ?? 0);
      if (before === undefined) continue;
      const outcome = matched.outcome(position);
      if (outcome === null) {
        counts[countOf(before.state, before.byRule)] += 1;
        continue;
      }
      // What a rule may not decide is a person's, as long as the row says so.
      const written = writtenOutcome(outcome, before.version);
      const isSame = !(before.isPlain && outcome.match !== null) && outcomeText(written) === before.text;
      counts[countOf(outcome.state, isSame ? before.byRule : outcome.match?.automatic === true)] += 1;
      if (!isSame) changes.push(written);
    }
    differing += changes.length;
    yield { changes, done: until, total: matched.count };
  }
  const totals = { counts, changed: differing, read: matched.count, touched: changed?.movements ?? null };
  if (kind === 'dry') return { ...totals, scope: null };
  const quiet = matched.quiet();
  const pages = changed === null ? hushed(fresh.take(), snapshot, quiet) : laterPages(changed, quiet);
  const { lastChange } = readMatchingScope(db);
  const made = { madeBy: madeBy(profile), links: packLinks(links), lastChange };
  return { ...totals, scope: { whole: changed === null, pages, ...made } };
}
