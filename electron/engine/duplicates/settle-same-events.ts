import type { Instant } from '../../../shared/domain/ids.ts';
import { clustersIn, membersOf, setClusterDone, type StoredMember } from '../../ledger/duplicate-cluster-store.ts';
import { getMovement } from '../../ledger/movement-store.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { dropMovement, isDropped, isSettled, moneyBackOf } from './dropped-movement.ts';

/**
 * Follows up what people said is one event: what they dropped stays out, the refund or dispute of a dropped charge goes the same way, and
 * once the money of all that was dropped is back the answer is done. Answers how many clusters that changed.
 */
export function settleSameEvents(
  db: WritableLedger,
  { actor, at }: { readonly actor: string; readonly at: Instant },
): number {
  let followed = 0;
  for (const { clusterId } of clustersIn(db, 'sameEvent')) {
    const members = membersOf(db, clusterId);
    const dropped = members.filter(({ part }) => part === 'dropped');
    const keptName = nameOf(
      db,
      members.find(({ part }) => part === 'kept'),
    );
    let isChanged = false;
    for (const { movementKey } of dropped) {
      if (movementKey === null) continue;
      const charge = getMovement(db, movementKey);
      if (!isDropped(charge))
        isChanged = dropMovement(db, movementKey, { reason: droppedWords(keptName), actor, at }) || isChanged;
      for (const back of moneyBackOf(db, charge)) {
        if (isDropped(back)) continue;
        const reason = `Its charge ${charge.objectId} is not posted: a person said it is the same payment as ${keptName}.`;
        isChanged = dropMovement(db, back.movementKey, { reason, actor, at }) || isChanged;
      }
    }
    const isDone = dropped.every((member) => isUndone(db, member));
    if (setClusterDone(db, clusterId, isDone ? at : null) || isChanged) followed += 1;
  }
  return followed;
}

/** What stands on a movement that was dropped. */
export function droppedWords(keptName: string): string {
  return `Not posted: a person said it is the same payment as ${keptName}.`;
}

/** The id a member is known by at its source. */
export function nameOf(db: ReadableLedger, member: StoredMember | undefined): string {
  if (member === undefined) return 'another one';
  if (member.movementKey !== null) return getMovement(db, member.movementKey).objectId;
  const row = statement<{ id: string }>(db, 'SELECT payment_id AS id FROM ps_payment WHERE payment_key = ?').get(
    member.paymentKey,
  );
  return row?.id ?? 'a payment that is gone';
}

/** Whether the effect of what was dropped is gone: the money is back with the payer, or the payment out of PeopleSoft. */
function isUndone(db: ReadableLedger, { movementKey, paymentKey }: StoredMember): boolean {
  if (movementKey !== null) return isSettled(db, getMovement(db, movementKey));
  const row = statement<{ status: string }>(db, 'SELECT status FROM ps_payment WHERE payment_key = ?').get(paymentKey);
  return row === undefined || row.status === 'error';
}
