import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { SharedNames } from '../../matching/duplicates/charge-duplicates.ts';
import {
  checkoutSession,
  namedNumbers,
  wholeNumber,
  wordsWithDigits,
} from '../../matching/duplicates/named-documents.ts';
import { textFields } from '../matching/text-fields.ts';
import { TAKES_PART } from './charge-columns.ts';
import { interned } from './interned.ts';

interface Named {
  readonly key: number;
  readonly name: string;
}

/** Each by the index over the name, so that only charges that share one are read. */
const BY_INTENT = `SELECT movement_key AS key, payment_intent_id AS name FROM movement WHERE +kind = 'charge' AND payment_intent_id IN (
    SELECT payment_intent_id FROM movement WHERE payment_intent_id IS NOT NULL GROUP BY payment_intent_id HAVING count(*) > 1)`;
const BY_STRIPE_INVOICE = `SELECT m.movement_key AS key, ip.account || ' ' || ip.invoice_id AS name FROM stripe_invoice_payment ip
    JOIN movement m ON +m.account = ip.account AND (m.payment_intent_id = ip.payment_intent_id OR m.object_id = ip.charge_id)
  WHERE ip.status = 'paid' AND (ip.account, ip.invoice_id) IN (
    SELECT account, invoice_id FROM stripe_invoice_payment GROUP BY account, invoice_id HAVING count(*) > 1)`;
/** Items that a rule over references found for charges, where it could not decide between them, or where several charges are applied to one. */
const BY_CANDIDATE = `SELECT c.movement_key AS key, i.item AS name FROM candidate c, json_each(c.items_json) j JOIN ar_item i ON i.item_key = j.value
  WHERE c.rule_id = 'reference-exact'`;
const BY_SHARED_ITEM = `SELECT a.movement_key AS key, i.item AS name FROM allocation a JOIN ar_item i USING (item_key)
    JOIN match_movement mm ON mm.match_id = a.match_id AND mm.movement_key = a.movement_key AND mm.live = 1
  WHERE a.item_key IN (SELECT item_key FROM allocation GROUP BY item_key HAVING count(*) > 1)`;
const OF_ITEM = `SELECT a.movement_key AS key FROM allocation a JOIN match USING (match_id)
    JOIN match_movement mm ON mm.match_id = a.match_id AND mm.movement_key = a.movement_key AND mm.live = 1
  WHERE a.item_key = ? AND match.rule_id = 'reference-exact'`;
/** Charges that nothing is proposed for: what they pay is known from nothing but what they say. */
const OPEN = `SELECT movement_key AS key, description, metadata_json AS metadata FROM movement
  WHERE ${TAKES_PART} AND state IN ('unmatched', 'ambiguous') ORDER BY movement_key`;

/** A charge and a name that another charge bears too. */
export interface NamedCharge {
  readonly movementKey: number;
  readonly name: string;
}

/**
 * The names that more than one charge bears, whatever customer or card they were paid by: the intent or checkout session, an invoice of Stripe, and
 * the number of an item. Of charges that are matched the item counts, and only where another one shares it; of the others what their texts say.
 */
export function readSharedNames(db: ReadableLedger): readonly NamedCharge[] {
  const keysOf = new Map<string, Set<number>>();
  const add = (key: number, name: string): void => {
    const keys = keysOf.get(name);
    if (keys === undefined) keysOf.set(name, new Set([key]));
    else keys.add(key);
  };
  for (const { key, name } of statement<Named>(db, BY_INTENT).all()) add(key, name);
  for (const { key, name } of statement<Named>(db, BY_STRIPE_INVOICE).all()) add(key, name);
  for (const sql of [BY_CANDIDATE, BY_SHARED_ITEM])
    for (const { key, name } of statement<Named>(db, sql).all()) add(key, wholeNumber(name));
  const said = readTexts(db);
  const items = namedItems(db, said);
  for (const { key, name } of payersOf(db, items)) add(key, name);
  const known = new Set(items.map(({ name }) => name));
  for (const { key, session, numbers } of said) {
    if (session !== null) add(key, session);
    for (const number of numbers) if (known.has(number)) add(key, number);
  }
  return [...keysOf].flatMap(([name, keys]) =>
    keys.size > 1 ? [...keys].map((movementKey) => ({ movementKey, name })) : [],
  );
}

/** The shared names of rows, whose movements are `keys` in ascending order; those of charges that take no part are left out. */
export function sharedNames(db: ReadableLedger, keys: Int32Array, named: readonly NamedCharge[]): SharedNames {
  const nameOf = interned();
  const rowOf = rowFinder(keys);
  const entries = named.flatMap(({ movementKey, name }) => {
    const row = rowOf(movementKey);
    return row < 0 ? [] : [{ row, name: nameOf(name) }];
  });
  const idOf = statement<{ id: string }>(db, 'SELECT object_id AS id FROM movement WHERE movement_key = ?');
  const id = (row: number): string => idOf.get(keys[row] ?? 0)?.id ?? '';
  return {
    rows: Int32Array.from(entries, ({ row }) => row),
    names: Int32Array.from(entries, ({ name }) => name),
    order: (left, right) => (id(left) < id(right) ? -1 : 1),
  };
}

/** The row of a movement, -1 where it takes no part; the keys are in ascending order. */
function rowFinder(keys: Int32Array): (key: number) => number {
  return (key) => {
    let [low, high] = [0, keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return keys[low] === key ? low : -1;
  };
}

/** What the texts of a charge that is not matched say. */
interface Said {
  readonly key: number;
  readonly session: string | null;
  /** Words that may be the number of an item just as they stand. */
  readonly words: readonly string[];
  /** Those words and what they name, as `wholeNumber` gives it. */
  readonly numbers: ReadonlySet<string>;
}

function readTexts(db: ReadableLedger): readonly Said[] {
  return statement<{ key: number; description: string | null; metadata: string }>(db, OPEN)
    .all()
    .flatMap(({ key, description, metadata }): Said[] => {
      if (description === null && metadata === '{}') return [];
      const texts = { description, metadata: textFields(metadata) };
      const words = wordsWithDigits(texts);
      const numbers = new Set([...namedNumbers(texts), ...words.map(wholeNumber)]);
      return [{ key, session: checkoutSession(texts.metadata), words, numbers }];
    });
}

/** The items among what was said: spelled out, or by the number without its prefix. One walk of an index; most numbers are no item's. */
function namedItems(db: ReadableLedger, said: readonly Said[]): readonly Named[] {
  const words = new Set(said.flatMap((each) => each.words));
  const numbers = new Set(said.flatMap((each) => [...each.numbers]));
  if (numbers.size === 0) return [];
  const items = db.prepare<[], [key: number, item: string]>('SELECT item_key, item FROM ar_item').raw();
  const found: Named[] = [];
  for (const [key, item] of items.iterate()) {
    const name = wholeNumber(item);
    if (words.has(item) || numbers.has(name)) found.push({ key, name });
  }
  return found;
}

/** Charges that are applied to one of the items because they name it. */
function payersOf(db: ReadableLedger, items: readonly Named[]): readonly Named[] {
  const payers = statement<{ key: number }>(db, OF_ITEM);
  return items.flatMap(({ key: item, name }) => payers.all(item).map(({ key }) => ({ key, name })));
}
