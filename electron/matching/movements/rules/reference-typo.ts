import { judgeCharge } from '../pair-conditions.ts';
import { amountDiffers } from './amount-conditions.ts';
import { TYPO } from '../../rules.ts';
import { isActiveCharge, isRejected } from '../decisions.ts';
import { catalogued, type Candidate, type MatchingRule, type RuleContext } from '../rule.ts';
import type { Share } from '../snapshot.ts';
import { weighTypo } from '../weigh.ts';

/**
 * Charges whose texts name no item of their customer, but one by one slip of the pen, open to the cent. The number may be
 * another customer's by accident, so a person decides.
 */
export const referenceTypo: MatchingRule = {
  ...catalogued(TYPO),
  parameters: { slips: 1 },
  propose,
  weigh: ({ snapshot }, { movement, shares }) => weighTypo(snapshot, movement, shares),
  judge: ({ snapshot }, movement, item) => {
    const { movements, items } = snapshot;
    const failing = judgeCharge(snapshot, movement, item);
    const references = movements.references[movement];
    const named = references?.own[0];
    if (named !== undefined) failing.push({ kind: 'namesOther', item: items.item[named] ?? '' });
    else if (references?.near.includes(item) !== true) failing.push({ kind: 'notNearlyNamed' });
    if (items.currency[item] !== movements.currency[movement]) failing.push({ kind: 'otherCurrency' });
    else if ((items.available[item] ?? 0) > 0 && items.available[item] !== movements.amount[movement])
      failing.push(amountDiffers(snapshot, movement, item));
    return failing;
  },
};

function* propose({ snapshot, decisions }: RuleContext): Iterable<Candidate> {
  const { movements, items } = snapshot;
  for (let movement = 0; movement < movements.key.length; movement++) {
    const { near, own } = movements.references[movement] ?? { near: [], own: [] };
    // Beside numbers that are right it is a part of their sum.
    if (near.length === 0 || own.length > 0 || !isActiveCharge(snapshot, decisions, movement)) continue;
    const amount = movements.amount[movement] ?? 0;
    const open: Share[] = near
      .filter(
        (item) =>
          (items.available[item] ?? 0) > 0 &&
          decisions.claimed[item] === 0 &&
          items.currency[item] === movements.currency[movement],
      )
      .map((item) => ({ item, amount: items.available[item] ?? 0 }));
    // One word means one item, however many numbers it is near to.
    for (const shares of open.filter((share) => share.amount === amount).map((share) => [share]))
      if (!isRejected(snapshot, movement, shares))
        yield {
          kind: 'candidate',
          rule: TYPO,
          movement,
          shares,
          asks: shares,
          isCertain: false,
          attention: 'proposal',
          note: `It names nearly ${shares.map(({ item }) => items.item[item] ?? '').join(', ')}: one slip of the pen apart.`,
        };
  }
}
