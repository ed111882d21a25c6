import { judgeSilent } from '../pair-conditions.ts';
import { amountDiffers } from './amount-conditions.ts';
import { NEAR } from '../../rules.ts';
import { amountText } from '../../thousandths.ts';
import { isRejected } from '../decisions.ts';
import { amountToleranceOf, windowOf } from '../date-window.ts';
import { catalogued, type Candidate, type MatchingRule, type RuleContext } from '../rule.ts';
import { weighTolerance } from '../weigh.ts';
import { groupOfMovement, searchesByAmount } from './amount-customer-date.ts';
import { currencyOf } from './reference-claim.ts';

/** Items of one customer that are looked at; they are in the order of their amounts. */
const ITEM_LIMIT = 2_000;

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

function* propose({ snapshot, decisions, sorted }: RuleContext): Iterable<Candidate> {
  const { movements, items, settings } = snapshot;
  if (!settings.tolerances.exceptions.some(({ amountToleranceMinor = 0 }) => amountToleranceMinor > 0)) return;
  for (let movement = 0; movement < movements.key.length; movement++) {
    if (!searchesByAmount(snapshot, decisions, movement)) continue;
    const amount = movements.amount[movement] ?? 0;
    const day = movements.day[movement] ?? 0;
    const open = sorted.upTo(groupOfMovement(snapshot, sorted, movement), Number.MAX_SAFE_INTEGER - 1);
    if (open.length > ITEM_LIMIT) continue;
    for (const item of open) {
      const rest = amount - (items.available[item] ?? 0);
      if (rest === 0 || Math.abs(rest) > amountToleranceOf(snapshot, item, NEAR)) continue;
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
