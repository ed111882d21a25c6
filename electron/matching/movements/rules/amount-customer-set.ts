import { SET, SET_ITEM_LIMIT, SET_SIZE_LIMIT, SET_STEP_BUDGET } from '../../rules.ts';
import { isRejected, overLink, rule, type Decisions } from '../decisions.ts';
import type { Share, Snapshot } from '../snapshot.ts';
import type { SortedItems } from '../sorted-items.ts';
import { findSubsetSum } from '../subset-sum.ts';
import { windowOf } from './amount-conditions.ts';
import { groupOfMovement, searchesByAmount } from './amount-customer-date.ts';

/**
 * Several open items of the linked customer that add up to the charge. Proposed only when one single set does; searched by
 * steps, not by time. Charges whose sets overlap are rivals and none is proposed.
 */
export function applySetRule(snapshot: Snapshot, decisions: Decisions, sorted: SortedItems): void {
  const wanted: { movement: number; shares: readonly Share[] }[] = [];
  const suitors = new Map<number, number>();
  for (let movement = 0; movement < snapshot.movements.key.length; movement++) {
    if (!searchesByAmount(snapshot, decisions, movement)) continue;
    const shares = search(snapshot, decisions, sorted, movement);
    if (shares === null) continue;
    wanted.push({ movement, shares });
    for (const { item } of shares) suitors.set(item, (suitors.get(item) ?? 0) + 1);
  }
  for (const { movement, shares } of wanted) {
    const contested = shares.some(({ item }) => (suitors.get(item) ?? 0) > 1);
    if (contested)
      rule(snapshot, decisions, movement, {
        rule: SET,
        verdict: 'ambiguous',
        attention: 'severalCandidates',
        note: 'The items that add up to it are wanted by another charge too.',
        shares,
      });
    else rule(snapshot, decisions, movement, { rule: SET, ...overLink(snapshot, movement, false), shares });
  }
}

/** The only set for a movement, or null; other outcomes are ruled at once. */
function search(
  snapshot: Snapshot,
  decisions: Decisions,
  sorted: SortedItems,
  movement: number,
): readonly Share[] | null {
  const { items } = snapshot;
  const amount = snapshot.movements.amount[movement] ?? 0;
  const day = snapshot.movements.day[movement] ?? 0;
  const range = sorted.upTo(groupOfMovement(snapshot, sorted, movement), amount - 1);
  const giveUp = (note: string): null => {
    rule(snapshot, decisions, movement, { rule: SET, verdict: 'notEvaluated', attention: 'notEvaluated', note });
    return null;
  };
  if (range.length > SET_ITEM_LIMIT)
    return giveUp(`No single item fits, and ${range.length} open items are too many to try every sum of them.`);
  const usable = [...range].filter((item) => {
    const [from, to] = windowOf(snapshot, item);
    return decisions.claimed[item] === 0 && from <= day && day <= to;
  });
  const amounts = usable.map((item) => items.available[item] ?? 0);
  const result = findSubsetSum(amounts, amount, SET_SIZE_LIMIT, SET_STEP_BUDGET);
  const sharesOf = (positions: readonly number[]): Share[] =>
    positions.map((position) => ({ item: usable[position] ?? -1, amount: amounts[position] ?? 0 }));
  switch (result.found) {
    case 'none':
      return null;
    case 'gaveUp':
      return giveUp(`No single item fits, and ${usable.length} open items have more sums than were tried.`);
    case 'several': {
      const alternatives = result.examples.map(sharesOf);
      if (alternatives.every((shares) => isRejected(snapshot, movement, shares))) return null;
      const note = 'More than one set of open items adds up to it.';
      const attention = 'severalCandidates';
      rule(snapshot, decisions, movement, { rule: SET, verdict: 'ambiguous', attention, note, alternatives });
      return null;
    }
    case 'one': {
      const shares = sharesOf(result.positions);
      return isRejected(snapshot, movement, shares) ? null : shares;
    }
  }
}
