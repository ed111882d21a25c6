import type { ReconcileSide } from './side.ts';

/**
 * The rows of a side in the order of what they hold, so that nothing after it depends on how the file was sorted. Rows that hold
 * the same stand beside each other in any order: whatever treats them differently would be guessing.
 */
export function contentOrder(side: ReconcileSide): Int32Array {
  const order = Int32Array.from({ length: side.count }, (_, row) => row);
  return order.sort((one, other) => compareNumbers(side, one, other) || compareTexts(side, one, other));
}

/** The side with its rows in another order: row `n` of the result is row `order[n]` of the side. */
export function reordered(side: ReconcileSide, order: Int32Array): ReconcileSide {
  const texts = (from: readonly string[]) => Array.from(order, (row) => from[row] ?? '');
  return {
    count: side.count,
    amount: Float64Array.from(order, (row) => side.amount[row] ?? Number.NaN),
    day: Int32Array.from(order, (row) => side.day[row] ?? 0),
    dueDay: Int32Array.from(order, (row) => side.dueDay[row] ?? 0),
    currency: texts(side.currency),
    party: texts(side.party),
    reference: texts(side.reference),
    text: texts(side.text),
  };
}

function compareNumbers(side: ReconcileSide, one: number, other: number): number {
  return (
    compare(side.amount[one] ?? Number.NaN, side.amount[other] ?? Number.NaN) ||
    (side.day[one] ?? 0) - (side.day[other] ?? 0) ||
    (side.dueDay[one] ?? 0) - (side.dueDay[other] ?? 0)
  );
}

/** Rows without an amount come last. */
function compare(one: number, other: number): number {
  if (Number.isNaN(one) || Number.isNaN(other)) return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
  return one - other;
}

function compareTexts(side: ReconcileSide, one: number, other: number): number {
  for (const column of [side.currency, side.party, side.reference, side.text]) {
    const [mine, others] = [column[one] ?? '', column[other] ?? ''];
    if (mine !== others) return mine < others ? -1 : 1;
  }
  return 0;
}
