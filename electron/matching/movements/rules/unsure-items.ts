import { compareText } from '../compare-text.ts';
import type { Remark, RuleContext } from '../rule.ts';
import { judgeByAmount } from './amount-conditions.ts';
import { groupOfMovement } from './amount-customer-date.ts';

/** Pairs of charges and items of one customer and amount beyond which they are not told apart by their days. */
const CROWD_PAIRS = 400;

/**
 * What charges may still pay that a receipt is only proposed for: they compete for nothing any more, but a person may say no to the receipt. Their
 * rivals are not decided alone meanwhile: over what such a charge names by no rule, and where it names nothing not by the amount.
 */
export class UnsureItems {
  readonly #context: RuleContext;
  readonly #silent = new Map<string, number[]>();

  constructor(context: RuleContext) {
    this.#context = context;
  }

  /** The same remarks, those that decide nothing with what their charges name. */
  *of(remarks: Iterable<Remark>): Iterable<Remark> {
    for (const each of remarks) {
      const isOpen = each.ruling !== null && each.ruling.verdict !== 'automatic';
      yield isOpen ? this.#open(each) : each;
    }
  }

  /** What those charges may pay that name nothing; once all remarks were heard. */
  *byAmount(): Iterable<Remark> {
    const { snapshot, sorted } = this.#context;
    for (const charges of this.#silent.values()) {
      charges.sort((one, other) => compareText(this.#idOf(one), this.#idOf(other)));
      const [first = -1] = charges;
      const items = [...sorted.withAmount(this.#groupOf(first), snapshot.movements.amount[first] ?? 0)];
      const isCrowd = charges.length * items.length > CROWD_PAIRS;
      for (const movement of isCrowd ? [first] : charges) {
        const fitting = isCrowd ? items : items.filter((item) => judgeByAmount(snapshot, movement, item).length === 0);
        if (fitting.length > 0) yield this.#remark(movement, fitting, 'amount');
      }
    }
  }

  #open(remark: Remark): Remark {
    const { movement } = remark;
    const { movements } = this.#context.snapshot;
    const references = movements.references[movement] ?? null;
    const named = references === null ? [] : [...references.own, ...references.foreign];
    if (named.length > 0) return { ...remark, ...this.#remark(movement, named, 'any'), ruling: remark.ruling };
    if ((movements.customer[movement] ?? -1) < 0) return remark;
    const key = `${this.#groupOf(movement)}|${movements.amount[movement] ?? 0}`;
    const known = this.#silent.get(key);
    if (known === undefined) this.#silent.set(key, [movement]);
    else known.push(movement);
    return remark;
  }

  #remark(movement: number, items: readonly number[], by: 'any' | 'amount'): Remark {
    const why = `${this.#idOf(movement)} may pay it too, for which a receipt may have been keyed by hand.`;
    return { kind: 'remark', movement, ruling: null, unsure: { items, by, why } };
  }

  #groupOf(movement: number): number {
    const { snapshot, sorted } = this.#context;
    return groupOfMovement(snapshot, sorted, movement);
  }

  #idOf(movement: number): string {
    return this.#context.snapshot.movements.objectId[movement] ?? '';
  }
}
