import { scoreOf, type Point } from '../points.ts';
import {
  AMOUNT,
  CANDIDATE_LIMIT,
  DISPUTE,
  INSTALMENTS,
  GROUP,
  OTHER_CURRENCY,
  REFERENCE,
  REFUND,
  ruleOf,
  SET,
  TYPO,
} from '../rules.ts';
import { windowOf } from './date-window.ts';
import { allocationsOf } from './decisions.ts';
import type { AllocationOut, Alternative } from './outcome.ts';
import { pipelineRule } from './pipeline.ts';
import type { RuleContext } from './rule.ts';
import { groupOfMovement } from './rules/amount-customer-date.ts';
import type { Share, Snapshot } from './snapshot.ts';
import { compareText } from './compare-text.ts';
import { fromThousandths } from '../thousandths.ts';
import { weighAmount } from './weigh.ts';

/** Points of what the rules decided on a movement. */
export function pointsOf(context: RuleContext, movement: number, shares: readonly Share[]): readonly Point[] {
  const { decisions } = context;
  return pipelineRule(decisions.rule[movement] ?? 0).weigh(context, {
    movement,
    shares,
    alone: decisions.alone[movement] === 1,
    group: decisions.group.get(movement) ?? null,
    receipt: decisions.receipt[movement] ?? -1,
  });
}

/**
 * The best other item of the same customer with the whole amount: what the charge would go to if the evidence were wrong. For a person's
 * decision one that an automatic decision pays is none: it would be gone by the next run. An automatic decision has to stand against it too.
 */
export function runnerUpOf(
  { snapshot, decisions, sorted }: RuleContext,
  movement: number,
  shares: readonly Share[],
): Alternative | null {
  const amount = snapshot.movements.amount[movement] ?? 0;
  const taken = new Set(shares.map((share) => share.item));
  const isAutomatic = decisions.verdict[movement] === 'automatic';
  let best: { item: number; points: readonly Point[]; score: number } | null = null;
  for (const item of sorted.withAmount(groupOfMovement(snapshot, sorted, movement), amount).subarray(0, 64)) {
    if (taken.has(item) || (!isAutomatic && decisions.certain[item] === 1)) continue;
    const points = weighAmount(snapshot, movement, item, false);
    const score = scoreOf(points);
    if (best === null || score > best.score) best = { item, points, score };
  }
  if (best === null) return null;
  const [from, to] = windowOf(snapshot, best.item);
  const day = snapshot.movements.day[movement] ?? 0;
  const text =
    day < from || day > to
      ? 'same amount, but outside the date window'
      : 'same amount, but the charge does not name it';
  return alternative(snapshot, movement, AMOUNT, best.points, [{ item: best.item, amount }], text);
}

function alternative(
  snapshot: Snapshot,
  movement: number,
  code: number,
  points: readonly Point[],
  shares: readonly Share[],
  text: string,
): Alternative | null {
  const allocations =
    code === OTHER_CURRENCY ? convertedOf(snapshot, movement, shares) : allocationsOf(snapshot, movement, shares);
  if (allocations === null) return null;
  const rule = ruleOf(code);
  const numbers = new Map(
    shares.map((share) => [snapshot.items.key[share.item] ?? 0, snapshot.items.item[share.item] ?? '']),
  );
  const items = allocations.map((each) => numbers.get(each.itemKey) ?? '');
  return { ruleId: rule.id, ruleVersion: rule.version, score: scoreOf(points), points, allocations, items, text };
}

/**
 * Each share in the currency of its item, with the part of the charge that Stripe's own rate makes of it, to the nearest minor unit and never
 * more than the charge. A candidate only: amounts of two currencies are not allocated to each other.
 */
function convertedOf(
  { movements, items }: Snapshot,
  movement: number,
  shares: readonly Share[],
): Alternative['allocations'] | null {
  const [amount, settled] = [movements.amount[movement] ?? 0, movements.settled[movement] ?? 0];
  const whole = fromThousandths(amount, movements.exponent[movement] ?? 0);
  if (settled <= 0 || whole === null) return null;
  const allocations: AllocationOut[] = [];
  for (const share of shares) {
    const paid = Math.min(share.amount, settled);
    const itemAmountMinor = fromThousandths(paid, items.exponent[share.item] ?? 0);
    if (itemAmountMinor === null) return null;
    const amountMinor = Math.round(whole * (paid / settled));
    allocations.push({ itemKey: items.key[share.item] ?? 0, amountMinor, itemAmountMinor });
  }
  return allocations.sort((left, right) => left.itemKey - right.itemKey);
}

/** What ties or would have been, best first. */
export function candidatesOf(context: RuleContext, movement: number): Alternative[] {
  const { snapshot, decisions } = context;
  const shares = decisions.shares[movement] ?? null;
  const code = decisions.rule[movement] ?? 0;
  if (shares !== null && shares.length > 0) {
    const points = pointsOf(context, movement, shares);
    const only = alternative(snapshot, movement, code, points, shares, 'wanted by another charge too');
    return only === null ? [] : [only];
  }
  const amount = snapshot.movements.amount[movement] ?? 0;
  const found: Alternative[] = [];
  for (const { rule, shares: each } of decisions.alternatives[movement] ?? []) {
    const one = each[0];
    const fitted =
      one === undefined || each.length > 1 || rule === OTHER_CURRENCY
        ? each
        : [{ item: one.item, amount: Math.min(one.amount, amount) }];
    const part = { movement, shares: fitted };
    const points = pipelineRule(rule)
      .weigh(context, { ...part, alone: false, group: [part], receipt: -1 })
      .filter((point) => point.signal !== 'onlySum');
    const made = alternative(snapshot, movement, rule, points, fitted, SECOND_TEXT[rule] ?? 'near it');
    if (made !== null) found.push(made);
  }
  return found
    .sort((left, right) => right.score - left.score || compareText(left.items.join(), right.items.join()))
    .slice(0, CANDIDATE_LIMIT);
}

/** Why a way that did not win is shown, as the end of a sentence. */
const SECOND_TEXT: Readonly<Record<number, string>> = {
  [REFERENCE]: 'part of the sum',
  [TYPO]: 'nearly its number',
  [AMOUNT]: 'same amount',
  [SET]: 'same sum',
  [INSTALMENTS]: 'same sum with other charges',
  [GROUP]: 'same sum with other charges',
  [REFUND]: 'same amount',
  [DISPUTE]: 'paid by its charge',
};

/** Items that the texts name and that are not the linked customer's: nothing to propose, but worth seeing. */
export function strangersItems({ snapshot, decisions }: RuleContext, movement: number): Alternative[] {
  const { movements, items } = snapshot;
  const found: Alternative[] = [];
  for (const item of movements.references[movement]?.foreign ?? []) {
    const amount = Math.min(items.available[item] ?? 0, movements.amount[movement] ?? 0);
    if (amount === 0 || items.currency[item] !== movements.currency[movement] || decisions.certain[item] === 1)
      continue;
    const customer = snapshot.customers[items.customer[item] ?? -1] ?? '';
    const points = [{ signal: 'reference', text: `Named by the charge, but an item of ${customer}`, points: 30 }];
    const each = alternative(snapshot, movement, REFERENCE, points, [{ item, amount }], `an item of ${customer}`);
    if (each !== null) found.push(each);
  }
  return found.sort((left, right) => compareText(left.items[0] ?? '', right.items[0] ?? '')).slice(0, CANDIDATE_LIMIT);
}
