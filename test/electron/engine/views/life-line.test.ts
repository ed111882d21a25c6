import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lifeLineOf } from '../../../../electron/engine/views/life-line.ts';
import { movementRowsOf } from '../../../../electron/engine/views/movement-view.ts';
import { getMovement } from '../../../../electron/ledger/movement-store.ts';
import type { MovementKey } from '../../../../shared/domain/ids.ts';
import { openBooks, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

const lines = (key: number) =>
  lifeLineOf(books.db, getMovement(books.db, key as MovementKey)).map(
    ({ at, actor, text }) => `${at.slice(0, 10)} ${actor}: ${text}`,
  );

function dispute(id: string, status: string, ids: readonly string[]): void {
  books.run(
    `INSERT INTO stripe_dispute (account, dispute_id, charge_id, status, reason, evidence_due_at, balance_transactions_json)
       VALUES ('acct_1', ?, 'ch_1', ?, 'product_not_received', '2026-11-20T23:59:59.000Z', ?)`,
    id,
    status,
    JSON.stringify(ids),
  );
}
function balance(id: string, minor: number, fee: number, at: string): void {
  books.run(
    `INSERT INTO stripe_balance_transaction (account, balance_transaction_id, source_id, reporting_category, transaction_type, amount_minor,
       fee_minor, net_minor, exponent, currency, created_at, available_at, status, known)
     VALUES ('acct_1', ?, 'du_1', 'dispute', 'adjustment', ?, ?, ?, 2, 'USD', ?, ?, 'available', 1)`,
    id,
    minor,
    fee,
    minor - fee,
    at,
    at,
  );
}

describe('the life line of a charge', () => {
  it('is empty while nothing became of it', () => {
    expect(lines(books.movement('charge', 'ch_1', 10_000))).toEqual([]);
  });
  it('tells of refunds and disputes with every amount taken and given back, the same from each of them', () => {
    const at = '2026-10-05T12:00:00.000Z';
    const charge = books.movement('charge', 'ch_1', 10_000, { occurred_at: at });
    const refund = books.movement('refund', 're_1', -1_500, {
      charge_id: 'ch_1',
      occurred_at: '2026-10-07T12:00:00.000Z',
      source_status: 'failed',
    });
    books.run(
      `INSERT INTO stripe_refund (account, refund_id, status, amount_minor, exponent, currency, charge_id, failure_reason)
       VALUES ('acct_1', 're_1', 'failed', 1500, 2, 'USD', 'ch_1', 'expired_or_canceled_card')`,
    );
    const disputed = books.movement('dispute', 'du_1', -8_500, {
      charge_id: 'ch_1',
      occurred_at: '2026-10-09T12:00:00.000Z',
      source_status: 'won',
    });
    dispute('du_1', 'won', ['txn_1', 'txn_2']);
    balance('txn_1', -8_500, 1_500, '2026-10-09T12:00:00.000Z');
    balance('txn_2', 8_500, 0, '2026-10-30T12:00:00.000Z');
    const expected = [
      '2026-10-05 Stripe: charge succeeded, 100.00 USD',
      '2026-10-07 Stripe: refund re_1 failed and came back (expired or canceled card), 15.00 USD',
      '2026-10-09 Stripe: dispute du_1 (product not received) is won, 85.00 USD',
      '2026-10-09 Stripe: dispute withdrew 85.00 USD, fee 15.00 USD',
      '2026-10-30 Stripe: dispute gave back 85.00 USD',
    ];
    expect(lines(charge)).toEqual(expected);
    expect(lines(refund)).toEqual(expected);
    expect(lines(disputed)).toEqual(expected);
  });
  it('names the day by which evidence is due only while an answer is waited for', () => {
    books.movement('charge', 'ch_1', 10_000);
    const waits = books.movement('dispute', 'du_1', -8_500, {
      charge_id: 'ch_1',
      source_status: 'needs_response',
      attention: 'refundOrDispute',
    });
    dispute('du_1', 'needs_response', []);
    expect(lines(waits)[1]).toContain('waits for an answer, evidence by 2026-11-20 23:59 UTC, 85.00 USD');
    expect(movementRowsOf(books.db, [waits])).toMatchObject([{ stateText: 'answer due' }]);
    books.run("UPDATE movement SET source_status = 'lost' WHERE movement_key = ?", waits);
    expect(lines(waits)[1]).toContain('is lost, 85.00 USD');
    expect(movementRowsOf(books.db, [waits])).toMatchObject([{ stateText: 'dispute' }]);
  });
  it('tells of a payout that did not reach the bank', () => {
    const charge = books.movement('charge', 'ch_1', 10_000, { payout_id: 'po_1' });
    books.run(
      `INSERT INTO stripe_payout (account, payout_id, status, amount_minor, exponent, currency, automatic, method, arrival_at, reconciliation_status, failure_code)
       VALUES ('acct_1', 'po_1', 'failed', 9000, 2, 'USD', 1, 'standard', '2026-10-12T00:00:00.000Z', 'completed', 'account_closed')`,
    );
    expect(lines(charge)[1]).toBe('2026-10-12 Stripe: payout po_1 did not reach the bank (account closed)');
  });
});
