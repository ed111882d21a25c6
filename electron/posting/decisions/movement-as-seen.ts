import type { MovementKey } from '../../../shared/domain/ids.ts';
import { getMovement, type MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { refusal } from './refusal.ts';

/** The movement as the person saw it; refuses with STALE_VERSION when it has changed since. */
export function movementAsSeen(db: ReadableLedger, movementKey: number, seenVersion: number): MovementRow {
  const movement = getMovement(db, movementKey as MovementKey);
  if (movement.version !== seenVersion)
    throw refusal(
      'STALE_VERSION',
      'This row has changed since you opened it.',
      'Look at it again; it has been refreshed.',
    );
  return movement;
}
