import type { RuleCode } from '../../rules.ts';
import { judgeSilent, type PairCondition } from '../pair-conditions.ts';
import type { Finding, RuleContext } from '../rule.ts';

/** What keeps a pair out of the sums that a rule found: what keeps them apart alone, or that no one sum holds both. */
export function judgeSum(
  { snapshot }: RuleContext,
  found: Iterable<Finding>,
  movement: number,
  item: number,
  code: RuleCode,
): readonly PairCondition[] {
  const failing = judgeSilent(snapshot, movement, item, code);
  if (failing.length > 0) return failing;
  for (const finding of found) {
    if (finding.kind !== 'candidate') continue;
    const isOfMovement = [finding, ...(finding.others ?? [])].some((part) => part.movement === movement);
    if (isOfMovement && finding.asks.some((share) => share.item === item)) return [];
  }
  return [{ kind: 'noSum' }];
}
