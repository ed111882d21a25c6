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

const LIVE = "('proposed', 'approved', 'posted')";
const MATCHABLE = "('charge', 'refund', 'dispute')";
/** Counts that are kept as rows change; no row is looked at. */
const KEPT = `SELECT state, sum(count) AS count FROM movement_count WHERE kind IN ${MATCHABLE} GROUP BY state HAVING sum(count) > 0`;
/** Movements of matches that rules alone decided, by the indexes alone. */
const BY_RULE = `SELECT count(*) AS count FROM match INDEXED BY match_automatic_live CROSS JOIN match_movement mm USING (match_id)
  WHERE match.automatic = 1 AND match.state IN ${LIVE} AND mm.live = 1`;
/** Those of them that need somebody all the same. */
const IN_FRONT_OF_A_PERSON = `SELECT count(*) AS count FROM (SELECT DISTINCT unit FROM movement_count) units
  CROSS JOIN movement m INDEXED BY movement_by_state ON m.unit IS nullif(units.unit, '') AND m.state IN ${LIVE} AND m.attention IS NOT NULL
  CROSS JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1
  CROSS JOIN match INDEXED BY match_automatic_live ON match.match_id = mm.match_id AND match.automatic = 1 AND match.state IN ${LIVE}`;

/** Counts of all matchable movements as the ledger has them now; they sum to `matchable`. */
export const countMatched = defineRead(
  'matching.count',
  (db: ReadableLedger, _args: null): { matched: MatchedCounts; matchable: number } => {
    const countOfRows = (sql: string): number => db.prepare<[], { count: number }>(sql).get()?.count ?? 0;
    const matched: Record<keyof MatchedCounts, number> = { ...NO_COUNTS };
    let matchable = 0;
    for (const { state, count } of db.prepare<[], { state: MovementState; count: number }>(KEPT).all()) {
      matched[countOf(state, false)] += count;
      matchable += count;
    }
    matched.auto = countOfRows(BY_RULE) - countOfRows(IN_FRONT_OF_A_PERSON);
    matched.proposed -= matched.auto;
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
