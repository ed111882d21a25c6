import type { MovementKey } from '../../shared/domain/ids.ts';
import type { ReadableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** Kind of the decision row by which a person takes an approval back from a rule: from then on the movement is hers to decide. */
export const RULE_TAKEN_BACK = 'rule.takenBack';

/** What stands on the row of such a movement. */
export function takenBackWords(actor: string): string {
  return `approval by rule taken back by ${actor}`;
}

const STANDING = `d.kind = '${RULE_TAKEN_BACK}' AND d.undone_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM decision later WHERE later.movement_key = d.movement_key AND later.undone_at IS NULL AND later.decision_id > d.decision_id)`;

/** Movements a person took back from a rule and nobody has decided since, with who it was. */
export function takenBackMovements(db: ReadableLedger): ReadonlyMap<number, string> {
  const rows = statement<{ key: number; actor: string }>(
    db,
    `SELECT d.movement_key AS key, d.actor FROM decision d WHERE ${STANDING}`,
  ).all();
  return new Map(rows.map(({ key, actor }) => [key, actor]));
}

/** Who took this movement back from a rule, while nobody has decided it since; null: nobody, or it is decided. */
export function takenBackBy(db: ReadableLedger, movementKey: MovementKey): string | null {
  return (
    statement<{ actor: string }>(db, `SELECT d.actor FROM decision d WHERE d.movement_key = ? AND ${STANDING}`).get(
      movementKey,
    )?.actor ?? null
  );
}
