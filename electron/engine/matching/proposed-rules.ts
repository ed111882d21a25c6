import type { ToleranceException } from '../../../shared/contract/profile-tolerances.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { proposeRules, replayRule } from '../../matching/movements/propose-rules.ts';
import { gatherMisses } from '../../matching/why-not.ts';
import type { MatchingProfile } from './matching-request.ts';
import { readHistory } from './read-history.ts';

/** A tolerance that near misses speak for, with what it would have done to the rows before they were approved. */
export interface ProposedRuleRow {
  readonly exception: ToleranceException;
  readonly text: string;
  readonly cases: number;
  readonly approvedCases: number;
  readonly replay: {
    readonly gained: number;
    readonly lost: number;
    readonly changed: number;
    /** Against what people and rules have approved. */
    readonly wrong: number;
    readonly wrongAutomatic: number;
  };
}

/** Replays run all rules again: only the proposals with the most cases are worth it. */
const REPLAYED = 10;

/**
 * Tolerances that a reviewer may want to enable, most cases first, each replayed on the rows as they stood before anything was approved.
 * Reads all rows and runs the rules once for each: it is asked for, never polled. Nothing is changed.
 */
export const proposedRules = defineRead(
  'matching.proposedRules',
  (db: ReadableLedger, { profile }: { readonly profile: MatchingProfile }): readonly ProposedRuleRow[] => {
    const { snapshot, history, items } = readHistory(db, profile);
    const misses = gatherMisses(snapshot, (movementKey) => items.get(movementKey) ?? null);
    return proposeRules(misses, profile.tolerances)
      .slice(0, REPLAYED)
      .map((proposed) => {
        const { replay, exception, text, cases, approvedCases } = replayRule(snapshot, proposed, history);
        const { gained, lost, changed, wrong, wrongAutomatic } = replay;
        const counts = { gained: gained.length, lost: lost.length, changed: changed.length, wrong: wrong.length };
        return { exception, text, cases, approvedCases, replay: { ...counts, wrongAutomatic } };
      });
  },
  { bulk: true },
);
