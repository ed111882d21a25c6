import type { ReadableLedger } from '../../ledger/operation.ts';
import { takenBackMovements, takenBackWords } from '../../ledger/taken-back.ts';
import type { Standing } from '../../matching/movements/snapshot.ts';

const ENDED: readonly string[] = ['rejected', 'withdrawn', 'lostReceipt', 'takenBack'];
/** The last posting of a movement, or the receipt it counted as keyed by until that was gone, whichever came later. */
const LAST_END = `SELECT state, words FROM (
    SELECT mm.match_id, posting_id, iif(p.reverses IS NOT NULL AND p.state = 'confirmed', 'takenBack', p.state) AS state,
        iif(p.reverses IS NOT NULL AND p.state = 'confirmed', (SELECT state_reason FROM posting o WHERE o.posting_id = p.reverses), p.state_reason) AS words
      FROM match_movement mm JOIN posting p USING (match_id) WHERE mm.movement_key = @key
    UNION ALL SELECT m.match_id, 0, 'lostReceipt', m.reason FROM match_movement mm JOIN match m USING (match_id)
      WHERE mm.movement_key = @key AND m.kind = 'alreadyKeyed' AND m.state = 'reversed')
  ORDER BY match_id DESC, posting_id DESC LIMIT 1`;

/**
 * Reads what keeps a movement in front of a person: a flag on the row that brought it back after its approval, with the words its last
 * posting ended with, or that a person took it back from a rule.
 */
export function standingReader(
  db: ReadableLedger,
): (row: { readonly movement_key: number; readonly attention: string | null }) => Standing | null {
  const takenBack = takenBackMovements(db);
  const lastEnd = db.prepare<[{ key: number }], { state: string; words: string | null }>(LAST_END);
  const flagged = (movementKey: number, attention: NonNullable<Standing['attention']>): Standing | null => {
    const last = lastEnd.get({ key: movementKey });
    if (last === undefined) return null;
    return { attention, words: ENDED.includes(last.state) ? last.words : null };
  };
  return ({ movement_key, attention }) => {
    const isFlagged = attention === 'changedSinceApproval' || attention === 'postingProblem';
    const standing = isFlagged ? flagged(movement_key, attention) : null;
    const actor = takenBack.get(movement_key);
    return standing ?? (actor === undefined ? null : { attention: null, words: takenBackWords(actor) });
  };
}
