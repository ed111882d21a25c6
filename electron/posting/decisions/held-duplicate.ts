import { openDuplicateOf } from '../../ledger/duplicate-hold.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { refusal } from './refusal.ts';

/**
 * The suspicion that holds a movement which a person approves all the same, for the audit; null: none does. Refuses one without her reason: what
 * may be paid for already is posted by her word, never by one key.
 */
export function overriddenDuplicate(
  db: ReadableLedger,
  { movementKey }: MovementRow,
  reason: string | null,
): number | null {
  const open = openDuplicateOf(db, movementKey);
  if (open === null || !open.isHeld) return null;
  if ((reason ?? '').trim() === '')
    throw refusal(
      'MATCH_REASON_NEEDED',
      `It may be the same payment as ${open.others.join(', ')}.`,
      'Give the reason why it is posted all the same, or answer the suspicion under Duplicates.',
    );
  return open.clusterId;
}
