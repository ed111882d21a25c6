import type { ReadableLedger } from '../../ledger/operation.ts';
import type { Standing } from '../../matching/movements/snapshot.ts';

/** Reads what brought a movement back to a person after its approval: the flag on the row, with the words its last posting ended with. */
export function standingReader(
  db: ReadableLedger,
): (row: { readonly movement_key: number; readonly attention: string | null }) => Standing | null {
  const lastPosting = db.prepare<[number], { state: string; state_reason: string | null }>(
    `SELECT posting.state, posting.state_reason FROM match_movement JOIN posting USING (match_id)
     WHERE match_movement.movement_key = ? ORDER BY posting_id DESC LIMIT 1`,
  );
  return ({ movement_key, attention }) => {
    if (attention !== 'changedSinceApproval' && attention !== 'postingProblem') return null;
    const last = lastPosting.get(movement_key);
    if (last === undefined) return null;
    return { attention, words: ['rejected', 'withdrawn'].includes(last.state) ? last.state_reason : null };
  };
}
