import type { WriterHandle } from '../../../electron/ledger/open-ledger.ts';

/**
 * The bound of `exact`: both sides read raw, one Map, the pairs written raw in one transaction. Nothing is checked, scored, or
 * explained. Answers how many pairs there were.
 */
export function joinByMap(db: WriterHandle): number {
  db.exec('DROP TABLE IF EXISTS bound_pair');
  db.exec('CREATE TABLE bound_pair (movement_key INTEGER PRIMARY KEY, item_key INTEGER NOT NULL) STRICT');
  const items = new Map<string, number>();
  const readItems = db.prepare<[], [number, string]>('SELECT item_key, item FROM ar_item').raw();
  for (const [key, item] of readItems.iterate()) items.set(item, key);
  const pairs: [number, number][] = [];
  const readMovements = db
    .prepare<[], [number, string]>("SELECT movement_key, metadata_json ->> '$.invoice_number' FROM movement")
    .raw();
  for (const [key, reference] of readMovements.iterate()) {
    const item = items.get(reference);
    if (item !== undefined) pairs.push([key, item]);
  }
  const write = db.prepare('INSERT INTO bound_pair VALUES (?, ?)');
  db.exec('BEGIN IMMEDIATE');
  for (const [movement, item] of pairs) write.run(movement, item);
  db.exec('COMMIT');
  return pairs.length;
}
