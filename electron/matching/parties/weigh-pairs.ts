import { LEVEL } from './compare-values.ts';
import type { ComparedColumn } from './compared-columns.ts';
import type { CandidatePairs } from './find-candidates.ts';
import type { ColumnWeights } from './link-model.ts';
import { WORLD_ROWS } from './column-priors.ts';

/** Points are hundredths of a natural logarithm of odds: whole numbers, so that what is shown adds up to what was decided. */
export const POINTS = 100;
/** A veto outweighs whatever else can agree. */
const VETO_POINTS = -10_000;

/** Points of one column, by level, and for equal values by how many have the value. */
export interface ColumnPoints {
  readonly byLevel: Int32Array;
  /** Points of an equal value, by value. */
  readonly ofEqual: Int32Array;
}

const WEIGHED = new WeakMap<
  ColumnWeights,
  { readonly of: ComparedColumn; readonly rows: number; readonly points: ColumnPoints }
>();

/**
 * The points that a column gives under its weights, for `rows` parties on the fuller side. Remembered with the weights: each pair that is explained
 * asks for them again.
 */
export function columnPoints(column: ComparedColumn, weights: ColumnWeights, rows: number): ColumnPoints {
  const known = WEIGHED.get(weights);
  if (known?.of === column && known.rows === rows) return known.points;
  const points = weighed(column, weights, rows);
  WEIGHED.set(weights, { of: column, rows, points });
  return points;
}

function weighed(column: ComparedColumn, weights: ColumnWeights, rows: number): ColumnPoints {
  const byLevel = new Int32Array(5);
  for (const level of [LEVEL.near, LEVEL.partly, LEVEL.different]) {
    const points = Math.round(POINTS * Math.log((weights.same[level - 1] ?? 1) / (weights.other[level - 1] ?? 1)));
    byLevel[level] = level === LEVEL.different ? Math.min(0, points) : points;
  }
  if (weights.vetoes) byLevel[LEVEL.different] = (byLevel[LEVEL.different] ?? 0) + VETO_POINTS;
  const others = othersOf(column, weights.counts);
  const ofEqual = new Int32Array(others.length);
  // Nearly all values have as few others as the ones before: the logarithm is taken once for each number of them.
  const known = new Map<number, number>();
  for (let value = 0; value < ofEqual.length; value += 1) {
    const count = others[value] ?? 0;
    let points = known.get(count);
    if (points === undefined) {
      const chance = (count + WORLD_ROWS * weights.rarest) / (rows + WORLD_ROWS);
      points = Math.max(0, Math.round(POINTS * Math.log(weights.same[0] / Math.min(1, chance))));
      known.set(count, points);
    }
    ofEqual[value] = points;
  }
  return { byLevel, ofEqual };
}

const KNOWN = new WeakMap<ColumnWeights['counts'], { readonly of: ComparedColumn; readonly others: Int32Array }>();

/** How many others have each value of a column. Remembered while a model is learned: only its shares change from round to round. */
function othersOf(column: ComparedColumn, counts: ColumnWeights['counts']): Int32Array {
  const known = KNOWN.get(counts);
  if (known?.of === column) return known.others;
  const others = new Int32Array(column.values.size);
  for (const [value, count] of Object.entries(counts)) {
    const id = column.values.find(value);
    if (id >= 0) others[id] = count - 1;
  }
  KNOWN.set(counts, { of: column, others });
  return others;
}

/** Points of a pair in one column. */
export function pointsOf(points: ColumnPoints, level: number, value: number): number {
  return (level === LEVEL.equal ? points.ofEqual[value] : points.byLevel[level]) ?? 0;
}

/** Adds the points of a column to those of all pairs. */
export function addColumn(
  into: Int32Array,
  pairs: CandidatePairs,
  column: ComparedColumn,
  levels: Uint8Array,
  points: ColumnPoints,
): void {
  for (let pair = 0; pair < into.length; pair += 1) {
    const level = levels[pair] ?? 0;
    if (level === LEVEL.missing) continue;
    into[pair] = (into[pair] ?? 0) + pointsOf(points, level, column.left[pairs.left[pair] ?? 0] ?? 0);
  }
}
