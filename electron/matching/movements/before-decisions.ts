import { toThousandths } from '../thousandths.ts';
import type { Snapshot } from './snapshot.ts';

/** One allocation that was approved, as the ledger keeps it. */
export interface ApprovedAllocation {
  readonly movementKey: number;
  readonly itemKey: number;
  readonly itemAmountMinor: number;
}

/**
 * The rows as they stood before these charges were approved: the charges are open and undecided again, and their items have back what was
 * allocated. So a rule can be tried on history, and judged by what was approved. The snapshot itself is left as it is.
 */
export function beforeDecisions(snapshot: Snapshot, approved: readonly ApprovedAllocation[]): Snapshot {
  const { movements, items } = snapshot;
  const movementAt = new Map(movements.key.map((key, movement) => [key, movement]));
  const itemAt = new Map(items.key.map((key, item) => [key, item]));
  const gate = [...movements.gate];
  const available = [...items.available];
  const taken = [...items.taken];
  for (const { movementKey, itemKey, itemAmountMinor } of approved) {
    const movement = movementAt.get(movementKey);
    const item = itemAt.get(itemKey);
    if (movement === undefined || item === undefined || movements.kind[movement] !== 'charge') continue;
    const amount = toThousandths(itemAmountMinor, items.exponent[item] ?? 0) ?? 0;
    if (gate[movement] === 'decided') gate[movement] = 'open';
    available[item] = Math.min(
      (available[item] ?? 0) + amount,
      Math.max(available[item] ?? 0, items.original[item] ?? 0),
    );
    taken[item] = false;
  }
  return { ...snapshot, movements: { ...movements, gate }, items: { ...items, available, taken } };
}
