import { pairingText } from '../../pairing.ts';
import { REFUND } from '../../rules.ts';
import { amountText } from '../../thousandths.ts';
import { rule, type Decisions } from '../decisions.ts';
import type { Snapshot } from '../snapshot.ts';
import { currencyOf } from './reference-claim.ts';

const RETURNED = new Set(['failed', 'canceled']);
const MOVING = new Set(['pending', 'requires_action']);

/**
 * Refunds follow the charge that Stripe names in them. All refunds of a charge are weighed together: when they are more than
 * the charge, none of them is matched. Disputes move money in ways that only a person can judge here.
 */
export function applyRefundRule(snapshot: Snapshot, decisions: Decisions): void {
  const { movements, sourceStatus } = snapshot;
  const refunded = new Map<number, number>();
  for (let movement = 0; movement < movements.key.length; movement++) {
    const charge = movements.charge[movement] ?? -1;
    if (movements.kind[movement] !== 'refund' || charge < 0 || RETURNED.has(sourceStatus.get(movement) ?? '')) continue;
    refunded.set(charge, (refunded.get(charge) ?? 0) + (movements.amount[movement] ?? 0));
  }
  for (let movement = 0; movement < movements.key.length; movement++) {
    if (decisions.verdict[movement] !== 'none' || movements.gate[movement] === 'decided') continue;
    if (movements.kind[movement] === 'refund') decideRefund(snapshot, decisions, movement, refunded);
    else if (movements.kind[movement] === 'dispute')
      rule(snapshot, decisions, movement, {
        rule: 0,
        verdict: 'unmatched',
        attention: 'refundOrDispute',
        note: `Dispute (${sourceStatus.get(movement) ?? 'unknown state'}): a person decides what it does to the item.`,
      });
  }
}

function decideRefund(
  snapshot: Snapshot,
  decisions: Decisions,
  movement: number,
  refunded: ReadonlyMap<number, number>,
): void {
  const { movements } = snapshot;
  const status = snapshot.sourceStatus.get(movement) ?? '';
  const charge = movements.charge[movement] ?? -1;
  const unmatched = (note: string): void =>
    rule(snapshot, decisions, movement, { rule: REFUND, verdict: 'unmatched', attention: 'refundOrDispute', note });
  const waiting = (note: string): void =>
    rule(snapshot, decisions, movement, { rule: REFUND, verdict: 'notEvaluated', attention: 'notEvaluated', note });
  if (RETURNED.has(status)) return unmatched(`The refund ${status}: the money is back in the Stripe balance.`);
  if (MOVING.has(status)) return waiting('The refund has not moved money yet.');
  if (charge < 0) return waiting('Its charge has not been read from Stripe.');
  if (movements.currency[charge] !== movements.currency[movement])
    return unmatched('Its charge is in another currency.');
  const total = refunded.get(charge) ?? 0;
  const over = total - (movements.amount[charge] ?? 0);
  if (over > 0) {
    const text = amountText(over, movements.exponent[movement] ?? 2, currencyOf(snapshot, movement));
    return unmatched(`The refunds of its charge are ${text} more than the charge.`);
  }
  const chargeMovementKey = movements.key[charge] ?? 0;
  const text = pairingText({ kind: 'refundOfCharge', chargeMovementKey }, snapshot.settings.hashItems);
  if (snapshot.rejected.get(movement)?.has(text) === true)
    return unmatched('A person said that it does not belong to the charge Stripe names.');
  return rule(snapshot, decisions, movement, { rule: REFUND, verdict: 'automatic', attention: null });
}
