import type { ReadableLedger } from '../../ledger/operation.ts';
import { rawStatement } from '../../ledger/statement.ts';
import type { MovementState } from '../../../shared/domain/states.ts';
import { BETWEEN, LEFT_TO_RULES } from './written-outcome.ts';

type StoredValues = [
  movement_key: number,
  version: number,
  state: MovementState,
  state_reason: string | null,
  gate: string | null,
  attention: string | null,
  score: number | null,
  match_row: string | null,
  automatic: number | null,
  allocations: string | null,
  candidates: string | null,
];
export interface StoredOutcome {
  readonly version: number;
  readonly state: MovementState;
  /** Its match was decided by a rule alone and needs nobody. */
  readonly byRule: boolean;
  /** No match stands on it, and no candidates are kept of it. */
  readonly isPlain: boolean;
  /** Text that equals `outcomeText` of an outcome exactly when the ledger already says the same. */
  readonly text: string;
}

/** What the ledger says of movements now, in the same text form as an outcome; by row key, and none for one that is gone. */
export function storedOutcomes(
  db: ReadableLedger,
  movementKeys: readonly number[],
): ReadonlyMap<number, StoredOutcome> {
  if (movementKeys.length === 0) return NONE;
  const rows = rawStatement<StoredValues>(db, MOVEMENTS).all(JSON.stringify(movementKeys));
  const found = new Map<number, StoredOutcome>();
  for (const values of rows) {
    const [key, version, state, reason, gate, attention, score, row, automatic, allocations, candidates] = values;
    const match = row === null ? '' : `${row}\n${allocations ?? ''}`;
    // What came back for its customer link is written anew, be the link as it may: until then no rule takes it.
    const isLeft = automatic === 1 && attention !== 'noCustomerLink';
    const said = isLeft ? LEFT_TO_RULES : saidText({ attention, reason, gate });
    found.set(key, {
      version,
      state,
      byRule: automatic === 1 && attention === null,
      isPlain: row === null && candidates === null,
      text: [state, said, score ?? '', match, candidates ?? ''].join(BETWEEN),
    });
  }
  return found;
}

const NONE: ReadonlyMap<number, StoredOutcome> = new Map();

interface Said {
  readonly attention: string | null;
  readonly reason: string | null;
  readonly gate: string | null;
}
const saidText = ({ attention, reason, gate }: Said): string =>
  [attention ?? '', reason ?? '', gate ?? ''].join(BETWEEN);

/** The text of a movement without a match and without candidates, as `StoredOutcome` has it. */
export function plainText({
  state,
  score,
  ...said
}: Said & { readonly state: string; readonly score: number | null }): string {
  return [state, saidText(said), score ?? '', '', ''].join(BETWEEN);
}

const MATCH_ROW = `CASE WHEN match.match_id IS NULL THEN NULL ELSE concat_ws(char(10), match.kind, match.state, match.rule_id, match.rule_version,
      match.automatic, points_json, ifnull(runner_up_json, ''), ifnull(link_id, ''), ifnull(payment_key, ''),
      ifnull(charge_movement_key, '')) END`;
const ALLOCATIONS = `SELECT group_concat(item_key || ':' || amount_minor || ':' || item_amount_minor, ' ' ORDER BY item_key)
  FROM allocation a WHERE a.match_id = match.match_id`;
const CANDIDATES = `SELECT group_concat(concat_ws(char(10), c.items_json, c.rule_id, c.rule_version, c.points_json), char(10) ORDER BY c.rank)
  FROM candidate c WHERE c.movement_key = m.movement_key`;
const MOVEMENTS = `SELECT m.movement_key, m.version, m.state, m.state_reason, m.gate, m.attention, m.score, ${MATCH_ROW}, match.automatic,
    iif(match.match_id IS NULL, NULL, (${ALLOCATIONS})), (${CANDIDATES})
  FROM json_each(?) k CROSS JOIN movement m ON m.movement_key = k.value
    LEFT JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1 LEFT JOIN match USING (match_id)`;
