import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countArrived } from '../../../../electron/engine/views/arrivals.ts';
import { itemKeys, type ItemKeysArgs } from '../../../../electron/engine/views/item-view.ts';
import { queryPlans } from '../../../support/query-plans.ts';
import { openBooks, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

const beside = (movementKey: number): ItemKeysArgs => ({
  request: { list: 'items', unit: 'US', movementKey },
  businessUnits: ['US001', 'US002'],
  setId: 'SHARE',
});

/** The rule as one condition that is asked of every item of the unit: slow and plain. */
const PLAINLY = `SELECT i.item_key FROM ar_item i WHERE i.business_unit IN ('US001', 'US002') AND (
    (i.status = 'open' AND (i.cust_id IN (:customers) OR (NOT EXISTS (:customers) AND EXISTS (SELECT 1 FROM movement m
      WHERE m.movement_key = @movement AND m.currency = i.currency
        AND abs(m.amount_minor) * CAST(pow(10, i.exponent) AS INTEGER) = i.balance_minor * CAST(pow(10, m.exponent) AS INTEGER)))))
    OR i.item_key IN (SELECT a.item_key FROM match_movement mm JOIN allocation a ON a.match_id = mm.match_id WHERE mm.movement_key = @movement AND mm.live = 1)
    OR i.item_key IN (SELECT value FROM candidate c, json_each(c.items_json, '$') WHERE c.movement_key = @movement)
    OR i.item_key IN (SELECT a.item_key FROM movement m JOIN movement c ON c.object_id = m.charge_id AND c.account = m.account AND c.kind = 'charge'
      JOIN match_movement mm ON mm.movement_key = c.movement_key AND mm.live = 1 JOIN allocation a ON a.match_id = mm.match_id WHERE m.movement_key = @movement))
  ORDER BY i.item_key`.replaceAll(
  ':customers',
  `SELECT l.cust_id FROM movement m JOIN crosswalk_link l ON l.account = m.account AND l.customer_id = m.customer_id
   WHERE m.movement_key = @movement AND (l.state IN ('confirmed', 'proposed') OR ifnull(l.valid_until_date, '') >= m.accounting_date)`,
);

const aChoice = fc.record({
  items: fc.array(
    fc.record({
      unit: fc.constantFrom('US001', 'US002', 'DE001'),
      customer: fc.constantFrom('C1', 'C2', 'C3'),
      amount: fc.constantFrom(100, 1_000, 10, 2_000, 1),
      exponent: fc.constantFrom(0, 2, 3),
      currency: fc.constantFrom('USD', 'EUR'),
      open: fc.boolean(),
    }),
    { minLength: 1, maxLength: 14 },
  ),
  links: fc.uniqueArray(
    fc.record({
      customer: fc.constantFrom('C1', 'C2', 'C3'),
      set: fc.constantFrom('SHARE', 'OTHER'),
      state: fc.constantFrom('proposed', 'rejected', 'retired'),
      // The movement’s day is the 15th.
      until: fc.constantFrom(null, '2026-10-14', '2026-10-15', '2026-11-01'),
    }),
    { maxLength: 3, selector: ({ customer, set }) => `${customer} ${set}` },
  ),
  refunds: fc.boolean(),
  amount: fc.constantFrom(100, 1_000, 10, 15),
  exponent: fc.constantFrom(0, 2, 3),
  proposed: fc.array(fc.nat(), { maxLength: 2 }),
  paid: fc.array(fc.nat(), { maxLength: 2 }),
  candidates: fc.array(fc.nat(), { maxLength: 3 }),
});
type Choice = typeof aChoice extends fc.Arbitrary<infer Value> ? Value : never;

function writeChoice(choice: Choice): number {
  const items = choice.items.map((each, index) => {
    const key = books.item(each.customer, `I${index}`, each.amount);
    books.run(
      'UPDATE ar_item SET business_unit = ?, exponent = ?, currency = ?, status = ? WHERE item_key = ?',
      each.unit,
      each.exponent,
      each.currency,
      each.open ? 'open' : 'closed',
      key,
    );
    return key;
  });
  const at = (index: number) => items[index % items.length] ?? 0;
  const charge = books.movement('charge', 'ch_1', choice.amount, { exponent: choice.exponent });
  const refund = books.movement('refund', 're_1', -choice.amount, {
    exponent: choice.exponent,
    charge_id: 'ch_1',
  });
  const movement = choice.refunds ? refund : charge;
  for (const { customer, set, state, until } of choice.links)
    books.run(
      `INSERT INTO crosswalk_link (account, customer_id, set_id, cust_id, state, basis, evidence_json, evidence_hash, proposed_at, valid_until_date)
       VALUES ('acct_1', 'cus_A', ?, ?, ?, 'exactName', '{}', 'h', '2026-11-02T14:00:00.000Z', ?)`,
      set,
      customer,
      state,
      until,
    );
  allocate(charge, [...new Set(choice.paid.map(at))]);
  if (choice.refunds) allocate(refund, [...new Set(choice.proposed.map(at))]);
  choice.candidates.forEach((index, rank) =>
    books.run(
      "INSERT INTO candidate VALUES (?, ?, ?, 'r', 1, 0.5, '[]')",
      movement,
      rank,
      JSON.stringify([at(index), at(index + 1)]),
    ),
  );
  return movement;
}

function allocate(movement: number, items: readonly number[]): void {
  const match = books.run(
    `INSERT INTO match (unit, kind, state, rule_id, rule_version, score, automatic, points_json, proposed_at)
     VALUES ('US', 'payment', 'proposed', 'r', 1, 1, 1, '[]', '2026-11-02T14:00:00.000Z')`,
  );
  books.run('INSERT INTO match_movement VALUES (?, ?, 1)', match, movement);
  for (const item of items)
    books.run(
      "INSERT INTO allocation (match_id, movement_key, item_key, amount_minor, item_amount_minor, hold) VALUES (?, ?, ?, 1, 1, 'none')",
      match,
      movement,
      item,
    );
}

describe('the items beside a movement', () => {
  it('are those of the plain condition, in every make-up of books', () => {
    let shown = 0;
    fc.assert(
      fc.property(aChoice, (choice) => {
        books.db.exec('BEGIN');
        const movement = writeChoice(choice);
        const plainly = books.db.prepare<[object], number>(PLAINLY).pluck().all({ movement });
        const keys = [...itemKeys.run(books.db, beside(movement))].toSorted((left, right) => left - right);
        const arrived = countArrived.run(books.db, { ...beside(movement), today: '2026-11-02', after: 0 });
        books.db.exec('ROLLBACK');
        expect(keys).toEqual(plainly);
        expect(arrived).toBe(plainly.length);
        shown += plainly.length;
      }),
      { numRuns: 150, seed: 7 },
    );
    expect(shown).toBeGreaterThan(200);
  });

  it('are found each by an index, never by looking at every item or movement', () => {
    const movement = books.movement('refund', 're_1', -100, { charge_id: 'ch_1' });
    const plans = queryPlans(books.db, (db) => itemKeys.run(db, beside(movement)));
    expect(
      plans.filter((line) => /^SCAN (i|o|m|c|mm|a|l|ar_item|movement)\b/.test(line) && !line.includes('json')),
    ).toEqual([]);
    expect(plans.filter((line) => /^SEARCH [io] /.test(line)).toSorted()).toEqual([
      'SEARCH i USING INTEGER PRIMARY KEY (rowid=?)',
      'SEARCH o USING COVERING INDEX ar_item_by_balance (currency=? AND balance_minor=? AND exponent=?)',
      'SEARCH o USING COVERING INDEX ar_item_open (business_unit=? AND cust_id=?)',
    ]);
    expect(plans).toContain(
      'SEARCH c USING COVERING INDEX sqlite_autoindex_movement_1 (account=? AND livemode=? AND kind=? AND object_id=?)',
    );
  });
});
