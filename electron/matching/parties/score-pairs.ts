import { NameComparer } from './compare-names.ts';
import type { ComparedColumn } from './compared-columns.ts';
import type { CandidatePairs } from './find-candidates.ts';
import type { LinkModel } from './link-model.ts';
import type { NameTerms } from './name-terms.ts';
import { addColumn, columnPoints, POINTS } from './weigh-pairs.ts';

/** What is compared: the columns, the pairs, how they agree, and the words of the names. */
export interface Compared {
  readonly columns: readonly ComparedColumn[];
  readonly pairs: CandidatePairs;
  readonly levels: readonly Uint8Array[];
  readonly terms: NameTerms | null;
  /** Points of the names, which do not change while columns are learned; null without names. */
  readonly namePoints: Int32Array | null;
}

/** Points of each pair, taken apart as far as an explanation needs it. */
export interface PairPoints {
  /** Of all columns together, without start, neighbours and rivals. */
  readonly columns: Int32Array;
  /** What is taken off because others at the same place or of the same family agree as well; never above 0. */
  readonly neighbours: Int32Array;
}

/** Words may be the same and yet spelled otherwise; names that are spelled alike are a little likelier to be one. */
export const SPELLED_ALIKE = 40;

/** Whether the names of a pair are spelled alike, capitals, accents and signs aside. */
export function isSpelledAlike({ spelling }: ComparedColumn, left: number, right: number): boolean {
  return spelling !== undefined && spelling.left[left] !== 0 && spelling.left[left] === spelling.right[right];
}

/** Points of the names of all pairs. */
export function namePointsOf(
  column: ComparedColumn,
  terms: NameTerms,
  model: Pick<LinkModel, 'name'>,
  pairs: CandidatePairs,
): Int32Array {
  const comparer = new NameComparer(terms, model.name);
  return Int32Array.from(pairs.left, (left, pair) => {
    const right = pairs.right[pair] ?? 0;
    const points = Math.round(POINTS * comparer.weigh(column.left[left] ?? 0, column.right[right] ?? 0));
    return isSpelledAlike(column, left, right) ? points + SPELLED_ALIKE : points;
  });
}

/** Where a pair starts before anything is compared: the odds that two parties drawn at random are one. */
export function startPoints(model: Pick<LinkModel, 'partners' | 'rows'>): number {
  return Math.round(POINTS * Math.log(model.partners / Math.max(1, model.rows.right)));
}

/** What looks like a neighbour while a model is learned is the party itself, written badly, about as often. */
const NEIGHBOUR_SHARE = 0.5;

/** Points of every pair under a model. */
export function pairPoints(compared: Compared, model: LinkModel): PairPoints {
  const { columns, pairs, levels, namePoints } = compared;
  const identity = namePoints === null ? new Int32Array(pairs.left.length) : namePoints.slice();
  const shared = new Int32Array(pairs.left.length);
  const rows = Math.max(model.rows.left, model.rows.right);
  for (const [at, column] of columns.entries()) {
    const weights = model.columns[column.key];
    const own = levels[at];
    if (weights === undefined || own === undefined || column.kind === 'name') continue;
    addColumn(weights.isShared ? shared : identity, pairs, column, own, columnPoints(column, weights, rows));
  }
  const start = Math.log((model.neighbours * NEIGHBOUR_SHARE) / Math.max(1, model.rows.right));
  const neighbours = new Int32Array(pairs.left.length);
  for (let pair = 0; pair < identity.length; pair += 1) {
    const place = shared[pair] ?? 0;
    // A neighbour agrees in the place as well as the party itself would, and in nothing else.
    if (place > 0) neighbours[pair] = -Math.round(POINTS * Math.log1p(Math.exp(place / POINTS + start)));
    identity[pair] = (identity[pair] ?? 0) + place;
  }
  return { columns: identity, neighbours };
}

/** Odds of a number of points, bounded so that sums of them stay finite. */
export function oddsOf(points: number): number {
  return Math.exp(Math.min(60, Math.max(-60, points / POINTS)));
}

/** Nothing is certain that no person has confirmed. */
const MOST_PROBABLE = 0.999999;

/** Probability of a number of points, with six decimals. */
export function probabilityOf(points: number): number {
  const odds = oddsOf(points);
  return Math.min(MOST_PROBABLE, Math.round((1e6 * odds) / (1 + odds)) / 1e6);
}
