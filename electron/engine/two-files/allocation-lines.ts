import type { Allocation } from '../../matching/reconcile/reconcile.ts';
import { csvText, type CsvColumn } from '../csv-text.ts';
import { unscaledDecimal } from './read-amounts.ts';

/** One line of the answer with the ids of its rows. */
export interface AllocationLine extends Allocation {
  readonly leftId: string;
  readonly rightId: string;
  /** The reason, with the row of the same file that cancels this one. */
  readonly why: string;
}
type Ids = readonly [readonly string[], readonly string[]];

/** The lines in the order of ids, which is only where they stand. */
export function linesOf(allocations: readonly Allocation[], ids: Ids): AllocationLine[] {
  const idOf = (row: number | null, of: readonly string[]) => (row === null ? '' : (of[row] ?? ''));
  return allocations
    .map((each) => ({
      ...each,
      leftId: idOf(each.left, ids[0]),
      rightId: idOf(each.right, ids[1]),
      why: whyOf(each, ids),
    }))
    .sort((one, other) => compareTexts(one.leftId, other.leftId) || compareTexts(one.rightId, other.rightId));
}

/**
 * The answer as CSV, with further columns behind its own. Ids are written to the blank as they came, formulas or not: other programs
 * look them up.
 */
export function allocationsCsv<Line extends AllocationLine>(
  lines: readonly Line[],
  decimals: number,
  more: readonly CsvColumn<Line>[] = [],
): string {
  const columns: readonly CsvColumn<Line>[] = [
    { heading: 'left_id', kind: 'number', value: ({ leftId }) => leftId },
    { heading: 'right_id', kind: 'number', value: ({ rightId }) => rightId },
    { heading: 'amount', kind: 'number', value: ({ amount }) => amountText(amount, decimals) },
    { heading: 'decision', kind: 'text', value: ({ decision }) => decision },
    { heading: 'score', kind: 'number', value: ({ score }) => score.toFixed(6) },
    { heading: 'rule', kind: 'text', value: ({ rule }) => rule },
    { heading: 'reason', kind: 'text', value: ({ why }) => why },
    ...more,
  ];
  return csvText(columns, lines);
}

/** An amount as a plain decimal; empty where there is none. */
export function amountText(amount: number, decimals: number): string {
  return Number.isNaN(amount) ? '' : unscaledDecimal(amount, decimals);
}

function whyOf({ left, partner, reason }: Allocation, ids: Ids): string {
  if (partner === null) return reason;
  return `${reason}: ${(left === null ? ids[1] : ids[0])[partner] ?? ''}`;
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
