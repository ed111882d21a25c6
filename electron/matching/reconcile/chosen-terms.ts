import type { Learned } from './learn.ts';
import type { Option } from './option.ts';
import { daysBetween } from './rows.ts';
import type { AmountTolerance, ReconcileTerms, Signs } from './side.ts';

/** The terms a reconciliation went by: those laid down, and those that the automatic pairs keep to. */
export interface ChosenTerms {
  readonly amountTolerance: AmountTolerance;
  readonly dateWindowDays: readonly [number, number];
  readonly signs: Signs;
}

const BEYOND = 0.002;
const SHARE_GRAIN = 1_000;

/**
 * Terms found out from the automatic pairs: what all but two of a thousand keep to. One odd pair that is only proposed says nothing of the
 * others; what is proposed counts only where no pair of two single rows is automatic.
 */
export function chosenTerms(
  learned: Learned,
  terms: ReconcileTerms,
  automatic: readonly Option[],
  proposed: readonly Option[],
): ChosenTerms {
  const isPair = ({ lefts, rights }: Option) => lefts.length === 1 && rights.length === 1;
  return termsOf(learned, terms, (automatic.some(isPair) ? automatic : proposed).filter(isPair));
}

function termsOf({ pair, model, reach }: Learned, terms: ReconcileTerms, pairs: readonly Option[]): ChosenTerms {
  const shares: number[] = [];
  const days: number[] = [];
  for (const { lefts, rights } of pairs) {
    const [left = -1] = lefts;
    const [right = -1] = rights;
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
