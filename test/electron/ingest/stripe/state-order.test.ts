import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as samples from '../../connectors/stripe/samples.ts';
import { recordBooks, type Fields } from '../record-books.ts';

const at = samples.charge()['created'] as number;

const event = (type: string, object: Fields, created = at): Fields => ({
  id: `evt_${type}`,
  object: 'event',
  created,
  livemode: false,
  type,
  data: { object },
});

const uncaptured = { captured: false, amount_captured: 0, balance_transaction: null };
const withdrawal = samples.balanceTransaction({ id: 'txn_d', type: 'adjustment', reporting_category: 'dispute' });
const reinstated = { ...withdrawal, id: 'txn_w', reporting_category: 'dispute_reversal' };
const warning = { status: 'warning_needs_response', balance_transactions: [] };
/** What Stripe says of one object within a second, first to last. */
const SEQUENCES: Readonly<Record<string, readonly Fields[]>> = {
  'an invoice that is paid at once': [
    event('invoice.created', samples.invoice({ status: 'draft', number: null, amount_paid: 0 })),
    event('invoice.finalized', samples.invoice({ status: 'open', amount_paid: 0 })),
    event('invoice.updated', samples.invoice({ status: 'open', amount_paid: 0, metadata: { sent: '1' } })),
    event('invoice.paid', samples.invoice({ status: 'paid', amount_paid: samples.invoice()['total'] })),
  ],
  'an invoice that is voided': [
    event('invoice.finalized', samples.invoice({ status: 'open', amount_paid: 0 })),
    event('invoice.marked_uncollectible', samples.invoice({ status: 'uncollectible', amount_paid: 0 })),
    event('invoice.voided', samples.invoice({ status: 'void', amount_paid: 0 })),
  ],
  'a payment intent that succeeds': [
    event(
      'payment_intent.created',
      samples.paymentIntent({ status: 'requires_payment_method', amount_received: 0, latest_charge: null }),
    ),
    event(
      'payment_intent.requires_action',
      samples.paymentIntent({ status: 'requires_action', amount_received: 0, latest_charge: null }),
    ),
    event('payment_intent.processing', samples.paymentIntent({ status: 'processing', amount_received: 0 })),
    event(
      'payment_intent.payment_failed',
      samples.paymentIntent({ status: 'requires_payment_method', amount_received: 0 }),
    ),
    event('payment_intent.succeeded', samples.paymentIntent({ status: 'succeeded' })),
  ],
  'a charge that is captured, booked and given back': [
    event('charge.pending', samples.charge({ ...uncaptured, status: 'pending' })),
    event('charge.succeeded', samples.charge(uncaptured)),
    event('charge.captured', samples.charge({ balance_transaction: null })),
    event('charge.updated', samples.charge()),
    event('charge.refunded', samples.charge({ amount_refunded: 100 })),
    event('charge.refunded', samples.charge({ amount_refunded: 500 })),
  ],
  'a charge that the bank takes back': [
    event('charge.succeeded', samples.charge()),
    event('charge.failed', samples.charge({ status: 'failed', failure_balance_transaction: 'txn_f' })),
  ],
  'a refund that fails': [
    event('refund.created', samples.refund({ status: 'pending', balance_transaction: null })),
    event('refund.updated', samples.refund({ status: 'succeeded' })),
    event('refund.failed', samples.refund({ status: 'failed', failure_balance_transaction: 'txn_f' })),
  ],
  'an inquiry that becomes a dispute and is won': [
    event('charge.dispute.created', samples.dispute(warning)),
    event(
      'charge.dispute.funds_withdrawn',
      samples.dispute({ status: 'needs_response', balance_transactions: [withdrawal] }),
    ),
    event('charge.dispute.updated', samples.dispute({ status: 'under_review', balance_transactions: [withdrawal] })),
    event('charge.dispute.closed', samples.dispute({ status: 'won', balance_transactions: [withdrawal] })),
    event(
      'charge.dispute.funds_reinstated',
      samples.dispute({ status: 'won', balance_transactions: [withdrawal, reinstated] }),
    ),
  ],
  'a payout that is shown as paid and fails': [
    event('payout.created', samples.payout({ status: 'pending' })),
    event('payout.updated', samples.payout({ status: 'in_transit' })),
    event('payout.paid', samples.payout({ status: 'paid' })),
    event('payout.failed', samples.payout({ status: 'failed', failure_balance_transaction: 'txn_f' })),
  ],
};
const objectOf = (step: Fields | undefined) =>
  (step?.['data'] as { readonly object: Fields } | undefined)?.object ?? {};

describe('the order of states', () => {
  for (const [name, steps] of Object.entries(SEQUENCES)) {
    const last = objectOf(steps.at(-1));
    const [type, id] = [String(last['object']), String(last['id'])];

    it(`ends ${name} in its last state, in whichever order one second of it is read`, async () => {
      const { take, held } = recordBooks();
      const order = fc.shuffledSubarray(
        steps.map((_step, index) => index),
        { minLength: steps.length },
      );
      const orders = fc.sample(fc.tuple(order, fc.boolean()), 24);
      // Each shuffle has an object of its own; a file holds one state of each.
      for (const turn of steps.keys())
        await take(
          ...orders.map(([indices, isBare], which) => {
            const object = { ...objectOf(steps[indices[turn] ?? 0]), id: `${id}_${which}` };
            return isBare ? object : { ...steps[indices[turn] ?? 0], data: { object } };
          }),
        );
      for (const which of orders.keys())
        expect(held(type, `${id}_${which}`)).toEqual({ ...last, id: `${id}_${which}` });
    });

    it(`goes back step by step where files of ${name} are taken back`, async () => {
      const { take, held, undoLast } = recordBooks();
      for (const step of steps) await take(step);
      for (const step of steps.slice(0, -1).toReversed()) {
        await undoLast();
        expect(held(type, id)).toEqual(objectOf(step));
      }
    });
  }
});

describe('a bare object', () => {
  const paid = samples.payout({ status: 'paid' });
  const failed = samples.payout({ status: 'failed', failure_balance_transaction: 'txn_f' });
  const paidLater = event('payout.paid', paid, at + 90_000);
  const statusOf = (value: unknown) => (value as Fields | null)?.['status'];

  it('that says what is never taken back is newer than a later event, in either order', async () => {
    for (const values of [
      [paidLater, failed],
      [failed, paidLater],
    ]) {
      const { take, held } = recordBooks();
      for (const value of values) await take(value);
      expect(statusOf(held('payout', String(paid['id'])))).toBe('failed');
    }
  });

  it('is newer than what was read of Stripe before its file came, but not than what is read after that', async () => {
    const before = '2026-11-02T13:00:00.000Z';
    const orders = [
      ['poll', 'file'],
      ['file', 'poll'],
    ] as const;
    for (const order of orders) {
      const { take, poll, held } = recordBooks();
      for (const way of order) await (way === 'poll' ? poll(paid, before) : take(failed));
      expect(statusOf(held('payout', String(paid['id'])))).toBe('failed');
      poll(paid, '2026-11-02T15:00:00.000Z');
      expect(statusOf(held('payout', String(paid['id'])))).toBe('paid');
    }
  });
});
