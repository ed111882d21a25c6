import { toThousandths } from '../thousandths.ts';
import type { MovementRow, RefundSource } from './snapshot.ts';

/** What the decided charges of refunds and disputes pay, collected by refund and turned into item indexes once all items are known. */
export class RefundedCharges {
  readonly #rows = new Map<number, Pick<MovementRow, 'chargePays' | 'chargeLeftMinor' | 'exponent'>>();

  /** Notes what the row says of its charge; nothing for other kinds and for charges that are not decided. */
  add(movement: number, { kind, chargePays = [], chargeLeftMinor = 0, exponent }: MovementRow): void {
    if (kind !== 'charge' && (chargePays.length > 0 || chargeLeftMinor > 0))
      this.#rows.set(movement, { chargePays, chargeLeftMinor, exponent });
  }

  /** By movement index; `itemKeys` are the row keys of the items in their order. */
  resolve(itemKeys: readonly number[]): ReadonlyMap<number, RefundSource> {
    const found = new Map<number, RefundSource>();
    if (this.#rows.size === 0) return found;
    const byKey = new Map(itemKeys.map((key, item) => [key, item]));
    for (const [movement, { chargePays = [], chargeLeftMinor = 0, exponent }] of this.#rows) {
      const pays = chargePays.flatMap(({ itemKey, amountMinor }) => {
        const [item, amount] = [byKey.get(itemKey), toThousandths(amountMinor, exponent)];
        return item === undefined || amount === null ? [] : [{ item, amount }];
      });
      found.set(movement, { pays, left: toThousandths(chargeLeftMinor, exponent) ?? 0 });
    }
    return found;
  }
}
