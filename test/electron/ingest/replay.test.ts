import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observedPage } from '../../../electron/ingest/stripe/observed-page.ts';
import { mapStripeObject } from '../../../electron/connectors/stripe/mapper.ts';
import type { StripeType } from '../../../electron/connectors/stripe/types.ts';
import { runWrite } from '../../../electron/ledger/direct-ledger.ts';
import { storeStripePages } from '../../../electron/ingest/stripe/operations.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { temporaryLedger } from '../ledger/temporary-ledger.ts';
import * as samples from '../connectors/stripe/samples.ts';
import { readBooks } from './books.ts';

type Raw = Readonly<Record<string, unknown>>;
const units = [{ unit: 'US', zone: 'America/New_York', goLiveDate: '2026-10-01', currencies: ['USD'] }];
const context = { account: 'acct_1', livemode: false, units, at: '2026-11-02T14:00:00.000Z' as Instant };

/** Successive states of some objects, in the order in which Stripe went through them; each becomes one page. */
const STORY: readonly Raw[] = [
  samples.charge({ status: 'pending', captured: false, amount_captured: 0, balance_transaction: null }),
  samples.charge({ balance_transaction: null, customer: null }),
  samples.customer({ name: null }),
  samples.charge({ description: 'late words' }),
  samples.customer(),
  samples.refund({ status: 'pending', balance_transaction: null }),
  samples.balanceTransaction({ status: 'pending' }),
  samples.charge({ id: 'ch_2', currency: 'xqz' }),
  samples.refund({ id: 're_2', charge: 'ch_2' }),
  samples.balanceTransaction(),
  samples.refund(),
  samples.balanceTransaction({
    id: 'txn_2',
    source: 're_1',
    reporting_category: 'refund',
    amount: -500,
    fee: 0,
    net: -500,
  }),
  samples.dispute({ status: 'warning_needs_response', balance_transactions: [] }),
  samples.charge({ id: 'ch_2' }),
  samples.dispute(),
  samples.invoice({ status: 'open' }),
  samples.invoicePayment({ status: 'open', amount_paid: null }),
  samples.invoice(),
  samples.invoicePayment(),
  samples.refund({ status: 'failed', failure_balance_transaction: 'txn_5' }),
  samples.balanceTransaction({
    id: 'txn_5',
    source: 're_1',
    reporting_category: 'refund_failure',
    amount: 500,
    fee: 0,
    net: 500,
  }),
  samples.payout({ status: 'in_transit' }),
  samples.payout({ status: 'failed' }),
  samples.paymentIntent({ status: 'processing', amount_received: 0 }),
  samples.paymentIntent({ payment_method_types: ['customer_balance'] }),
  samples.cashBalanceTransaction(),
  samples.topup({ status: 'pending', balance_transaction: null }),
  samples.topup(),
  samples.creditNote({ customer_balance_transaction: 'cbtxn_1' }),
  samples.customerBalanceTransaction(),
  samples.customer({ balance: -300 }),
];

function play(order: readonly number[]): string {
  const made = temporaryLedger();
  try {
    for (const index of order) {
      const value = STORY[index] ?? {};
      const type = value['object'] as StripeType;
      const mapped = mapStripeObject(type, value, false);
      // Each state was seen at its own time, whenever its page arrives here.
      const observedAt = new Date(Date.parse('2026-11-01T00:00:00Z') + index * 1_000).toISOString() as Instant;
      const page = mapped.accepted
        ? observedPage(observedAt, { objects: [mapped.object], refused: [] })
        : observedPage(observedAt, { objects: [], refused: [mapped.refused] });
      runWrite(made.db, storeStripePages, {
        context,
        runId: null,
        type,
        arrivedBy: 'poll',
        pages: [page],
        cursor: null,
        closes: false,
      });
    }
    return readBooks(made.db);
  } finally {
    made.remove();
  }
}

describe('replaying pages', () => {
  it('gives the same ledger in any order and any number of times', () => {
    const indices = STORY.map((_value, index) => index);
    const expected = play(indices);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(indices, { minLength: indices.length }),
        fc.array(fc.nat({ max: indices.length - 1 }), { maxLength: 12 }),
        (order, again) => {
          const mixed = [...order];
          for (const [at, index] of again.entries()) mixed.splice((at * 7) % mixed.length, 0, index);
          expect(play(mixed)).toBe(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('never lets an older state replace a newer one', () => {
    const books = play([3, 1, 0]);
    expect(books).toContain('"description":"late words"');
    expect(books).toBe(play([0, 1, 3]));
  });
});
