import { judgeSilent } from '../pair-conditions.ts';
import { NET } from '../../rules.ts';
import { amountText } from '../../thousandths.ts';
import { isRejected } from '../decisions.ts';
import { windowOf } from '../date-window.ts';
import { catalogued, type Candidate, type MatchingRule, type RuleContext } from '../rule.ts';
import { weighNet } from '../weigh.ts';
import { groupOfMovement, searchesByAmount } from './amount-customer-date.ts';
import { currencyOf } from './reference-claim.ts';

/**
 * One open item of the linked customer that differs from the charge by exactly the fee that Stripe kept: the payer took the fee off, or
 * the books hold what was paid out. The fee is the proof; a person decides, for the rest is hers to write off or to ask for.
 */
export const netOfFee: MatchingRule = {
  ...catalogued(NET),
  parameters: {},
  propose,
  weigh: ({ snapshot }, { movement, shares }) => weighNet(snapshot, movement, shares[0]?.item ?? -1),
  contested: () => ({
    attention: 'severalCandidates',
    note: 'More than one item or charge differs by exactly the fee.',
  }),
  judge: ({ snapshot }, movement, item) => {
    const { movements, items } = snapshot;
    const failing = judgeSilent(snapshot, movement, item, NET);
    const fee = movements.fee[movement] ?? -1;
    if (fee <= 0 || movements.settledCurrency[movement] !== movements.currency[movement])
      failing.push({ kind: 'noFee' });
    else if ((items.available[item] ?? 0) > 0) {
      const difference = Math.abs((items.available[item] ?? 0) - (movements.amount[movement] ?? 0));
      if (difference !== fee) failing.push({ kind: 'feeDiffers', byThousandths: Math.abs(difference - fee) });
    }
    return failing;
  },
};

function* propose({ snapshot, decisions, sorted }: RuleContext): Iterable<Candidate> {
  const { movements, items } = snapshot;
  for (let movement = 0; movement < movements.key.length; movement++) {
    const fee = movements.fee[movement] ?? -1;
    // A fee in another currency than the charge is no part of its amount.
    if (fee <= 0 || movements.settledCurrency[movement] !== movements.currency[movement]) continue;
    if (!searchesByAmount(snapshot, decisions, movement)) continue;
    const amount = movements.amount[movement] ?? 0;
    const day = movements.day[movement] ?? 0;
    const group = groupOfMovement(snapshot, sorted, movement);
    for (const open of [amount + fee, amount - fee])
      for (const item of open > 0 ? sorted.withAmount(group, open) : []) {
        const [from, to] = windowOf(snapshot, item, NET);
        if (decisions.claimed[item] !== 0 || day < from || day > to) continue;
        const shares = [{ item, amount: Math.min(open, amount) }];
        if (isRejected(snapshot, movement, shares)) continue;
        const text = amountText(fee, movements.exponent[movement] ?? 2, currencyOf(snapshot, movement));
        const name = items.item[item] ?? '';
        yield {
          kind: 'candidate',
          rule: NET,
          movement,
          shares,
          asks: shares,
          isCertain: false,
          attention: 'amountDiffers',
          note: `${text} ${open > amount ? 'less' : 'more'} than ${name}, exactly the fee that Stripe kept.`,
        };
      }
  }
}
