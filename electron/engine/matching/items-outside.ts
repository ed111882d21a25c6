import { nearItems } from '../../matching/movements/collect-references.ts';
import { looksForSlips, QUIET_ITEMS_MOST } from '../../matching/movements/quiet-rows.ts';
import { ReferenceIndex } from '../../matching/movements/reference-index.ts';
import type { MovementRow, Snapshot } from '../../matching/movements/snapshot.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** What a part of the rows leaves out that it must not. */
export interface Outside {
  /** Keys of items whose number a charge of the part may have meant. */
  readonly items: readonly number[];
  /** PeopleSoft customers of whom all rows are to be there, because so many items are not told from fewer by what rules see of them. */
  readonly customers: readonly string[];
}

const ITEMS = 'SELECT item_key AS itemKey, item FROM ar_item WHERE business_unit = ? AND cust_id = ? ORDER BY item_key';

/**
 * Looks at the items of a customer that are not in a snapshot, for each customer of whom the snapshot has a charge that may pay any of them:
 * by its number, when the charge's texts have one that is a slip of the pen away, and by how many they are. `charges`: the rows of the
 * snapshot's movements, by key.
 */
export function itemsOutside(
  db: ReadableLedger,
  snapshot: Snapshot,
  charges: ReadonlyMap<number, MovementRow>,
): Outside {
  const inside = new Set(snapshot.items.key);
  const items: number[] = [];
  const customers: string[] = [];
  for (const [customer, looking] of lookingByCustomer(snapshot)) {
    const name = snapshot.customers[customer] ?? '';
    const all = itemsOf(db, snapshot, name);
    const missing = all.filter(({ itemKey }) => !inside.has(itemKey));
    if (missing.length === 0) continue;
    if (all.length > QUIET_ITEMS_MOST) {
      customers.push(name);
      continue;
    }
    const index = new ReferenceIndex();
    for (const [at, { item }] of missing.entries()) index.add(at, item, null, 0);
    const filter = { own: () => true, customer: 0, compare: (left: number, right: number) => left - right };
    const near = new Set<number>();
    for (const movement of looking) {
      const row = charges.get(snapshot.movements.key[movement] ?? 0);
      if (row !== undefined) for (const at of nearItems(row, index, filter)) near.add(at);
    }
    for (const at of near) items.push(missing[at]?.itemKey ?? 0);
  }
  return { items, customers };
}

function lookingByCustomer(snapshot: Snapshot): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (let movement = 0; movement < snapshot.movements.key.length; movement++) {
    if (!looksForSlips(snapshot, movement)) continue;
    const customer = snapshot.movements.customer[movement] ?? -1;
    const mine = found.get(customer);
    if (mine === undefined) found.set(customer, [movement]);
    else mine.push(movement);
  }
  return found;
}

function itemsOf(
  db: ReadableLedger,
  { settings }: Snapshot,
  customer: string,
): readonly { readonly itemKey: number; readonly item: string }[] {
  const units = new Set(settings.units.flatMap(({ businessUnits }) => businessUnits));
  return [...units].flatMap((unit) => statement<{ itemKey: number; item: string }>(db, ITEMS).all(unit, customer));
}
