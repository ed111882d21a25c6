import type { MatchId, MovementKey } from '../../../../shared/domain/ids.ts';
import type { MovementKind } from '../../../../shared/domain/states.ts';
import { forgetClustersOf } from '../../../ledger/duplicate-cluster-store.ts';
import { changeMatchState, getMatch, isLiveMatch } from '../../../ledger/match-store.ts';
import type { WritableLedger } from '../../../ledger/operation.ts';
import { statement } from '../../../ledger/statement.ts';
import { rederiveMovement } from '../../movements/derive-movement.ts';
import type { IngestContext } from '../../ingest-context.ts';
import {
  findMovement,
  movementsOfBalanceTransaction,
  movementsOfCharge,
  movementsOfCustomer,
  type StoredMovement,
} from '../../movements/movement-rows.ts';

/** Where the current version of each family stands, and what its id is called there. */
const PLACES: Readonly<Record<string, readonly [table: string, idColumn: string]>> = {
  balance_transaction: ['stripe_balance_transaction', 'balance_transaction_id'],
  charge: ['stripe_charge', 'charge_id'],
  credit_note: ['stripe_credit_note', 'credit_note_id'],
  customer: ['stripe_customer', 'customer_id'],
  customer_balance_transaction: ['stripe_customer_balance_transaction', 'customer_balance_transaction_id'],
  customer_cash_balance_transaction: ['stripe_cash_balance_transaction', 'cash_balance_transaction_id'],
  dispute: ['stripe_dispute', 'dispute_id'],
  invoice: ['stripe_invoice', 'invoice_id'],
  invoice_payment: ['stripe_invoice_payment', 'invoice_payment_id'],
  payment_intent: ['stripe_payment_intent', 'payment_intent_id'],
  payout: ['stripe_payout', 'payout_id'],
  refund: ['stripe_refund', 'refund_id'],
  topup: ['stripe_topup', 'topup_id'],
};
const KINDS: Readonly<Record<string, readonly MovementKind[]>> = {
  charge: ['charge'],
  refund: ['refund'],
  dispute: ['dispute'],
  payout: ['payout'],
  balance_transaction: ['fee', 'adjustment'],
};

/** Takes the row of an object out of the books; the movement it is stays. */
export function removeFactRow(db: WritableLedger, account: string, type: string, id: string): void {
  const place = PLACES[type];
  if (place === undefined) return;
  statement(db, `DELETE FROM ${place[0]} WHERE account = ? AND ${place[1]} = ?`).run(account, id);
}

/** Takes the movements an object is out of the books, with what rules had proposed for them. */
export function removeMovements(db: WritableLedger, context: IngestContext, type: string, id: string): void {
  for (const kind of KINDS[type] ?? []) {
    const movement = findMovement(db, context, kind, id);
    if (movement !== undefined) removeMovement(db, context, movement);
  }
}

/**
 * What other movements had learnt of an object is forgotten and derived anew: a refund its charge's customer and intent, a charge its
 * customer's name, any of them its balance transaction. Their own objects are stored again after it.
 */
export function forgetLearnt(db: WritableLedger, context: IngestContext, type: string, id: string): void {
  const { account } = context;
  const [learners, forget] =
    type === 'charge'
      ? [movementsOfCharge(db, account, id), 'customer_id = NULL, customer_name = NULL, payment_intent_id = NULL']
      : type === 'customer'
        ? [movementsOfCustomer(db, account, id), 'customer_name = NULL']
        : type === 'balance_transaction'
          ? [movementsOfBalanceTransaction(db, account, id), 'balance_transaction_id = NULL']
          : [[], ''];
  for (const { movement_key, kind, object_id } of learners) {
    statement(db, `UPDATE movement SET ${forget} WHERE movement_key = ?`).run(movement_key);
    const fresh = findMovement(db, context, kind, object_id);
    if (fresh !== undefined) rederiveMovement(db, context, fresh);
  }
}

function removeMovement(db: WritableLedger, context: IngestContext, movement: StoredMovement): void {
  const key = movement.movement_key;
  const matches = statement<{ match_id: MatchId }>(
    db,
    `SELECT match_id FROM match_movement WHERE movement_key = ? UNION SELECT match_id FROM match WHERE charge_movement_key = ?`,
  ).all(key, key);
  for (const { match_id: matchId } of matches) {
    if (isLiveMatch(getMatch(db, matchId).state))
      changeMatchState(db, {
        matchId,
        to: 'withdrawn',
        actor: 'reading',
        at: context.at,
        reason: 'Its file import was taken back.',
        movement: { state: 'unmatched', reason: null, attention: null },
      });
    for (const table of ['allocation', 'match_movement', 'match'])
      statement(db, `DELETE FROM ${table} WHERE match_id = ?`).run(matchId);
  }
  forgetClustersOf(db, key as MovementKey);
  statement(db, 'DELETE FROM candidate WHERE movement_key = ?').run(key);
  statement(db, 'DELETE FROM movement WHERE movement_key = ?').run(key);
}
