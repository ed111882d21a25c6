import { judgeSilent } from '../pair-conditions.ts';
import { AMOUNT, CANDIDATE_LIMIT } from '../../rules.ts';
import { isActiveCharge, type Decisions } from '../decisions.ts';
import { windowOf } from '../date-window.ts';
import {
  catalogued,
  type Candidate,
  type Contest,
  type Contested,
  type Finding,
  type MatchingRule,
  type Remark,
  type RuleContext,
} from '../rule.ts';
import type { Snapshot } from '../snapshot.ts';
import type { SortedItems } from '../sorted-items.ts';
import { weighAmount } from '../weigh.ts';
import { amountDiffers, judgeByAmount } from './amount-conditions.ts';
import { LoneEvidence } from './lone-evidence.ts';
import { suitorCounts, WindowCover } from './window-cover.ts';

/** Pairs of one customer and amount beyond which nothing is told apart by dates: they are counted, not walked. */
const CROWD_PAIRS = 400;

/**
 * One open item of the linked customer with exactly the amount, dated near the charge. Certain only where nothing the books hold speaks for
 * another reading: see `LoneEvidence`.
 */
export const amountCustomerDate: MatchingRule = {
  ...catalogued(AMOUNT),
  parameters: { crowdPairs: CROWD_PAIRS },
  propose,
  weigh: ({ snapshot }, { movement, shares, alone }) => weighAmount(snapshot, movement, shares[0]?.item ?? -1, alone),
  contested,
  judge: ({ snapshot }, movement, item) => {
    const failing = judgeSilent(snapshot, movement, item, AMOUNT);
    const { movements, items } = snapshot;
    const isComparable = (items.available[item] ?? 0) > 0 && items.currency[item] === movements.currency[movement];
    if (isComparable && items.available[item] !== movements.amount[movement])
      failing.push(amountDiffers(snapshot, movement, item));
    return failing;
  },
};

function* propose({ snapshot, decisions, sorted }: RuleContext): Iterable<Finding> {
  const groups = groupsOf(snapshot, decisions, sorted);
  const lone = new LoneEvidence(
    snapshot,
    sorted,
    groups.flatMap(({ movements }) => movements.slice(0, 1)),
  );
  for (const group of groups) {
    const items = [...sorted.withAmount(group.group, group.amount)].filter((item) => decisions.claimed[item] === 0);
    if (items.length === 0) continue;
    if (items.length * group.movements.length > CROWD_PAIRS) yield* crowd(snapshot, group, items);
    else
      for (const movement of group.movements)
        for (const item of items)
          if (judgeByAmount(snapshot, movement, item).length === 0) yield candidate(snapshot, lone, movement, item);
  }
}

function candidate(snapshot: Snapshot, lone: LoneEvidence, movement: number, item: number): Candidate {
  const shares = [{ item, amount: snapshot.movements.amount[movement] ?? 0 }];
  const doubt = lone.doubtOf(movement, item);
  const note = doubt?.note ?? null;
  const base = { kind: 'candidate', rule: AMOUNT, movement, shares, asks: shares, attention: 'proposal' } as const;
  return { ...base, isCertain: doubt === null, note };
}

interface Group {
  readonly group: number;
  readonly amount: number;
  readonly movements: readonly number[];
}

/** Undecided charges with a customer and no item named, by customer, currency, unit and amount. */
function groupsOf(snapshot: Snapshot, decisions: Readonly<Decisions>, sorted: SortedItems): readonly Group[] {
  const { movements } = snapshot;
  const groups = new Map<string, Group & { movements: number[] }>();
  for (let movement = 0; movement < movements.key.length; movement++) {
    if (!searchesByAmount(snapshot, decisions, movement)) continue;
    const group = groupOfMovement(snapshot, sorted, movement);
    const amount = movements.amount[movement] ?? 0;
    const key = `${group}|${amount}`;
    const found = groups.get(key);
    if (found === undefined) groups.set(key, { group, amount, movements: [movement] });
    else found.movements.push(movement);
  }
  return [...groups.values()];
}

/** Whether rules that go by amount may look at this charge: it has a customer, and what its texts name decides nothing about it. */
export function searchesByAmount(snapshot: Snapshot, decisions: Readonly<Decisions>, movement: number): boolean {
  const { movements } = snapshot;
  return (
    (movements.customer[movement] ?? -1) >= 0 &&
    (movements.amount[movement] ?? 0) > 0 &&
    isActiveCharge(snapshot, decisions, movement) &&
    (movements.references[movement]?.foreign.length ?? 0) === 0 &&
    (movements.references[movement]?.own.length ?? 0) === 0
  );
}

/** The group of items a charge may pay. */
export function groupOfMovement(snapshot: Snapshot, sorted: SortedItems, movement: number): number {
  const { movements } = snapshot;
  return sorted.groupOf(
    movements.customer[movement] ?? -1,
    movements.currency[movement] ?? -1,
    movements.unit[movement] ?? -1,
  );
}

/** Very many rows of one customer and amount: no dates tell them apart, and what fits each is counted by window. */
function* crowd(snapshot: Snapshot, group: Group, items: readonly number[]): Iterable<Remark> {
  const days = snapshot.movements.day;
  const { amount } = group;
  const cover = new WindowCover(items.map((item) => ({ item, window: windowOf(snapshot, item) })));
  const suitors = suitorCounts(snapshot, group.movements, items);
  for (const movement of group.movements) {
    const day = days[movement] ?? 0;
    const isFree = !snapshot.rejected.has(movement);
    const fitting = isFree ? [] : cover.all(day).filter((item) => judgeByAmount(snapshot, movement, item).length === 0);
    const count = isFree ? cover.count(day) : fitting.length;
    if (count === 0) continue;
    const shown = isFree ? cover.nearest(day, CANDIDATE_LIMIT) : fitting.slice(0, CANDIDATE_LIMIT);
    const only = count === 1 ? shown[0] : undefined;
    const note =
      only === undefined ? severalItems(count) : severalCharges(snapshot, only, Math.max(1, suitors.get(only) ?? 1));
    const alternatives = shown.map((item) => ({ rule: AMOUNT, shares: [{ item, amount }] }));
    const ruling = { rule: AMOUNT, verdict: 'ambiguous', attention: 'severalCandidates', note, alternatives } as const;
    yield { kind: 'remark', movement, ruling, claims: shown };
  }
  const [first] = group.movements;
  const wanted = items.filter((item) => (suitors.get(item) ?? 0) > 0);
  // Later rules leave all of them alone, also those that no list shows.
  if (first !== undefined && wanted.length > 0) yield { kind: 'remark', movement: first, ruling: null, claims: wanted };
}

function severalItems(count: number): string {
  return `${count} open items of this customer have its amount.`;
}

function severalCharges({ items }: Snapshot, item: number, count: number): string {
  return `${count} charges of this amount fit the one open item ${items.item[item] ?? ''}.`;
}

function contested({ snapshot }: RuleContext, { mine, rivals }: Contest): Contested {
  const items = new Set(mine.map(({ shares }) => shares[0]?.item ?? -1));
  const [only = -1] = items;
  const note = items.size > 1 ? severalItems(items.size) : severalCharges(snapshot, only, rivals + 1);
  return { attention: 'severalCandidates', note };
}
