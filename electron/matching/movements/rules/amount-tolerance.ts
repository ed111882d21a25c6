import { judgeSilent } from '../pair-conditions.ts';
import { amountDiffers } from './amount-conditions.ts';
import { NEAR } from '../../rules.ts';
import { amountText } from '../../thousandths.ts';
import { isRejected } from '../decisions.ts';
import { amountToleranceOf, windowOf } from '../date-window.ts';
import { catalogued, type Finding, type MatchingRule, type RuleContext } from '../rule.ts';
import { weighTolerance } from '../weigh.ts';
import { groupOfMovement, searchesByAmount } from './amount-customer-date.ts';
import { currencyOf } from './reference-claim.ts';

/** Items within the tolerance of one charge that are looked at: beyond it nothing is told apart. */
const ITEM_LIMIT = 200;

/**
 * One open item of the linked customer whose amount is within the tolerance that was set for customer, currency or this rule. What is
 * short or over is said as the residual; a person decides. Without a tolerance it finds nothing.
 */
export const amountTolerance: MatchingRule = {
  ...catalogued(NEAR),
  parameters: { itemLimit: ITEM_LIMIT },
  propose,
  weigh: ({ snapshot }, { movement, shares }) => weighTolerance(snapshot, movement, shares[0]?.item ?? -1),
  contested: () => ({
    attention: 'severalCandidates',
    note: 'More than one item or charge is within the tolerance.',
  }),
  judge: ({ snapshot }, movement, item) => {
    const { movements, items } = snapshot;
    const failing = judgeSilent(snapshot, movement, item, NEAR);
    const tolerance = amountToleranceOf(snapshot, item, NEAR);
    const difference = Math.abs((items.available[item] ?? 0) - (movements.amount[movement] ?? 0));
    if (tolerance === 0) failing.push({ kind: 'noTolerance' });
    else if (difference > tolerance) failing.push(amountDiffers(snapshot, movement, item));
    return failing;
  },
};

function* propose({ snapshot, decisions, sorted }: RuleContext): Iterable<Finding> {
  const { movements, items, settings } = snapshot;
  if (!settings.tolerances.exceptions.some(({ amountToleranceMinor = 0 }) => amountToleranceMinor > 0)) return;
  for (let movement = 0; movement < movements.key.length; movement++) {
    if (!searchesByAmount(snapshot, decisions, movement)) continue;
    const amount = movements.amount[movement] ?? 0;
    const day = movements.day[movement] ?? 0;
    const group = groupOfMovement(snapshot, sorted, movement);
    const [any] = sorted.upTo(group, Number.MAX_SAFE_INTEGER - 1);
    // One customer and currency have one tolerance.
    const tolerance = any === undefined ? 0 : amountToleranceOf(snapshot, any, NEAR);
    if (tolerance === 0) continue;
    const open = sorted.between(group, amount - tolerance, amount + tolerance);
    if (open.length > ITEM_LIMIT) {
      const note = `${open.length} open items are within the tolerance, which are too many to tell apart.`;
      const ruling = { rule: NEAR, verdict: 'ambiguous', attention: 'severalCandidates', note } as const;
      yield { kind: 'remark', movement, ruling };
      continue;
    }
    for (const item of open) {
      const rest = amount - (items.available[item] ?? 0);
      if (rest === 0) continue;
      const [from, to] = windowOf(snapshot, item, NEAR);
      if (decisions.claimed[item] !== 0 || day < from || day > to) continue;
      const shares = [{ item, amount: Math.min(amount, items.available[item] ?? 0) }];
      if (isRejected(snapshot, movement, shares)) continue;
      const text = amountText(Math.abs(rest), movements.exponent[movement] ?? 2, currencyOf(snapshot, movement));
      yield {
        kind: 'candidate',
        rule: NEAR,
        movement,
        shares,
        asks: shares,
        isCertain: false,
        attention: 'amountDiffers',
        note: `${text} ${rest < 0 ? 'short' : 'over'}, within the tolerance.`,
      };
    }
  }
}
