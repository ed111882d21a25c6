import type { CandidatePairs } from './find-candidates.ts';
import type { LinkModel } from './link-model.ts';
import type { Profiles } from './profiles.ts';
import { oddsOf } from './score-pairs.ts';
import { POINTS } from './weigh-pairs.ts';

/**
 * What other candidates take off each pair, in points, never above 0: of several equally good partners of one party at most
 * one is right, as far as the model says that parties have one. Rows that are the very same are each other's rivals too.
 */
export function rivalPoints(
  points: Int32Array,
  pairs: CandidatePairs,
  sides: { readonly left: Profiles; readonly right: Profiles },
  rivals: LinkModel['rivals'],
): Int32Array {
  const leftSum = new Float64Array(sides.left.count);
  const rightSum = new Float64Array(sides.right.count);
  const rowsOf = ({ start }: Profiles, profile: number) => (start[profile + 1] ?? 0) - (start[profile] ?? 0);
  for (let pair = 0; pair < points.length; pair += 1) {
    const [left, right] = [pairs.left[pair] ?? 0, pairs.right[pair] ?? 0];
    const odds = oddsOf(points[pair] ?? 0);
    leftSum[left] = (leftSum[left] ?? 0) + odds * rowsOf(sides.right, right);
    rightSum[right] = (rightSum[right] ?? 0) + odds * rowsOf(sides.left, left);
  }
  return Int32Array.from(points, (own, pair) => {
    const odds = oddsOf(own);
    const ofLeft = Math.max(0, (leftSum[pairs.left[pair] ?? 0] ?? 0) - odds);
    const ofRight = Math.max(0, (rightSum[pairs.right[pair] ?? 0] ?? 0) - odds);
    return -Math.round(POINTS * Math.log1p(rivals.left * ofLeft + rivals.right * ofRight));
  });
}
