import { compareText } from './movements/compare-text.ts';
import { emptyDecisions } from './movements/decisions.ts';
import { runRules } from './movements/match-movements.ts';
import { conditionText, type PairCondition } from './movements/pair-conditions.ts';
import { rulesSwitchedOn } from './movements/pipeline.ts';
import type { GatheredMiss } from './movements/propose-rules.ts';
import { judgeByAmount, type AmountCondition } from './movements/rules/amount-conditions.ts';
import { groupOfMovement, searchesByAmount } from './movements/rules/amount-customer-date.ts';
import { referenceExact } from './movements/rules/reference-exact.ts';
import type { Snapshot } from './movements/snapshot.ts';
import { fromThousandths } from './thousandths.ts';

/** One item with every condition of the amount rule that it fails; none: the two fit by amount and date. */
export interface NearMiss {
  readonly itemKey: number;
  readonly item: string;
  readonly failing: readonly PairCondition[];
}

/**
 * The items of its customer, or of anybody where it is linked to none, that come nearest to a charge by the conditions of the amount rule,
 * nearest first: fewest failed conditions, then the smallest difference, then the fewest days, then the number. Empty where that rule does not look at the charge: it is another kind of
 * movement, or what its texts name decides about it.
 */
export function nearestByAmount(snapshot: Snapshot, movement: number, limit: number): readonly NearMiss[] {
  const { movements, items } = snapshot;
  const { decisions } = runRules(snapshot, [referenceExact]);
  const customer = movements.customer[movement] ?? -1;
  const isLinked = customer >= 0;
  if (isLinked ? !searchesByAmount(snapshot, decisions, movement) : decisions.verdict[movement] !== 'none') return [];
  const found: NearMiss[] = [];
  for (let item = 0; item < items.key.length; item++) {
    if (items.isCredit[item] === true || (isLinked && items.customer[item] !== customer)) continue;
    if (items.unit[item] !== movements.unit[movement]) continue;
    const failing: PairCondition[] = isLinked ? [] : [{ kind: 'noCustomer' }];
    failing.push(...judgeByAmount(snapshot, movement, item));
    found.push({ itemKey: items.key[item] ?? 0, item: items.item[item] ?? '', failing });
  }
  return found.sort(compareNearMisses).slice(0, limit);
}

function compareNearMisses(left: NearMiss, right: NearMiss): number {
  return (
    left.failing.length - right.failing.length ||
    distanceOf(left) - distanceOf(right) ||
    daysOf(left) - daysOf(right) ||
    compareText(left.item, right.item)
  );
}

/** Across currencies, and where nothing is open, no amount is near. */
function distanceOf({ failing }: NearMiss): number {
  for (const each of failing) {
    if (each.kind === 'amountDiffers') return Math.abs(each.moreThousandths);
    if (each.kind === 'otherCurrency' || each.kind === 'nothingOpen') return Number.MAX_SAFE_INTEGER;
  }
  return 0;
}

function daysOf({ failing }: NearMiss): number {
  return failing.reduce((days, each) => (each.kind === 'outsideWindow' ? each.days : days), 0);
}

/** What one rule of the pipeline says of a pair that somebody asks about. */
export interface RuleAnswer {
  readonly ruleId: string;
  readonly version: number;
  readonly title: string;
  /** Conditions that keep the two apart, each with a sentence; none: the rule would pair them if nothing else wanted either. */
  readonly failing: readonly { readonly condition: PairCondition; readonly text: string }[];
}
export interface PairAnswer {
  /** In the order of the pipeline; rules that are switched off or pair movements with receipts are left out. */
  readonly rules: readonly RuleAnswer[];
  /** The rule that comes nearest: fewest failing conditions, the earlier rule where as many. */
  readonly nearest: RuleAnswer | null;
  /** What the run decided on the movement, in its words; null: nothing, or without words. */
  readonly note: string | null;
}

/** Why a movement is not paired with an item, for any pair: what each rule's own conditions say, and what was decided instead. */
export function whyNotPair(snapshot: Snapshot, movement: number, item: number): PairAnswer {
  const pipeline = rulesSwitchedOn(snapshot.settings);
  const decided = runRules(snapshot, pipeline);
  // Asked of each rule as if no earlier one had decided anything; what a charge pays is the exception, for refunds follow it.
  const isCharge = snapshot.movements.kind[movement] === 'charge';
  const ofCharges = isCharge ? {} : { shares: decided.decisions.shares, verdict: decided.decisions.verdict };
  const alone = { ...decided, decisions: { ...emptyDecisions(snapshot), ...ofCharges } };
  const rules = pipeline.flatMap((rule): RuleAnswer[] => {
    if (rule.judge === undefined) return [];
    const isDecidedSo =
      decided.decisions.rule[movement] === rule.code &&
      decided.decisions.shares[movement]?.some((share) => share.item === item) === true;
    const failing = isDecidedSo ? [] : rule.judge(alone, movement, item);
    const said = failing.map((condition) => ({ condition, text: conditionText(snapshot, movement, item, condition) }));
    return [{ ruleId: rule.id, version: rule.version, title: rule.title, failing: said }];
  });
  const nearest = rules.reduce<RuleAnswer | null>(
    (best, each) => (best === null || each.failing.length < best.failing.length ? each : best),
    null,
  );
  return { rules, nearest, note: decided.decisions.note.get(movement) ?? null };
}

/**
 * Near misses of a whole run, for `proposeRules`: charges that nothing was found for, each with the nearest item of its customer that one
 * condition of days or amount alone kept away. Where two items are as near, the charge says nothing. `approvedItem`: the item that a person
 * approved for a charge, as row key, or null where nobody decided.
 */
export function gatherMisses(
  snapshot: Snapshot,
  approvedItem: (movementKey: number) => number | null,
): readonly GatheredMiss[] {
  const { decisions, sorted } = runRules(snapshot, rulesSwitchedOn(snapshot.settings));
  const { movements, items, customers, currencies } = snapshot;
  const found: GatheredMiss[] = [];
  for (let movement = 0; movement < movements.key.length; movement++) {
    const isOpen = decisions.verdict[movement] === 'none' && searchesByAmount(snapshot, decisions, movement);
    const approved = approvedItem(movements.key[movement] ?? 0);
    if (!isOpen) continue;
    const amount = movements.amount[movement] ?? 0;
    const group = groupOfMovement(snapshot, sorted, movement);
    const reach = Math.floor(MISS_SHARE * amount);
    const around = sorted.between(group, amount - reach, amount + reach);
    if (around.length > MISS_ITEMS) continue;
    const near = [...around]
      // What another charge is to pay did not miss this one.
      .filter((item) => decisions.claimed[item] === 0)
      .map((item) => ({ item, failing: judgeByAmount(snapshot, movement, item) }))
      .filter(
        ({ failing }) => failing.length === 1 && ['amountDiffers', 'outsideWindow'].includes(failing[0]?.kind ?? ''),
      )
      .map((each) => ({ ...each, distance: distanceFrom(snapshot, movement, each.failing[0]) }))
      .sort((left, right) => left.distance - right.distance);
    const [first, second] = near;
    if (first === undefined || first.distance > MISS_DISTANCE || second?.distance === first.distance) continue;
    const [failed] = first.failing;
    const itemKey = items.key[first.item] ?? 0;
    const by: GatheredMiss['by'] | null =
      failed?.kind === 'outsideWindow'
        ? { kind: 'days', days: failed.days }
        : failed?.kind === 'amountDiffers'
          ? amountOf(failed.moreThousandths, items.exponent[first.item] ?? 0)
          : null;
    if (by === null) continue;
    const base = { movementKey: movements.key[movement] ?? 0, itemKey, by };
    found.push({
      ...base,
      customer: customers[movements.customer[movement] ?? -1] ?? '',
      currency: currencies[movements.currency[movement] ?? -1] ?? '',
      approved: approved === null ? null : approved === itemKey,
    });
  }
  return withoutRivals(found);
}

/** Of charges that missed one item only the one that a person approved for it counts, or the only one: it can pay it once. */
function withoutRivals(misses: readonly GatheredMiss[]): readonly GatheredMiss[] {
  const byItem = new Map<number, GatheredMiss[]>();
  for (const miss of misses) byItem.set(miss.itemKey, [...(byItem.get(miss.itemKey) ?? []), miss]);
  return misses.filter((miss) => miss.approved !== null || byItem.get(miss.itemKey)?.length === 1);
}

/** Items near one amount beyond which none is nearest. */
const MISS_ITEMS = 200;
/** A miss is near up to a tenth of the amount, or as many days as a month has. */
const MISS_DISTANCE = 1;
const MISS_SHARE = 0.1;
const MISS_DAYS = 31;

/** 1 is as far as a miss may be, by either measure. */
function distanceFrom({ movements }: Snapshot, movement: number, condition: AmountCondition | undefined): number {
  if (condition?.kind === 'outsideWindow') return condition.days / MISS_DAYS;
  if (condition?.kind !== 'amountDiffers') return Infinity;
  return Math.abs(condition.moreThousandths) / (MISS_SHARE * Math.max(1, movements.amount[movement] ?? 0));
}

function amountOf(moreThousandths: number, exponent: number): GatheredMiss['by'] | null {
  const amountMinor = fromThousandths(Math.abs(moreThousandths), exponent);
  return amountMinor === null ? null : { kind: 'amount', amountMinor, exponent };
}
