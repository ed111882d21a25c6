import { foldText } from '../../../../electron/matching/text/fold-text.ts';
import type { ScoredRows } from '../../../../electron/matching/parties/row-pairs.ts';
import type { LabelledParties } from './labelled.ts';

export interface PartyQuality {
  readonly bestF1: number;
  readonly bestThreshold: number;
  readonly f1AtHalf: number;
  /** Highest recall at a precision of at least 0.999. */
  readonly recallAtPrecision: number;
  /** Mean over queries: the best candidate at or above a half is right, or there is rightly none. */
  readonly searchF1: number;
  readonly calibrationError: number;
  readonly baselineF1: number;
  readonly baselineRecall: number;
  /** Share of true pairs among the candidates at all. */
  readonly reached: number;
}

/** How good the scores of two labelled files are, beside pairs of the very same normalised name. */
export function measureParties(data: LabelledParties, found: ScoredRows): PartyQuality {
  const truth = new Set(data.truth.map(([left, right]) => left * data.right.count + right));
  const pairs = Array.from(found.score, (score, at) => {
    const code = (found.left[at] ?? 0) * data.right.count + (found.right[at] ?? 0);
    return { score, isTrue: truth.has(code), left: found.left[at] ?? 0 };
  }).sort((a, b) => b.score - a.score);
  let hits = 0;
  let best = { f1: 0, threshold: 1 };
  let half = 0;
  let recallAtPrecision = 0;
  for (const [at, { score, isTrue }] of pairs.entries()) {
    if (isTrue) hits += 1;
    if (pairs[at + 1]?.score === score) continue;
    const f1 = (2 * hits) / (at + 1 + truth.size);
    if (f1 > best.f1) best = { f1, threshold: score };
    if (score >= 0.5) half = f1;
    if (hits / (at + 1) >= 0.999) recallAtPrecision = hits / truth.size;
  }
  const baseline = baselineOf(data);
  return {
    bestF1: best.f1,
    bestThreshold: best.threshold,
    f1AtHalf: half,
    recallAtPrecision,
    searchF1: searchF1(data, pairs),
    calibrationError: calibrationError(pairs),
    ...baseline,
    reached: hits / truth.size,
  };
}

/** Expected calibration error over ten bins of equal mass. */
export function calibrationError(pairs: readonly { readonly score: number; readonly isTrue: boolean }[]): number {
  const sorted = pairs.toSorted((a, b) => a.score - b.score);
  let error = 0;
  for (let bin = 0; bin < 10; bin += 1) {
    const part = sorted.slice(Math.floor((bin * sorted.length) / 10), Math.floor(((bin + 1) * sorted.length) / 10));
    const expected = part.reduce((sum, { score }) => sum + score, 0);
    const seen = part.filter(({ isTrue }) => isTrue).length;
    error += Math.abs(expected - seen) / Math.max(1, sorted.length);
  }
  return error;
}

function searchF1(
  data: LabelledParties,
  pairs: readonly { readonly score: number; readonly isTrue: boolean; readonly left: number }[],
): number {
  const answered = new Map<number, boolean>();
  for (const { score, isTrue, left } of pairs) if (score >= 0.5 && !answered.has(left)) answered.set(left, isTrue);
  const meant = new Set(data.truth.map(([left]) => left));
  let right = 0;
  for (let left = 0; left < data.left.count; left += 1)
    if (meant.has(left) ? answered.get(left) === true : !answered.has(left)) right += 1;
  return right / data.left.count;
}

/** What pairs of the very same normalised name (of persons: and birth date) would reach. */
export function baselineOf(data: LabelledParties): { readonly baselineF1: number; readonly baselineRecall: number } {
  const truth = new Set(data.truth.map(([left, right]) => left * data.right.count + right));
  const nameOf = ({ fields }: LabelledParties['left'], row: number) =>
    foldText(
      fields.name?.[row] ??
        `${fields.givenName?.[row] ?? ''} ${fields.familyName?.[row] ?? ''} ${fields.birthDate?.[row] ?? ''}`,
    );
  const byName = new Map<string, number[]>();
  for (let row = 0; row < data.right.count; row += 1) {
    const name = nameOf(data.right, row);
    byName.set(name, [...(byName.get(name) ?? []), row]);
  }
  let hits = 0;
  let count = 0;
  for (let row = 0; row < data.left.count; row += 1)
    for (const right of byName.get(nameOf(data.left, row)) ?? []) {
      count += 1;
      if (truth.has(row * data.right.count + right)) hits += 1;
    }
  return { baselineF1: (2 * hits) / (count + truth.size), baselineRecall: hits / truth.size };
}
