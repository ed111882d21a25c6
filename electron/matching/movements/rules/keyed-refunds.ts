import type { Snapshot } from '../snapshot.ts';
import { pairBySize, receiptsByName, ReceiptsBySize, rivalsOf, rulingByName, type KeyedRuling } from './keyed-pairs.ts';

/**
 * What negative payments that somebody keyed already make of each of these refunds; one with such a payment is never posted again. A payment
 * that names the refund is automatic over a confirmed link; one that is only alike (unit, currency, amount, days, and no other customer)
 * proposes, where it and the refund are alone. All refunds are heard before any is answered.
 */
export function keyedRefunds(snapshot: Snapshot, refunds: readonly number[]): ReadonlyMap<number, KeyedRuling> {
  const found = new Map<number, KeyedRuling>();
  const byName = receiptsByName(snapshot);
  const sized = new ReceiptsBySize(snapshot, 'out');
  const fitting = new Map<number, readonly number[]>();
  for (const movement of refunds) {
    const ruling = rulingByName(snapshot, byName, movement);
    if (ruling !== null) found.set(movement, ruling);
    else fitting.set(movement, alike(snapshot, sized, movement));
  }
  for (const [movement, pair] of pairBySize(fitting, (movement) =>
    [-1, snapshot.movements.customer[movement] ?? -1].some((customer) => sized.isCrowded(movement, customer)),
  )) {
    const receipt = pair.fitting[0] ?? -1;
    const text = snapshot.receipts.text[receipt] ?? '';
    const note = `Receipt ${text} of the same amount may be this refund, keyed by hand.`;
    const alone: KeyedRuling = { verdict: 'proposed', attention: 'proposal', receipt, note };
    found.set(movement, rivalsOf(snapshot, movement, pair) ?? alone);
  }
  return found;
}

/** A negative payment need not be applied to items, so it may be of no customer that is known. */
function alike({ movements }: Snapshot, sized: ReceiptsBySize, movement: number): readonly number[] {
  const customer = movements.customer[movement] ?? -1;
  const unknown = sized.near(movement, -1);
  return customer < 0 ? unknown : [...sized.near(movement, customer), ...unknown];
}
