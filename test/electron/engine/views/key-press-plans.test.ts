import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { itemKeys, itemRows } from '../../../../electron/engine/views/item-view.ts';
import { matchDetail } from '../../../../electron/engine/views/match-detail.ts';
import { movementKeys, movementRows } from '../../../../electron/engine/views/movement-view.ts';
import { firstOpen } from '../../../../electron/engine/views/next-open.ts';
import { postingRows } from '../../../../electron/engine/views/posting-view.ts';
import { unitSummary } from '../../../../electron/engine/views/summary.ts';
import { returnLostReceipts } from '../../../../electron/engine/matching/return-lost-receipts.ts';
import { chargeJournal } from '../../../../electron/posting/journals/charge-journal.ts';
import type { ReadableLedger, WritableLedger } from '../../../../electron/ledger/operation.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { queryPlans } from '../../../support/query-plans.ts';
import { openBooks, profile, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

/** The tables that hold as many rows as there are customers, documents or movements, with the short names the queries use for them. */
const LARGE =
  'movement|m|c|ch|match|match_movement|mm|allocation|a|candidate|ar_item|i|o|posting|p|decision|d|source_object|stripe_\\w+|ps_customer|ps_payment|ps_payment_item|crosswalk_link|l';
/** A condition that every row of a company may fulfil: searching by nothing else is walking the table. */
const BY_ALL_ROWS = /\(((account|livemode|kind|unit|business_unit|set_id|system|state|status)=\?( AND )?)+\)/;
/** An index that holds only the postings of items on their way back: a handful, however large the company is. */
const FEW = / USING INDEX posting_taking_item_back$/;
const walks = (plans: readonly string[]) =>
  plans.filter(
    (line) =>
      !FEW.test(line) &&
      (new RegExp(`^SCAN (${LARGE})( |$)`).test(line) ||
        (new RegExp(`^SEARCH (${LARGE}) `).test(line) && BY_ALL_ROWS.test(line))),
  );

/** A charge, its refund and a dispute; linked, proposed, posted, with everything a detail tells; and a charge of nobody. */
function someBooks(): readonly number[] {
  const item = books.item('C1', 'INV-1', 5_000);
  const charge = books.movement('charge', 'ch_1', 5_000, { attention: 'severalCandidates', state: 'ambiguous' });
  const refund = books.movement('refund', 're_1', -5_000, { charge_id: 'ch_1', attention: 'refundOrDispute' });
  const dispute = books.movement('dispute', 'dp_1', -5_000, { charge_id: 'ch_1', state: 'notEvaluated' });
  const match = books.run(
    `INSERT INTO match (unit, kind, state, rule_id, rule_version, score, automatic, points_json, proposed_at)
     VALUES ('US', 'payment', 'proposed', 'amount-customer-date', 1, 1, 1, '[]', '2026-11-02T14:00:00.000Z')`,
  );
  books.run('INSERT INTO match_movement VALUES (?, ?, 1)', match, charge);
  books.run(
    "INSERT INTO allocation (match_id, movement_key, item_key, amount_minor, item_amount_minor, hold) VALUES (?, ?, ?, 5000, 5000, 'none')",
    match,
    charge,
    item,
  );
  books.run(
    "INSERT INTO candidate VALUES (?, 1, ?, 'amount-customer-date', 1, 0.5, '[]')",
    charge,
    JSON.stringify([item]),
  );
  const nobodys = books.movement('charge', 'ch_2', 5_000, { state: 'unmatched', customer_id: null });
  return [charge, refund, dispute, nobodys];
}

const asked: readonly (readonly [string, (db: ReadableLedger, key: number) => unknown])[] = [
  ['the rows of the list', (db, key) => movementRows.run(db, { keys: [key] })],
  [
    'the detail',
    (db, movementKey) =>
      matchDetail.run(db, { movementKey, profile, sample: true, viewer: { id: 'anna', isSignedIn: true } }),
  ],
  [
    'the items beside it',
    (db, movementKey) =>
      itemKeys.run(db, {
        request: { list: 'items', unit: 'US', movementKey },
        businessUnits: ['US001'],
        setId: 'SHARE',
      }),
  ],
  [
    'the rows of its items',
    (db, movementKey) => itemRows.run(db, { keys: [1], movementKey, setId: 'SHARE', today: '2026-11-02' }),
  ],
  ['the summary', (db) => unitSummary.run(db, { unit: 'US' })],
  ['the next open row', (db, key) => firstOpen.run(db, { keys: [key] })],
  ['the rows of its postings', (db) => postingRows.run(db, { keys: [1] })],
  [
    'whether it may be journalled',
    (db) =>
      chargeJournal(db, { kind: 'charge', account: 'acct_1', objectId: 'ch_1', paymentIntentId: 'pi_1' }, {
        unit: 'US',
        bookings: { chargesWithoutInvoice: { accountingTemplate: 'T' } },
      } as Parameters<typeof chargeJournal>[2]),
  ],
];

describe('what is asked at a key press', () => {
  it.each(asked)('%s, walks no table that grows with the company, whatever the planner knows of it', (_name, ask) => {
    for (const key of someBooks()) expect(walks(queryPlans(books.db, (db) => ask(db, key)))).toEqual([]);
  });

  it('and a matching round finds what receipts in error carried from those receipts', () => {
    const args = { at: '2026-11-02T14:00:00.000Z' as Instant, actor: 'a', machine: 'm', limit: 10 };
    const plans = queryPlans(books.db, (db) => returnLostReceipts.run(db as WritableLedger, args));
    expect(plans.slice(0, 2)).toEqual([
      'SCAN p USING COVERING INDEX ps_payment_in_error',
      'SEARCH m USING INDEX match_by_receipt (payment_key=?)',
    ]);
  });
});

describe('a list of a unit', () => {
  it('walks the index of that unit and no other', () => {
    const plans = (request: Parameters<typeof itemKeys.run>[1]['request']) =>
      queryPlans(books.db, (db) => itemKeys.run(db, { request, businessUnits: ['US001'], setId: 'SHARE' }));
    const first = 'SEARCH i USING INDEX ar_item_open (business_unit=?)';
    expect(plans({ list: 'items', unit: 'US', movementKey: null })).toContain(first);
    expect(plans({ list: 'items', unit: 'US', movementKey: null, text: 'INV' })).toContain(first);
    expect(
      queryPlans(books.db, (db) => movementKeys.run(db, { list: 'movements', unit: 'US', facet: 'all' }))[0],
    ).toMatch(/^SEARCH movement USING INDEX movement_by_(date|state) \(unit=\?/);
  });
});
