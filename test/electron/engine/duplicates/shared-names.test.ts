import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDuplicates } from '../../../../electron/engine/duplicates/find-duplicates.ts';
import { matchingProfile } from '../../../../electron/engine/matching/matching-request.ts';
import { openBooks, profile, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
  books.stripeCustomer('cus_A', 'Halvorsen & Sons AS', { peoplesoft_customer: '1001' });
  books.customer('1001', 'HALVORSEN AND SONS');
  books.item('1001', 'INV-0048112', 10_000);
});
afterEach(() => books.close());

const on = (day: number): Record<string, unknown> => ({ occurred_at: `2026-10-${day}T12:00:00.000Z` });
const guest = { customer_id: null, card_fingerprint: null };
const charge = (id: string, fields: Record<string, unknown>): number => books.movement('charge', id, 10_000, fields);
const found = () =>
  findDuplicates(books.db, { profile: matchingProfile(profile), today: '2026-11-02', touched: null }).clusters.map(
    ({ members }) => members.map(({ movementKey }) => movementKey),
  );

describe('charges with neither the customer nor the card in common', () => {
  it('are compared where both name one item, by its whole number or without its prefix', async () => {
    const one = charge('ch_1', { ...guest, ...on(10), metadata_json: '{"invoice":"INV-0048112"}' });
    const two = charge('ch_2', { customer_id: 'cus_B', ...on(14), metadata_json: '{"invoice":"48112"}' });
    charge('ch_3', { ...guest, ...on(14), metadata_json: '{"invoice":"48113"}' });
    await books.match();
    expect(found()).toEqual([[one, two]]);
  });

  it('are compared with one that has its match already', async () => {
    const paid = charge('ch_1', { ...on(10), metadata_json: '{"invoice":"48112"}' });
    await books.match();
    books.run("UPDATE ar_item SET status = 'closed', balance_minor = 0");
    const again = charge('ch_2', { ...guest, ...on(14), description: 'Payment of INV-0048112' });
    expect(found()).toEqual([[paid, again]]);
  });

  it('are compared where they have one payment intent, one checkout session or one invoice of Stripe', () => {
    const near = (minute: number) => ({ ...guest, occurred_at: `2026-10-15T12:0${minute}:00.000Z` });
    const byIntent = [1, 2].map((minute) => charge(`ch_${minute}`, { ...near(minute), payment_intent_id: 'pi_1' }));
    const session = { metadata_json: '{"session":"cs_live_a1b2c3d4"}', amount_minor: 20_000 };
    const bySession = [3, 4].map((minute) => charge(`ch_${minute}`, { ...near(minute), ...session }));
    const byInvoice = [5, 6].map((minute) => charge(`ch_${minute}`, { ...near(minute), amount_minor: 30_000 }));
    books.run(
      `INSERT INTO stripe_invoice (account, invoice_id, number, status, total_minor, exponent, currency, metadata_json)
       VALUES ('acct_1', 'in_1', 'A1B2-0007', 'paid', 30000, 2, 'USD', '{}')`,
    );
    for (const minute of [5, 6])
      books.run(
        `INSERT INTO stripe_invoice_payment (account, invoice_payment_id, invoice_id, status, amount_minor, exponent, currency, payment_intent_id)
         VALUES ('acct_1', ?, 'in_1', 'paid', 30000, 2, 'USD', ?)`,
        `inpay_${minute}`,
        `pi_ch_${minute}`,
      );
    expect(found()).toEqual([byIntent, bySession, byInvoice]);
  });
});

describe('what two charges of one customer and card say', () => {
  const said = (description: string, minute: number): number =>
    charge(`ch_${minute}`, {
      card_fingerprint: 'fp_1',
      occurred_at: `2026-10-15T12:${10 + minute}:00.000Z`,
      description,
    });

  it.each([
    ['Order 12345 15.10.2026', 'Order 23456 15.10.2026'],
    ['Order 12345 5.10.2026', 'Order 23456 5.10.2026'],
    ['Order 12345 10/2026', 'Order 23456 10/2026'],
    ['Contract 45232/2026-10', 'Contract 45232/2026-11'],
  ])('tells them apart, whatever day both say: %s', (one, other) => {
    said(one, 1);
    said(other, 9);
    expect(found()).toEqual([]);
  });

  it.each([
    ['INV-0045232-2026', 'INV-0045232'],
    ['INV/0045232/2026-10', 'Invoice 45232'],
    ['INV-0045232-2026', 'INV00452322026'],
    ['2026/45232', 'INV-45232-2026'],
  ])('is one invoice with its period and without: %s, %s', (one, other) => {
    const keys = [said(one, 1), said(other, 9)];
    expect(found()).toEqual([keys]);
  });
});

describe('charges that each have a match', () => {
  const minutes = (minute: number) => ({ card_fingerprint: 'fp_1', occurred_at: `2026-10-15T12:0${minute}:00.000Z` });
  /** Applies a charge to an item, as a person does. */
  const apply = (movementKey: number, item: string): void => {
    const matchId = books.run(
      `INSERT INTO match (unit, kind, state, rule_id, rule_version, score, automatic, points_json, proposed_at)
       VALUES ('US', 'payment', 'proposed', 'person', 1, 1, 0, '[]', '2026-10-15T13:00:00.000Z')`,
    );
    books.run('INSERT INTO match_movement (match_id, movement_key, live) VALUES (?, ?, 1)', matchId, movementKey);
    books.run(
      `INSERT INTO allocation (match_id, movement_key, item_key, amount_minor, item_amount_minor, hold)
       SELECT ?, ?, item_key, 5000, 5000, 'none' FROM ar_item WHERE item = ?`,
      matchId,
      movementKey,
      item,
    );
  };

  it('are told apart by items of their own, and not by two parts of one item', () => {
    const [one, two] = [1, 2].map((minute) => charge(`ch_${minute}`, { ...minutes(minute), amount_minor: 5_000 }));
    if (one === undefined || two === undefined) throw new Error('no charges');
    books.item('1001', 'INV-0048113', 5_000);
    apply(one, 'INV-0048112');
    apply(two, 'INV-0048112');
    expect(found()).toEqual([[one, two]]);
    books.run(
      "UPDATE allocation SET item_key = (SELECT item_key FROM ar_item WHERE item = 'INV-0048113') WHERE movement_key = ?",
      two,
    );
    expect(found()).toEqual([]);
  });
});
