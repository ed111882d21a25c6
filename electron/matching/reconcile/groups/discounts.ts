import type { AmountLine } from '../model.ts';
import type { Rows } from '../rows.ts';
import type { Facing } from './facing.ts';

const MOST_FIXED = 2;

/** Rules without a fixed sum: they hold for several rows together as for each. */
export function discounts(lines: readonly AmountLine[]): AmountLine[] {
  return lines.filter(({ fixed }) => Math.abs(fixed) <= MOST_FIXED);
}

/** Amounts of members, and how to bring a target's, to what they are compared at: the right file's side of the rule. */
export function discountedSizes(
  { isLeftTarget, members }: Facing,
  factor: number,
): { readonly sizes: Float64Array; readonly target: (size: number) => number } {
  if (factor === 1) return { sizes: members.size, target: (size) => size };
  if (isLeftTarget) return { sizes: members.size, target: (size) => Math.round(size * factor) };
  return { sizes: sizesAt(members, factor), target: (size) => size };
}

const KNOWN = new WeakMap<Rows, Map<number, Float64Array>>();

/** The amounts of all rows by a rule, worked out once: every target asks for them. */
function sizesAt(rows: Rows, factor: number): Float64Array {
  const ofRows = KNOWN.get(rows) ?? new Map<number, Float64Array>();
  KNOWN.set(rows, ofRows);
  const known = ofRows.get(factor);
  if (known !== undefined) return known;
  const sizes = rows.size.map((size) => Math.round(size * factor));
  ofRows.set(factor, sizes);
  return sizes;
}
