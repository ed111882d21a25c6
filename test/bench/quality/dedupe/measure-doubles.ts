import { foldText } from '../../../../electron/matching/text/fold-text.ts';
import type { ScoredRows } from '../../../../electron/matching/parties/row-pairs.ts';
import { calibrationError } from '../parties/measure-parties.ts';
import type { DoubleRows } from './double-rows.ts';

/** Of all pairs of rows that are one party; scored ones from a half on count as found. */
export interface DoubleQuality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** F1 at the best threshold of the file. */
  readonly bestF1: number;
  readonly calibrationError: number;
  readonly baselinePrecision: number;
  readonly baselineRecall: number;
  readonly baselineF1: number;
}

/** How good the scored pairs of a labelled file are, beside pairs of the very same normalised name (persons: and birth date). */
export function measureDoubles({ parties, of }: DoubleRows, found: ScoredRows): DoubleQuality {
  const truly = pairsWithin([...Map.groupBy(of.keys(), (row) => of[row]).values()]);
  const scored = Array.from(found.score, (score, at) => ({
    score,
    isTrue: of[found.left[at] ?? 0] === of[found.right[at] ?? 0],
  })).sort((a, b) => b.score - a.score);
  let [hits, bestF1] = [0, 0];
  for (const [at, { score, isTrue }] of scored.entries()) {
    if (isTrue) hits += 1;
    if (scored[at + 1]?.score !== score) bestF1 = Math.max(bestF1, (2 * hits) / (at + 1 + truly));
  }
  const half = scored.filter(({ score }) => score >= 0.5);
  const ours = shares(half.filter(({ isTrue }) => isTrue).length, half.length, truly);
  const { fields } = parties;
  const nameOf = (row: number) =>
    foldText(
      fields.name?.[row] ??
        `${fields.givenName?.[row] ?? ''} ${fields.familyName?.[row] ?? ''} ${fields.birthDate?.[row] ?? ''}`,
    );
  const alike = [...Map.groupBy(of.keys(), nameOf).values()];
  const right = alike.flatMap((rows) => [...Map.groupBy(rows, (row) => of[row]).values()]);
  const baseline = shares(pairsWithin(right), pairsWithin(alike), truly);
  return {
    ...ours,
    bestF1,
    calibrationError: calibrationError(scored),
    baselinePrecision: baseline.precision,
    baselineRecall: baseline.recall,
    baselineF1: baseline.f1,
  };
}

function pairsWithin(groups: readonly (readonly number[])[]): number {
  return groups.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
}

function shares(right: number, told: number, truly: number) {
  return {
    precision: right / Math.max(1, told),
    recall: right / Math.max(1, truly),
    f1: (2 * right) / Math.max(1, told + truly),
  };
}
