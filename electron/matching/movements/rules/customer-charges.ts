import type { RuleContext } from '../rule.ts';
import { groupOfMovement, searchesByAmount } from './amount-customer-date.ts';

/** Charges that rules by amount may look at and that nothing was found for yet, by the items they may pay; smallest first in each. */
export function chargesByGroup({ snapshot, sorted, decisions }: RuleContext): ReadonlyMap<number, readonly number[]> {
  const { movements } = snapshot;
  const groups = new Map<number, number[]>();
  for (let movement = 0; movement < movements.key.length; movement++) {
    if (!searchesByAmount(snapshot, decisions, movement)) continue;
    const group = groupOfMovement(snapshot, sorted, movement);
    const found = groups.get(group);
    if (found === undefined) groups.set(group, [movement]);
    else found.push(movement);
  }
  for (const found of groups.values())
    found.sort(
      (left, right) =>
        (movements.amount[left] ?? 0) - (movements.amount[right] ?? 0) ||
        (movements.day[left] ?? 0) - (movements.day[right] ?? 0),
    );
  return groups;
}
