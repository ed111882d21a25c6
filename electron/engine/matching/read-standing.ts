import type { ReadableLedger } from '../../ledger/operation.ts';
import { takenBackMovements, takenBackWords } from '../../ledger/taken-back.ts';
import type { Standing } from '../../matching/movements/snapshot.ts';

/**
 * Reads what keeps a movement in front of a person: a flag on the row that brought it back after its approval, with the words its last
 * posting ended with, or that a person took it back from a rule.
 */
export function standingReader(
  db: ReadableLedger,
): (row: { readonly movement_key: number; readonly attention: string | null }) => Standing | null {
  const takenBack = takenBackMovements(db);
  const lastPosting = db.prepare<[number], { state: string; state_reason: string | null }>(
    `SELECT posting.state, posting.state_reason FROM match_movement JOIN posting USING (match_id)
     WHERE match_movement.movement_key = ? ORDER BY posting_id DESC LIMIT 1`,
  );
  const flagged = (movementKey: number, attention: NonNullable<Standing['attention']>): Standing | null => {
    const last = lastPosting.get(movementKey);
    if (last === undefined) return null;
    return { attention, words: ['rejected', 'withdrawn'].includes(last.state) ? last.state_reason : null };
  };
  return ({ movement_key, attention }) => {
    const isFlagged = attention === 'changedSinceApproval' || attention === 'postingProblem';
    const standing = isFlagged ? flagged(movement_key, attention) : null;
    const actor = takenBack.get(movement_key);
    return standing ?? (actor === undefined ? null : { attention: null, words: takenBackWords(actor) });
  };
}
