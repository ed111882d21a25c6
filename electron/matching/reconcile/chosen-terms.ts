import type { Learned } from './learn.ts';
import type { Option } from './option.ts';
import { daysBetween } from './rows.ts';
import type { AmountTolerance, ReconcileTerms, Signs } from './side.ts';

/** The terms a reconciliation went by: those laid down, and those that the decided pairs keep to. */
export interface ChosenTerms {
  readonly amountTolerance: AmountTolerance;
  readonly dateWindowDays: readonly [number, number];
  readonly signs: Signs;
}

const BEYOND = 0.002;
const SHARE_GRAIN = 1_000;

/** Terms found out from the pairs that were decided: what all but two of a thousand keep to. */
export function chosenTerms(
  { pair, model, reach }: Learned,
  terms: ReconcileTerms,
  decided: readonly Option[],
): ChosenTerms {
  const shares: number[] = [];
  const days: number[] = [];
  for (const { lefts, rights } of decided) {
    const [left, ...moreLefts] = lefts;
    const [right, ...moreRights] = rights;
    if (left === undefined || right === undefined || moreLefts.length + moreRights.length > 0) continue;
    const between = daysBetween(pair, left, right);
    if (!Number.isNaN(between)) days.push(between);
    const [mine, theirs] = [pair.left.size[left] ?? Number.NaN, pair.right.size[right] ?? Number.NaN];
    const isConverted = pair.left.currency[left] !== pair.right.currency[right];
    if (!isConverted && !Number.isNaN(mine + theirs)) shares.push(Math.abs(mine - theirs) / Math.max(mine, theirs));
  }
  const share = Math.ceil((quantile(shares, 1 - BEYOND) ?? 0) * SHARE_GRAIN) / SHARE_GRAIN;
  return {
    amountTolerance:
      terms.amountTolerance ?? (share === 0 ? { kind: 'absolute', amount: 0 } : { kind: 'share', share }),
    dateWindowDays: terms.dateWindowDays ?? [
      quantile(days, BEYOND) ?? reach.firstDelay,
      quantile(days, 1 - BEYOND) ?? reach.lastDelay,
    ],
    signs: model.signs,
  };
}

function quantile(values: readonly number[], part: number): number | undefined {
  const rising = values.toSorted((one, other) => one - other);
  return rising[Math.min(rising.length - 1, Math.round(part * (rising.length - 1)))];
}
