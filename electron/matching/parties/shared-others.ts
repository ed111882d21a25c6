import { LEVEL } from './compare-values.ts';
import type { ComparedColumn } from './compared-columns.ts';

/** Columns by which those who live together are known: the street, and all of the others that both have. */
const STREET = 'street';
const PLACES: ReadonlySet<string> = new Set(['familyName', 'city', 'postalCode', 'phone']);
/** Fewer neighbours tell nothing. */
const ENOUGH = 20;
const MOSTLY = 0.5;

/**
 * The columns without a name (`other1`, …) that belong to the place or the family and not to the party itself: flats and house numbers
 * agree among those who live together and are called otherwise. Told from pairs that agree in street, family and place and differ in what
 * names a party; without enough of them, or without such columns, none.
 */
export function sharedOthers(columns: readonly ComparedColumn[], levels: readonly Uint8Array[]): ReadonlySet<string> {
  const at = (is: (column: ComparedColumn) => boolean) =>
    columns.flatMap((column, place) => (is(column) ? [levels[place] ?? new Uint8Array(0)] : []));
  const isOther = ({ key }: ComparedColumn) => key.startsWith('other');
  const [street] = at(({ key }) => key === STREET);
  const places = at(({ key }) => PLACES.has(key));
  const own = at((column) => !column.isShared && !isOther(column) && column.kind !== 'name');
  if (street === undefined || places.length === 0 || own.length === 0) return new Set();
  const neighbours = [...street.keys()].filter(
    (pair) =>
      agrees(street[pair]) &&
      places.some((each) => agrees(each[pair])) &&
      places.every((each) => each[pair] === LEVEL.missing || agrees(each[pair])) &&
      own.some((each) => each[pair] === LEVEL.different) &&
      !own.some((each) => agrees(each[pair])),
  );
  const found = new Set<string>();
  for (const [place, column] of columns.entries()) {
    if (!isOther(column)) continue;
    const said = neighbours.filter((pair) => levels[place]?.[pair] !== LEVEL.missing);
    const alike = said.filter((pair) => agrees(levels[place]?.[pair])).length;
    if (said.length >= ENOUGH && alike >= MOSTLY * said.length) found.add(column.key);
  }
  return found;
}

function agrees(level: number | undefined): boolean {
  return level === LEVEL.equal || level === LEVEL.near;
}
