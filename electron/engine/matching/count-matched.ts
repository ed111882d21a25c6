import type { MovementGate } from '../../../shared/domain/movement-gate.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import type { MovementState } from '../../../shared/domain/states.ts';
import type { MatchedCounts } from '../engine-types.ts';

export const NO_COUNTS: MatchedCounts = {
  auto: 0,
  proposed: 0,
  ambiguous: 0,
  unmatched: 0,
  notEvaluated: 0,
  lookupFailed: 0,
  excluded: 0,
};

/**
 * The one place that says under which count a succeeded charge, refund or dispute falls. `auto`, "matched by rule": its live match, proposed,
 * approved or posted, was decided by a rule alone and needs nobody; `proposed`: it has one that a person must or did confirm.
 */
export function countOf(state: MovementState, byRule: boolean): keyof MatchedCounts {
  switch (state) {
    case 'proposed':
    case 'approved':
    case 'posted':
      return byRule ? 'auto' : 'proposed';
    case 'ambiguous':
    case 'unmatched':
    case 'notEvaluated':
    case 'lookupFailed':
    case 'excluded':
      return state;
  }
}

/** Counts of all matchable movements as the ledger has them now; they sum to `matchable`. */
export const countMatched = defineRead(
  'matching.count',
  (db: ReadableLedger, _args: null): { matched: MatchedCounts; matchable: number } => {
    const rows = db.prepare<[], { state: MovementState; byRule: number; count: number }>(
      `SELECT m.state, ifnull(match.automatic, 0) AND m.attention IS NULL AS byRule, count(*) AS count FROM movement m
       LEFT JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1 LEFT JOIN match USING (match_id)
       WHERE m.kind IN ('charge', 'refund', 'dispute') GROUP BY 1, 2`,
    );
    const matched: Record<keyof MatchedCounts, number> = { ...NO_COUNTS };
    let matchable = 0;
    for (const { state, byRule, count } of rows.iterate()) {
      matched[countOf(state, byRule === 1)] += count;
      matchable += count;
    }
    return { matched, matchable };
  },
  { bulk: true },
);

/** How many of the excluded matchable movements are so because they lie before go-live. */
export const countBeforeGoLive = defineRead(
  'matching.countBeforeGoLive',
  (db: ReadableLedger, _args: null): number =>
    db
      .prepare<[string], { count: number }>(
        "SELECT count(*) AS count FROM movement WHERE kind IN ('charge', 'refund', 'dispute') AND state = 'excluded' AND gate = ?",
      )
      .get('beforeGoLive' satisfies MovementGate)?.count ?? 0,
  { bulk: true },
);
