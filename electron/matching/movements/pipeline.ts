import { ruleOf } from '../rules.ts';
import type { MatchingRule } from './rule.ts';
import { amountCustomerDate } from './rules/amount-customer-date.ts';
import { amountCustomerSet } from './rules/amount-customer-set.ts';
import { amountTolerance } from './rules/amount-tolerance.ts';
import { chargesAndItems } from './rules/charges-and-items.ts';
import { chargesOfOneItem } from './rules/charges-of-one-item.ts';
import { disputeOfCharge } from './rules/dispute-of-charge.ts';
import { keyedByHand } from './rules/keyed-by-hand.ts';
import { netOfFee } from './rules/net-of-fee.ts';
import { otherCurrency } from './rules/other-currency.ts';
import { referenceExact } from './rules/reference-exact.ts';
import { referenceTypo } from './rules/reference-typo.ts';
import { refundOfCharge } from './rules/refund-of-charge.ts';
import type { Settings } from './snapshot.ts';

/** The rules as they are run: receipts keyed by hand, references, one item by amount, sums, near amounts, then what goes back. */
export const PIPELINE: readonly MatchingRule[] = [
  keyedByHand,
  referenceExact,
  referenceTypo,
  amountCustomerDate,
  amountCustomerSet,
  chargesOfOneItem,
  chargesAndItems,
  netOfFee,
  amountTolerance,
  otherCurrency,
  refundOfCharge,
  disputeOfCharge,
];

/** The rules of the pipeline that are not switched off. */
export function rulesSwitchedOn({ switchedOff = [] }: Settings): readonly MatchingRule[] {
  return switchedOff.length === 0 ? PIPELINE : PIPELINE.filter(({ id }) => !switchedOff.includes(id));
}

/** Rules of one order each, first order first. */
export function stagesOf(rules: readonly MatchingRule[]): readonly (readonly MatchingRule[])[] {
  const stages = new Map<number, MatchingRule[]>();
  for (const rule of rules) stages.set(rule.order, [...(stages.get(rule.order) ?? []), rule]);
  return [...stages].sort((left, right) => left[0] - right[0]).map(([, stage]) => stage);
}

/** The rule with this code; throws on 0. */
export function pipelineRule(code: number): MatchingRule {
  const rule = PIPELINE.find((each) => each.code === code);
  if (rule === undefined) throw new RangeError(`the pipeline has no rule ${ruleOf(code).id}`);
  return rule;
}
