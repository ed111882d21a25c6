import type { ReadableLedger } from '../../ledger/operation.ts';
import type { ProposedLinks } from '../../matching/customers/propose-links.ts';
import { matchMovements } from '../../matching/movements/match-movements.ts';
import type { MatchedCounts } from '../engine-types.ts';
import { countOf, NO_COUNTS } from './count-matched.ts';
import type { MatchingProfile, OutcomeChange } from './matching-request.ts';
import { readSnapshot } from './read-snapshot.ts';
import { outcomeText, storedOutcome } from './stored-outcome.ts';

const CHUNK = 1_000;

export interface MatchedChunk {
  readonly changes: readonly OutcomeChange[];
  readonly done: number;
  readonly total: number;
}
export interface MatchedTotals {
  readonly counts: MatchedCounts;
  readonly changed: number;
}

/**
 * Runs the rules over one snapshot of the ledger and yields what differs from what it says, a chunk at a time; returns the
 * counts as they will be. Nothing is held but columns and the chunk. Call it inside one read transaction.
 */
export function* matchLedger(
  db: ReadableLedger,
  profile: MatchingProfile,
  links: ProposedLinks,
): Generator<MatchedChunk, MatchedTotals> {
  const snapshot = readSnapshot(db, profile, links);
  const matched = matchMovements(snapshot);
  const counts: Record<keyof MatchedCounts, number> = { ...NO_COUNTS };
  let changes: OutcomeChange[] = [];
  let changed = 0;
  for (let position = 0; position < matched.count; position++) {
    const key = snapshot.movements.key[position] ?? 0;
    const stored = storedOutcome(db, key);
    if (stored === null) continue;
    const outcome = matched.outcome(position);
    if (outcome === null) counts[countOf(stored.state, stored.byRule)] += 1;
    else {
      // What a rule may not decide is a person's, as long as the row says so.
      const isSame = outcomeText(outcome) === stored.text;
      const byRule = isSame ? stored.byRule : outcome.match?.automatic === true;
      counts[countOf(outcome.state, byRule)] += 1;
      if (!isSame) {
        changed += 1;
        changes.push({ version: stored.version, outcome });
      }
    }
    if ((position + 1) % CHUNK === 0) {
      yield { changes, done: position + 1, total: matched.count };
      changes = [];
    }
  }
  if (changes.length > 0) yield { changes, done: matched.count, total: matched.count };
  return { counts, changed };
}
