import { judgeCharge } from '../pair-conditions.ts';
import { CANDIDATE_LIMIT, OTHER_CURRENCY } from '../../rules.ts';
import { amountText } from '../../thousandths.ts';
import { isActiveCharge, type Ruling } from '../decisions.ts';
import { windowOf } from '../date-window.ts';
import { catalogued, type MatchingRule, type Remark, type RuleContext } from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';
import { weighConverted } from '../weigh.ts';
import { currencyOf } from './reference-claim.ts';

/**
 * A charge in another currency than the item. The only rate that is known is the one at which Stripe converted the very charge (its
 * balance transaction); where that leads to another currency than the item's, or is not known yet, nothing is evaluated. Amounts of two
 * currencies are never allocated to each other: the item is shown with what it is worth, and a person decides.
 */
export const otherCurrency: MatchingRule = {
  ...catalogued(OTHER_CURRENCY),
  parameters: {},
  propose,
  weigh: ({ snapshot }, { movement, shares }) => weighConverted(snapshot, movement, shares[0]?.item ?? -1),
  judge: ({ snapshot }, movement, item) => {
    const { movements, items } = snapshot;
    const failing = judgeCharge(snapshot, movement, item);
    if (items.currency[item] === movements.currency[movement]) failing.push({ kind: 'sameCurrency' });
    else if (items.currency[item] !== movements.settledCurrency[movement]) failing.push({ kind: 'noRate' });
    else if (
      movements.references[movement]?.own.includes(item) !== true &&
      items.available[item] !== movements.settled[movement]
    )
      failing.push({ kind: 'notNamed' });
    return failing;
  },
};

function* propose(context: RuleContext): Iterable<Remark> {
  const { snapshot, decisions } = context;
  const { movements } = snapshot;
  for (let movement = 0; movement < movements.key.length; movement++) {
    if ((movements.customer[movement] ?? -1) < 0 || !isActiveCharge(snapshot, decisions, movement)) continue;
    const references = movements.references[movement];
    const named = references?.own ?? [];
    if ((references?.foreign.length ?? 0) > 0 && named.length === 0) continue;
    const said = named.length > 0 ? ofNamed(snapshot, movement, named) : ofEqual(context, movement);
    if (said !== null) yield { kind: 'remark', movement, ruling: { rule: OTHER_CURRENCY, ...said } };
  }
}

type Said = Omit<Ruling, 'rule'>;

/** It names items, and all of them are in other currencies than its own. */
function ofNamed(snapshot: Snapshot, movement: number, named: readonly number[]): Said {
  const { movements, items, currencies } = snapshot;
  const names = [...new Set(named.map((item) => items.item[item] ?? ''))].sort().join(', ');
  const own = currencyOf(snapshot, movement);
  const open = named.filter((item) => (items.available[item] ?? 0) > 0);
  const base = { verdict: 'unmatched', attention: 'amountDiffers' } as const;
  const its = [...new Set(named.map((item) => currencies[items.currency[item] ?? -1] ?? ''))].sort().join(', ');
  const start = `It names ${names}, which is in another currency than ${own}`;
  if (open.length === 0) return { ...base, attention: 'noItem', note: `${start} and has nothing open.` };
  const settled = movements.settledCurrency[movement] ?? -1;
  if (open.some((item) => items.currency[item] !== settled))
    return {
      verdict: 'notEvaluated',
      attention: 'notEvaluated',
      note: `${start}: no rate from ${own} to ${its} is known for it.`,
    };
  const total = open.reduce((sum, item) => sum + (items.available[item] ?? 0), 0);
  const rest = (movements.settled[movement] ?? 0) - total;
  const difference = amountText(Math.abs(rest), items.exponent[open[0] ?? -1] ?? 2, its);
  const compared = rest === 0 ? 'exactly what is open' : `${difference} ${rest < 0 ? 'less' : 'more'} than is open`;
  const alternatives = open.map((item) => ({
    rule: OTHER_CURRENCY,
    shares: [{ item, amount: items.available[item] ?? 0 }],
  }));
  return { ...base, note: `${start}. ${rateText(snapshot, movement, open[0] ?? -1)}: ${compared}.`, alternatives };
}

/** It names nothing, and items of its customer are open for exactly what Stripe converted it to. */
function ofEqual({ snapshot, sorted, decisions }: RuleContext, movement: number): Said | null {
  const { movements, items } = snapshot;
  const settled = movements.settled[movement] ?? -1;
  const currency = movements.settledCurrency[movement] ?? -1;
  if (settled <= 0 || currency === movements.currency[movement]) return null;
  const group = sorted.groupOf(movements.customer[movement] ?? -1, currency, movements.unit[movement] ?? -1);
  const day = movements.day[movement] ?? 0;
  const equal = [...sorted.withAmount(group, settled)].filter((item) => {
    const [from, to] = windowOf(snapshot, item, OTHER_CURRENCY);
    return decisions.claimed[item] === 0 && from <= day && day <= to;
  });
  if (equal.length === 0) return null;
  const shown = equal.slice(0, CANDIDATE_LIMIT);
  const names = shown.map((item) => items.item[item] ?? '').join(', ');
  return {
    verdict: 'unmatched',
    attention: 'amountDiffers',
    note: `${rateText(snapshot, movement, shown[0] ?? -1)}: exactly what is open on ${names}, but the charge does not name it.`,
    alternatives: shown.map((item) => ({ rule: OTHER_CURRENCY, shares: [{ item, amount: settled }] })),
  };
}

/** What Stripe made of the charge, with the rate and where it is from; with the decimals of an item in that currency. */
function rateText(snapshot: Snapshot, movement: number, item: number): string {
  const { movements, currencies, items } = snapshot;
  const amount = movements.amount[movement] ?? 0;
  const settled = movements.settled[movement] ?? 0;
  const from = amountText(amount, movements.exponent[movement] ?? 2, currencyOf(snapshot, movement));
  const to = amountText(
    settled,
    items.exponent[item] ?? 2,
    currencies[movements.settledCurrency[movement] ?? -1] ?? '',
  );
  const rate = amount === 0 ? '' : ` at ${Number((settled / amount).toPrecision(6))}`;
  return `By its balance transaction Stripe converted ${from} to ${to}${rate}`;
}
