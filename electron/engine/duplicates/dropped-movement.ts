import type { Instant, MovementKey } from '../../../shared/domain/ids.ts';
import { changeMatchState, liveMatchOf } from '../../ledger/match-store.ts';
import { getMovement, setMovementState, type MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** A person shut it out: nothing at the source does. */
export function isDropped({ state, gate }: Pick<MovementRow, 'state' | 'gate'>): boolean {
  return state === 'excluded' && gate === null;
}

/**
 * Takes a movement out of matching and posting, with what a rule had proposed for it. One that is approved or posted is left as it is, and one
 * that the source itself shuts keeps its own words: once it opens it is dropped by the next run.
 */
export function dropMovement(
  db: WritableLedger,
  movementKey: MovementKey,
  { reason, actor, at }: { readonly reason: string; readonly actor: string; readonly at: Instant },
): boolean {
  const { state, gate } = getMovement(db, movementKey);
  if (state === 'approved' || state === 'posted' || gate !== null) return false;
  const live = liveMatchOf(db, movementKey);
  if (live === null) return setMovementState(db, movementKey, 'excluded', { reason, at });
  changeMatchState(db, {
    matchId: live.matchId,
    to: 'withdrawn',
    actor,
    at,
    reason,
    movement: { state: 'excluded', reason, attention: null, gate: null, score: null },
  });
  return true;
}

/** Refunds and disputes of a charge, for they go the way the charge goes. */
export function moneyBackOf(db: ReadableLedger, charge: MovementRow): readonly MovementRow[] {
  // The pluses keep the planner to the charge: by account and kind it would walk all movements.
  return statement<{ key: MovementKey }>(
    db,
    `SELECT movement_key AS key FROM movement WHERE charge_id = ? AND +account = ? AND +livemode = ? AND +kind IN ('refund', 'dispute')
     ORDER BY movement_key`,
  )
    .all(charge.objectId, charge.account, charge.livemode)
    .map(({ key }) => getMovement(db, key));
}

/** Whether nothing of a dropped charge is left to be refunded: it has all gone back, or the money never came. */
export function isSettled(db: ReadableLedger, charge: MovementRow): boolean {
  return charge.gate === 'chargeFailed' || isMoneyBack(db, charge);
}

/** Whether all of a charge has gone back to the payer: by refunds that succeeded, or by a dispute that was lost. */
export function isMoneyBack(db: ReadableLedger, charge: MovementRow): boolean {
  const back = moneyBackOf(db, charge)
    .filter(({ kind, sourceStatus }) => sourceStatus === (kind === 'refund' ? 'succeeded' : 'lost'))
    .reduce((sum, { amountMinor }) => sum + Math.abs(amountMinor), 0);
  return back >= Math.abs(charge.amountMinor);
}
