import { yearOf } from '../day-number.ts';
import { toThousandths } from '../thousandths.ts';
import { collectReferences } from './collect-references.ts';
import { compareText } from './compare-text.ts';
import type { ReferenceIndex } from './reference-index.ts';
import type { MovementRow, References, Snapshot } from './snapshot.ts';

interface Context {
  readonly index: ReferenceIndex;
  readonly customers: { readonly values: readonly string[] };
  readonly currencies: { find(code: string): number };
}

/**
 * Finds what the texts around a charge name among these items, for a movement of the unit and the customer of these numbers (-1: none). Null for
 * what nothing is looked for, and where nothing was found.
 */
export function referenceReader(
  items: Snapshot['items'],
  { index, customers, currencies }: Context,
): (row: MovementRow, unit: number, customer: number) => References | null {
  const compare = (left: number, right: number): number =>
    compareText(items.item[left] ?? '', items.item[right] ?? '') ||
    compareText(items.businessUnit[left] ?? '', items.businessUnit[right] ?? '') ||
    (items.line[left] ?? 0) - (items.line[right] ?? 0) ||
    compareText(
      customers.values[items.customer[left] ?? -1] ?? '',
      customers.values[items.customer[right] ?? -1] ?? '',
    );
  const numberOf = (item: number): string => items.item[item] ?? '';
  const yearsOf = (item: number): number[] => [items.itemDay[item], items.dueDay[item]].map((day) => yearOf(day ?? 0));
  return (row, unit, customer) => {
    if (row.kind !== 'charge' || row.gate === 'decided' || row.gate === 'failed' || unit < 0) return null;
    const inUnit = (item: number): boolean => items.unit[item] === unit;
    const own = (item: number): boolean => customer >= 0 && items.customer[item] === customer && inUnit(item);
    const isShort = (named: Iterable<number>): boolean => {
      const currency = currencies.find(row.currency);
      let open = 0;
      for (const item of named) if (items.currency[item] === currency) open += items.available[item] ?? 0;
      return open < (toThousandths(Math.abs(row.amountMinor), row.exponent) ?? 0);
    };
    return collectReferences(row, index, { own, customer, unit: inUnit, compare, numberOf, yearsOf, isShort });
  };
}
