import { compactReference, splitReference } from './reference-tokens.ts';

type Hits = number | number[];
const NONE: readonly number[] = [];

/**
 * Finds items by any of the ways people write their number. A number written whole wins; else the digits without prefix and
 * leading zeros count, when the prefix is missing or the same. Built once over all items, asked once per word.
 */
export class ReferenceIndex {
  readonly #whole = new Map<string, Hits>();
  readonly #core = new Map<string, Hits>();
  readonly #purchaseOrder = new Map<string, Hits>();
  readonly #wholeOf: string[] = [];
  readonly #coreOf: (string | null)[] = [];
  readonly #prefixOf: string[] = [];
  readonly #ofCustomer: number[][] = [];

  /** Adds item number `index` (they come in rising order) of a customer by its number. */
  add(index: number, item: string, poReference: string | null, customer: number): void {
    const compact = compactReference(item);
    push(this.#whole, compact, index);
    const split = splitReference(compact);
    this.#wholeOf[index] = compact;
    this.#prefixOf[index] = split?.prefix ?? '';
    this.#coreOf[index] = split?.core ?? null;
    const others = this.#ofCustomer[customer];
    if (others === undefined) this.#ofCustomer[customer] = [index];
    else others.push(index);
    if (split !== null) push(this.#core, split.core, index);
    if (poReference !== null) {
      const order = compactReference(poReference);
      if (order.length >= 3) push(this.#purchaseOrder, order, index);
    }
  }

  /** Items whose number, written whole, is this compact piece. */
  byWhole(piece: string): readonly number[] {
    return list(this.#whole.get(piece));
  }

  /** Items with the same digits, where the prefix is missing on one side or the same on both. */
  byDigits(piece: string): readonly number[] {
    const split = splitReference(piece);
    const hits = split === null ? NONE : list(this.#core.get(split.core));
    if (split === null || hits.length === 0) return NONE;
    return hits.filter((index) => isPrefixAlike(split.prefix, this.prefixOf(index)));
  }

  /** The number of an item, compact. */
  wholeOf(index: number): string {
    return this.#wholeOf[index] ?? '';
  }

  /** The digits of an item's number without leading zeros; null: too few to mean anything alone. */
  coreOf(index: number): string | null {
    return this.#coreOf[index] ?? null;
  }

  /** The letters before the digits of an item's number. */
  prefixOf(index: number): string {
    return this.#prefixOf[index] ?? '';
  }

  /** Items of a customer, by its number. */
  ofCustomer(customer: number): readonly number[] {
    return this.#ofCustomer[customer] ?? NONE;
  }

  /** Items with the same digits, whatever their prefix. */
  byCore(core: string): readonly number[] {
    return list(this.#core.get(core));
  }

  /** Items that carry this purchase order. */
  byPurchaseOrder(piece: string): readonly number[] {
    return list(this.#purchaseOrder.get(piece));
  }
}

/** Whether two numbers of the same digits can be one: a prefix is missing, or both are the same. */
export function isPrefixAlike(one: string, other: string): boolean {
  return one === '' || other === '' || one === other;
}

function push(map: Map<string, Hits>, key: string, index: number): void {
  if (key === '') return;
  const found = map.get(key);
  if (found === undefined) map.set(key, index);
  else if (typeof found === 'number') map.set(key, [found, index]);
  else found.push(index);
}

function list(hits: Hits | undefined): readonly number[] {
  if (hits === undefined) return NONE;
  return typeof hits === 'number' ? [hits] : hits;
}
