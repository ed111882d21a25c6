import type { ToleranceException } from '../../../shared/contract/profile-tolerances.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { beforeDecisions, type ApprovedAllocation } from '../../matching/movements/before-decisions.ts';
import { proposeRules, replayRule } from '../../matching/movements/propose-rules.ts';
import { gatherMisses } from '../../matching/why-not.ts';
import type { MatchingProfile } from './matching-request.ts';
import { readLinks } from './read-links.ts';
import { readSnapshot } from './read-snapshot.ts';

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

const APPROVED = `SELECT a.movement_key AS movementKey, a.item_key AS itemKey, a.item_amount_minor AS itemAmountMinor
  FROM allocation a JOIN match USING (match_id) JOIN match_movement mm ON mm.match_id = a.match_id AND mm.movement_key = a.movement_key AND mm.live = 1
  JOIN movement m ON m.movement_key = a.movement_key AND m.kind = 'charge'
  WHERE match.kind = 'payment' AND match.state IN ('approved', 'posted') ORDER BY a.movement_key, a.item_key`;

/**
 * Tolerances that a reviewer may want to enable, most cases first, each replayed on the rows as they stood before anything was approved.
 * Reads all rows and runs the rules once for each: it is asked for, never polled. Nothing is changed.
 */
export const proposedRules = defineRead(
  'matching.proposedRules',
  (db: ReadableLedger, { profile }: { readonly profile: MatchingProfile }): readonly ProposedRuleRow[] => {
    const approved = db.prepare<[], ApprovedAllocation>(APPROVED).all();
    const snapshot = beforeDecisions(
      readSnapshot({ db, profile, links: readLinks(db, profile), within: null }),
      approved,
    );
    const history = new Map<number, string>();
    const items = new Map<number, number>();
    for (const { movementKey, itemKey, itemAmountMinor } of approved) {
      const before = history.get(movementKey);
      const text = `${itemKey}:${itemAmountMinor}`;
      history.set(movementKey, before === undefined ? `items ${text}` : `${before} ${text}`);
      items.set(movementKey, itemKey);
    }
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
