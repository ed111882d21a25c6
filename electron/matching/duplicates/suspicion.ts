import type { DuplicateKind } from '../../../shared/domain/duplicates.ts';
import type { Point } from '../points.ts';

/** Least score, in hundredths, at which two rows are suspected to be one event. */
export const SUSPECT_FROM = 60;

/** What speaks for and against two rows being one event; the points sum to the score in hundredths. */
export interface Weighed {
  readonly points: readonly Point[];
  readonly score: number;
}
/** Rows suspected to be one event. */
export interface Suspicion {
  readonly kind: DuplicateKind;
  /** Rows by index, first that which happened first. */
  readonly rows: readonly number[];
  /** Of the two rows in it that resemble each other least: every other two are at least as strong. */
  readonly weakest: Weighed;
}

/** The points with their sum, in hundredths and bounded at 0 and 100. */
export function weighed(points: readonly (Point | null)[]): Weighed {
  const told = points.filter((point) => point !== null);
  const sum = told.reduce((total, point) => total + point.points, 0);
  return { points: told, score: Math.min(100, Math.max(0, sum)) };
}

/** The least of the weighed pairs; of two equally weak ones the one whose words come first, which no order of rows decides. */
export function weakestOf(pairs: readonly Weighed[]): Weighed {
  const words = ({ points }: Weighed): string => points.map(({ text }) => text).join('\n');
  const [least] = pairs.toSorted(
    (one, other) => one.score - other.score || (words(one) < words(other) ? -1 : Number(words(one) > words(other))),
  );
  return least ?? weighed([]);
}
