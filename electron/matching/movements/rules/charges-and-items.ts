import { judgeSum } from './judge-sum.ts';
import { GROUP } from '../../rules.ts';
import { compareText } from '../compare-text.ts';
import { isRejected } from '../decisions.ts';
import { windowOf } from '../date-window.ts';
import { catalogued, type Candidate, type MatchingRule, type Part, type RuleContext } from '../rule.ts';
import type { Share } from '../snapshot.ts';
import { weighGroup } from '../weigh.ts';
import { chargesByGroup } from './customer-charges.ts';

/** Charges and items of one customer beyond which equal sums are chance. */
const CHARGE_LIMIT = 10;
const ITEM_LIMIT = 14;
/** Most charges and most items of one group. */
const SIZE_LIMIT = 3;

/**
 * Several charges of the linked customer that are together several of its open items to the cent. Proposed only when one single pair of
 * sets is, and none of its charges could change places with another. How much of a charge goes to which item follows their dates.
 */
export const chargesAndItems: MatchingRule = {
  ...catalogued(GROUP),
  parameters: { chargeLimit: CHARGE_LIMIT, itemLimit: ITEM_LIMIT, sizeLimit: SIZE_LIMIT },
  propose,
  weigh: ({ snapshot }, { movement, group }) => weighGroup(snapshot, movement, group ?? []),
  judge: (context, movement, item) => judgeSum(context, propose(context), movement, item, GROUP),
};

function* propose(context: RuleContext): Iterable<Candidate> {
  const { snapshot, sorted, decisions } = context;
  const { movements, items } = snapshot;
  for (const [group, charges] of chargesByGroup(context)) {
    if (charges.length < 2 || charges.length > CHARGE_LIMIT) continue;
    const open = [...sorted.upTo(group, Number.MAX_SAFE_INTEGER - 1)].filter((item) => decisions.claimed[item] === 0);
    if (open.length < 2 || open.length > ITEM_LIMIT) continue;
    const paid = setsBySum(open, (item) => items.available[item] ?? 0);
    const pairs: { charges: readonly number[]; items: readonly number[] }[] = [];
    for (const [sum, sets] of setsBySum(charges, (movement) => movements.amount[movement] ?? 0))
      for (const some of sets) for (const others of paid.get(sum) ?? []) pairs.push({ charges: some, items: others });
    const fitting = pairs.filter((pair) => isNear(context, pair.charges, pair.items));
    const [only] = fitting;
    const found = fitting.length === 1 && only !== undefined ? candidateOf(context, only.charges, only.items) : null;
    if (found !== null) yield found;
  }
}

/** All sets of two and more, by their sum. */
function setsBySum(of: readonly number[], amount: (each: number) => number): ReadonlyMap<number, number[][]> {
  const found = new Map<number, number[][]>();
  const extend = (from: number, set: readonly number[], sum: number): void => {
    if (set.length > 1) found.set(sum, [...(found.get(sum) ?? []), [...set]]);
    if (set.length === SIZE_LIMIT) return;
    for (let at = from; at < of.length; at++) {
      const each = of[at] ?? -1;
      extend(at + 1, [...set, each], sum + amount(each));
    }
  };
  extend(0, [], 0);
  return found;
}

function isNear({ snapshot }: RuleContext, charges: readonly number[], items: readonly number[]): boolean {
  return items.every((item) => {
    const [from, to] = windowOf(snapshot, item, GROUP);
    return charges.every((each) => {
      const day = snapshot.movements.day[each] ?? 0;
      return from <= day && day <= to;
    });
  });
}

/** Earlier charges pay the items that are due earlier; null where two charges, or two items, could change places. */
function candidateOf(context: RuleContext, charges: readonly number[], paid: readonly number[]): Candidate | null {
  const { snapshot } = context;
  const { movements, items } = snapshot;
  const inTime = charges.toSorted(
    (left, right) =>
      (movements.day[left] ?? 0) - (movements.day[right] ?? 0) ||
      (movements.amount[left] ?? 0) - (movements.amount[right] ?? 0),
  );
  const said = new Set(charges.map((each) => `${movements.day[each] ?? 0}|${movements.amount[each] ?? 0}`));
  if (said.size < charges.length) return null;
  const inDue = paid.toSorted(
    (left, right) =>
      (items.dueDay[left] ?? 0) - (items.dueDay[right] ?? 0) ||
      compareText(items.item[left] ?? '', items.item[right] ?? '') ||
      compareText(items.businessUnit[left] ?? '', items.businessUnit[right] ?? '') ||
      (items.line[left] ?? 0) - (items.line[right] ?? 0),
  );
  const parts = spread(context, inTime, inDue);
  const [first, ...others] = parts;
  if (first === undefined || parts.some(({ movement, shares }) => isRejected(snapshot, movement, shares))) return null;
  const names = inDue.map((item) => items.item[item] ?? '').join(', ');
  return {
    ...first,
    kind: 'candidate',
    rule: GROUP,
    others,
    asks: inDue.map((item) => ({ item, amount: items.available[item] ?? 0 })),
    isCertain: false,
    attention: 'proposal',
    note: `${charges.length} charges of this customer are together exactly ${names}.`,
  };
}

function spread({ snapshot }: RuleContext, charges: readonly number[], items: readonly number[]): readonly Part[] {
  const left = new Map(items.map((item) => [item, snapshot.items.available[item] ?? 0]));
  return charges.map((movement) => {
    let rest = snapshot.movements.amount[movement] ?? 0;
    const shares: Share[] = [];
    for (const [item, open] of left) {
      const amount = Math.min(rest, open);
      if (amount <= 0) continue;
      shares.push({ item, amount });
      left.set(item, open - amount);
      rest -= amount;
    }
    return { movement, shares };
  });
}
