import type { ReadableLedger } from '../../ledger/operation.ts';
import { rawStatement } from '../../ledger/statement.ts';

/** The match that stands on a movement. */
export interface LiveMatch {
  readonly state: string;
  readonly ruleId: string;
}
/** What matching and people have written beside some movements. */
export interface BesideMovements {
  readonly matches: ReadonlyMap<number, LiveMatch>;
  /** Movements of which candidates are kept. */
  readonly withCandidates: ReadonlySet<number>;
}

const MATCHES = 'SELECT mm.movement_key, match.state, match.rule_id FROM';
const CANDIDATES = 'SELECT DISTINCT movement_key FROM candidate WHERE movement_key';
/** All between two keys: what is not there costs nothing. */
const BETWEEN = {
  matches: `${MATCHES} match_movement mm CROSS JOIN match USING (match_id) WHERE mm.live = 1 AND mm.movement_key BETWEEN ? AND ?`,
  candidates: `${CANDIDATES} BETWEEN ? AND ?`,
};
/** Those of some keys alone, which may be few among very many. */
const OF = {
  matches: `${MATCHES} json_each(?) k CROSS JOIN match_movement mm ON mm.movement_key = k.value AND mm.live = 1 CROSS JOIN match USING (match_id)`,
  candidates: `${CANDIDATES} IN (SELECT value FROM json_each(?))`,
};

/**
 * What stands beside movements: a row for those that have something, instead of a look for each. `keys` rise; `isAll`: no other movement that could
 * be meant lies between them.
 */
export function besideMovements(db: ReadableLedger, keys: readonly number[], isAll: boolean): BesideMovements {
  const [sql, bound] = isAll ? [BETWEEN, [keys[0], keys.at(-1)]] : [OF, [JSON.stringify(keys)]];
  const matches = rawStatement<[key: number, state: string, ruleId: string]>(db, sql.matches).all(...bound);
  const candidates = rawStatement<[key: number]>(db, sql.candidates).all(...bound);
  return {
    matches: new Map(matches.map(([key, state, ruleId]) => [key, { state, ruleId }])),
    withCandidates: new Set(candidates.map(([key]) => key)),
  };
}
