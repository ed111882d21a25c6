import { compactReference, splitReference } from '../reference-tokens.ts';
import type { Snapshot } from '../snapshot.ts';
import type { SortedItems } from '../sorted-items.ts';
import { windowOf } from '../date-window.ts';

/** Days within which two charges of one customer and amount may be one payment made twice. */
export const ALIKE_DAYS = 7;

/** Why the only fitting item may still be the wrong one; `note` where a clerk has to be told. */
export interface Doubt {
  readonly note: string | null;
}

/**
 * What the books hold against reading a charge without a reference as the payment of the one item that has its amount. The item it was
 * meant for may have been paid another way and be gone, so the lone one that is left would be the wrong one; of that these
 * traces remain: a receipt of the same customer and amount, an item of that amount that is paid or out of the window, a further charge
 * of that amount, or a word in the charge that names something else. Every row counts, whatever becomes of it, in any order.
 */
export class LoneEvidence {
  readonly #snapshot: Snapshot;
  readonly #sorted: SortedItems;
  readonly #receipts = new Map<string, number[]>();
  readonly #charges = new Map<string, number[]>();
  readonly #gone = new Map<string, number[]>();

  /** `asked`: the charges that a lone item was found for; of other rows nothing is kept but what meets one of them. */
  constructor(snapshot: Snapshot, sorted: SortedItems, asked: Iterable<number>) {
    this.#snapshot = snapshot;
    this.#sorted = sorted;
    const { receipts, movements, items } = snapshot;
    const amounts = new Set<number>();
    for (const movement of asked) amounts.add(movements.amount[movement] ?? 0);
    if (amounts.size === 0) return;
    for (let receipt = 0; receipt < receipts.key.length; receipt++)
      if (receipts.isOut[receipt] !== true && amounts.has(receipts.amount[receipt] ?? -1))
        push(
          this.#receipts,
          keyOf(receipts.customer[receipt], receipts.currency[receipt], receipts.amount[receipt]),
          receipt,
        );
    for (let movement = 0; movement < movements.key.length; movement++)
      if (
        movements.kind[movement] === 'charge' &&
        movements.gate[movement] !== 'failed' &&
        amounts.has(movements.amount[movement] ?? -1)
      )
        push(
          this.#charges,
          keyOf(movements.customer[movement], movements.currency[movement], movements.amount[movement]),
          movement,
        );
    for (let item = 0; item < items.key.length; item++)
      if (
        items.isCredit[item] !== true &&
        items.available[item] !== items.original[item] &&
        amounts.has(items.original[item] ?? -1)
      )
        push(this.#gone, keyOf(items.customer[item], items.currency[item], items.original[item]), item);
  }

  /** What speaks against the pair; null: nothing, and it may be decided without a person. */
  doubtOf(movement: number, item: number): Doubt | null {
    const { movements, items, receipts } = this.#snapshot;
    const day = movements.day[movement] ?? 0;
    const key = keyOf(movements.customer[movement], movements.currency[movement], movements.amount[movement]);
    const [from, to] = windowOf(this.#snapshot, item);
    const receipt = this.#receipts
      .get(key)
      ?.filter((each) => (receipts.day[each] ?? 0) >= from && (receipts.day[each] ?? 0) <= to)
      .map((each) => receipts.text[each] ?? '')
      .sort()[0];
    if (receipt !== undefined)
      return { note: `Receipt ${receipt} has the same amount: what this charge was meant for may be paid by it.` };
    const alike = this.#charges.get(key) ?? [];
    if (alike.some((each) => each !== movement && Math.abs((movements.day[each] ?? 0) - day) <= ALIKE_DAYS))
      return { note: 'Another charge of this customer has its amount within a few days.' };
    if (movements.references[movement] !== null || movements.quotes[movement] === true) return { note: null };
    const cut = movements.cutWord[movement] ?? null;
    if (cut !== null && !startsSo(items.item[item] ?? '', cut)) return { note: null };
    if (this.#gone.get(key)?.some((each) => each !== item) === true) return { note: null };
    if (items.taken[item] === true || items.available[item] !== items.original[item]) return { note: null };
    if (items.itemDay[item] !== undefined && items.itemDay[item] > day)
      return { note: 'It is dated after the charge.' };
    const group = this.#sorted.groupOf(
      movements.customer[movement] ?? -1,
      movements.currency[movement] ?? -1,
      movements.unit[movement] ?? -1,
    );
    return this.#sorted.withAmount(group, movements.amount[movement] ?? 0).length > 1 ? { note: null } : null;
  }
}

/** Whether a number begins with what is left of a word, with its prefix or without. */
function startsSo(item: string, cut: string): boolean {
  const compact = compactReference(item);
  return compact.startsWith(cut) || (splitReference(compact)?.core.startsWith(cut.replace(/^0+/, '')) ?? false);
}

function keyOf(...parts: readonly (number | undefined)[]): string {
  return parts.map((part) => part ?? -1).join('|');
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}
