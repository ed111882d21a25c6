import { KEYED } from '../../rules.ts';
import { isActiveCharge, overLink, rule, type Decisions } from '../decisions.ts';
import type { Snapshot } from '../snapshot.ts';
import { pairBySize, receiptsByName, ReceiptsBySize, rivalsOf, rulingByName } from './keyed-pairs.ts';

/**
 * Receipts that somebody keyed into PeopleSoft for a Stripe charge. A charge with one is never posted again, so this rule
 * comes first. A receipt that names the charge is automatic, and one that names the charge's invoice when both are alone: each only
 * over a confirmed customer link, as every automatic decision. One of the same customer, amount and days only proposes.
 */
export function applyKeyedRule(snapshot: Snapshot, decisions: Decisions): void {
  byName(snapshot, decisions);
  bySize(snapshot, decisions);
}

function byName(snapshot: Snapshot, decisions: Decisions): void {
  const found = receiptsByName(snapshot);
  for (const movement of found.keys()) {
    if (!isActiveCharge(snapshot, decisions, movement)) continue;
    const ruling = rulingByName(snapshot, found, movement);
    if (ruling !== null) rule(snapshot, decisions, movement, { rule: KEYED, ...ruling });
  }
}

/** Receipts into the clearing account that name no charge, paired by customer, amount and days. */
function bySize(snapshot: Snapshot, decisions: Decisions): void {
  const { movements, receipts } = snapshot;
  const sized = new ReceiptsBySize(snapshot, 'in');
  if (sized.isEmpty) return;
  const fitting = new Map<number, readonly number[]>();
  for (let movement = 0; movement < movements.key.length; movement++) {
    const customer = movements.customer[movement] ?? -1;
    if (customer < 0 || !isActiveCharge(snapshot, decisions, movement)) continue;
    const near = sized.near(movement, customer).filter((receipt) => isOfItsItems(snapshot, movement, receipt));
    if (near.length > 0) fitting.set(movement, near);
  }
  for (const [movement, pair] of pairBySize(fitting)) {
    const rivals = rivalsOf(snapshot, movement, pair);
    if (rivals !== null) {
      rule(snapshot, decisions, movement, { rule: KEYED, ...rivals });
      continue;
    }
    const receipt = pair.fitting[0] ?? -1;
    const text = receipts.text[receipt] ?? '';
    const named = namesSameItem(snapshot, movement, receipt) && receipts.status[receipt] !== 'error';
    const note = named
      ? `Already in PeopleSoft as receipt ${text}, which names the same invoice.`
      : `Receipt ${text} of the same customer and amount may be this charge, keyed by hand.`;
    rule(snapshot, decisions, movement, { rule: KEYED, ...overLink(snapshot, movement, named), receipt, note });
  }
}

/** A receipt for other items than the charge names was keyed for something else. */
function isOfItsItems({ movements, receipts }: Snapshot, movement: number, receipt: number): boolean {
  const namesItems = (movements.references[movement]?.own.length ?? 0) > 0;
  return !namesItems || !receipts.hasItems[receipt] || receipts.paidItemNamedBy[receipt]?.includes(movement) === true;
}

/** Whether a receipt's comment names an item that the charge names too. */
export function namesSameItem(snapshot: Snapshot, movement: number, receipt: number): boolean {
  return snapshot.receipts.commentMeets[receipt]?.includes(movement) === true;
}
