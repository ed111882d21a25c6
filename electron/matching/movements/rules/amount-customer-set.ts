import { judgeSum } from './judge-sum.ts';
import { SET, SET_ITEM_LIMIT, SET_SIZE_LIMIT, SET_STEP_BUDGET } from '../../rules.ts';
import { isRejected } from '../decisions.ts';
import { windowOf } from '../date-window.ts';
import { catalogued, type Finding, type MatchingRule, type RuleContext } from '../rule.ts';
import type { Share } from '../snapshot.ts';
import { findSubsetSum } from '../subset-sum.ts';
import { weighSet } from '../weigh.ts';
import { groupOfMovement, searchesByAmount } from './amount-customer-date.ts';

/**
 * Several open items of the linked customer that add up to the charge. Proposed only when one single set does; searched by
 * steps, not by time. Charges whose sets overlap are rivals.
 */
export const amountCustomerSet: MatchingRule = {
  ...catalogued(SET),
  parameters: { sizeLimit: SET_SIZE_LIMIT, itemLimit: SET_ITEM_LIMIT, stepBudget: SET_STEP_BUDGET },
  propose,
  weigh: ({ snapshot }, { movement, shares }) => weighSet(snapshot, movement, shares),
  contested: () => ({
    attention: 'severalCandidates',
    note: 'The items that add up to it are wanted by another charge too.',
  }),
  judge: (context, movement, item) => judgeSum(context, propose(context), movement, item, SET),
};

function* propose(context: RuleContext): Iterable<Finding> {
  for (let movement = 0; movement < context.snapshot.movements.key.length; movement++)
    if (searchesByAmount(context.snapshot, context.decisions, movement)) {
      const found = search(context, movement);
      if (found !== null) yield found;
    }
}

/** What the only set makes of a movement, or why there is none to propose; null where nothing adds up. */
function search({ snapshot, decisions, sorted }: RuleContext, movement: number): Finding | null {
  const { items } = snapshot;
  const amount = snapshot.movements.amount[movement] ?? 0;
  const day = snapshot.movements.day[movement] ?? 0;
  const range = sorted.upTo(groupOfMovement(snapshot, sorted, movement), amount - 1);
  const gaveUp = (note: string): Finding => ({
    kind: 'remark',
    movement,
    ruling: { rule: SET, verdict: 'notEvaluated', attention: 'notEvaluated', note },
    isLast: true,
  });
  const usable = [...range].filter((item) => {
    const [from, to] = windowOf(snapshot, item, SET);
    return decisions.claimed[item] === 0 && from <= day && day <= to;
  });
  if (usable.length > SET_ITEM_LIMIT)
    return gaveUp(`No single item fits, and ${usable.length} open items are too many to try every sum of them.`);
  const amounts = usable.map((item) => items.available[item] ?? 0);
  const result = findSubsetSum(amounts, amount, SET_SIZE_LIMIT, SET_STEP_BUDGET);
  const sharesOf = (positions: readonly number[]): Share[] =>
    positions.map((position) => ({ item: usable[position] ?? -1, amount: amounts[position] ?? 0 }));
  switch (result.found) {
    case 'none':
      return null;
    case 'gaveUp':
      return gaveUp(`No single item fits, and ${usable.length} open items have more sums than were tried.`);
    case 'several': {
      const sets = result.examples.map(sharesOf);
      if (sets.every((shares) => isRejected(snapshot, movement, shares))) return null;
      const note = 'More than one set of open items adds up to it.';
      const alternatives = sets.map((shares) => ({ rule: SET, shares }));
      const base = { rule: SET, verdict: 'ambiguous', attention: 'severalCandidates' } as const;
      return { kind: 'remark', movement, ruling: { ...base, note, alternatives } };
    }
    case 'one': {
      const shares = sharesOf(result.positions);
      if (isRejected(snapshot, movement, shares)) return null;
      const base = { kind: 'candidate', rule: SET, movement, shares, asks: shares } as const;
      return { ...base, isCertain: false, attention: 'proposal', note: null };
    }
  }
}
