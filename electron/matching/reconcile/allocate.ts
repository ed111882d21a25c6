import type { Option } from './option.ts';
import type { RowPair, Rows } from './rows.ts';

/** A part of one left row against one right row, in the smallest unit; negative where a credit is taken off; `NaN` where amounts are missing. */
export interface Part {
  readonly left: number;
  readonly right: number;
  readonly size: number;
}

/**
 * Divides the rows of an option among one another. No row gives more than it has: what one side lacks stays open at the rows of
 * the other, at each in proportion, cents at the greatest. Amounts in different currencies are those of the left row.
 */
export function allocate(pair: RowPair, { lefts, rights }: Option): Part[] {
  const [left] = lefts;
  const [right] = rights;
  if (left === undefined || right === undefined) return [];
  if (lefts.length === 1 && rights.length === 1) return [{ left, right, size: pairSize(pair, left, right) }];
  if (lefts.length === 1) {
    const sizes = within(
      rights.map((row) => sizeFor(pair.right, row, pair.left.amount[left] ?? 0)),
      pair.left.size[left] ?? Number.NaN,
    );
    return rights.map((row, at) => ({ left, right: row, size: sizes[at] ?? Number.NaN }));
  }
  const sizes = within(
    lefts.map((row) => sizeFor(pair.left, row, pair.right.amount[right] ?? 0)),
    pair.right.size[right] ?? Number.NaN,
  );
  return lefts.map((row, at) => ({ left: row, right, size: sizes[at] ?? Number.NaN }));
}

/** The size of a row beside one of this amount: of a credit, which takes something off, it is negative. */
function sizeFor(rows: Rows, row: number, amount: number): number {
  const size = rows.size[row] ?? Number.NaN;
  return (rows.amount[row] ?? 0) * amount < 0 ? -size : size;
}

/** A row of nothing, which is matched by what else it says, takes nothing. */
function pairSize(pair: RowPair, left: number, right: number): number {
  if (pair.left.amount[left] === 0 || pair.right.amount[right] === 0) return 0;
  const mine = pair.left.size[left] ?? Number.NaN;
  const isConverted = pair.left.currency[left] !== pair.right.currency[right];
  const theirs = pair.right.size[right] ?? Number.NaN;
  return isConverted || Number.isNaN(theirs) ? mine : Math.min(mine, theirs);
}

/** The sizes, lessened in proportion where they come to more than there is. */
function within(sizes: readonly number[], available: number): number[] {
  const sum = sizes.reduce((total, size) => total + size, 0);
  if (Number.isNaN(sum) || sum <= available) return [...sizes];
  const parts = sizes.map((size) => Math.floor((size * available) / sum));
  let rest = available - parts.reduce((total, part) => total + part, 0);
  const greatestFirst = [...sizes.keys()].sort((one, other) => (sizes[other] ?? 0) - (sizes[one] ?? 0));
  for (const at of greatestFirst) {
    if (rest <= 0) break;
    const more = Math.min(rest, (sizes[at] ?? 0) - (parts[at] ?? 0));
    parts[at] = (parts[at] ?? 0) + more;
    rest -= more;
  }
  return parts;
}
