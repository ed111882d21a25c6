import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directLedger } from '../../electron/ledger/direct-ledger.ts';
import type { Ledger } from '../../electron/ledger/operation.ts';
import { pollStripe } from '../../electron/ingest/stripe-poll.ts';
import { stripeProfileSchema } from '../../shared/contract/profile.ts';
import { instantOf } from '../../shared/domain/calendar.ts';
import * as samples from '../electron/connectors/stripe/samples.ts';
import { currentBooks } from '../electron/ingest/books.ts';
import { UNIT_US } from '../electron/ingest/loopback-stripe.ts';
import { temporaryLedger } from '../electron/ledger/temporary-ledger.ts';
import { MemoryStripe } from './memory-stripe.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-10-05T10:00:00Z');
const profile = stripeProfileSchema.parse({ address: 'http://127.0.0.1:9', key: { env: 'K' }, livemode: false });

type Raw = Readonly<Record<string, unknown>>;
/**
 * What happens at Stripe, in this order: an object as it then is, the event that tells of it, and how many days pass first: newer objects of a
 * family put what changes later out of reach of any list that is read again.
 */
const STORY: readonly (readonly [make: (created: number) => Raw, event: string | null, daysBefore?: number])[] = [
  [(created) => samples.customer({ created }), 'customer.created'],
  [
    (created) => samples.charge({ created, status: 'pending', captured: false, balance_transaction: null }),
    'charge.pending',
  ],
  [(created) => samples.balanceTransaction({ created, status: 'pending' }), null],
  [(created) => samples.charge({ created }), 'charge.succeeded'],
  [(created) => samples.refund({ created, status: 'pending', balance_transaction: null }), 'refund.created'],
  [(created) => samples.invoice({ created, status: 'open', ending_balance: null }), 'invoice.finalized'],
  [(created) => samples.customerBalanceTransaction({ created }), null],
  [(created) => samples.creditNote({ created, customer_balance_transaction: 'cbtxn_1' }), 'credit_note.created'],
  [(created) => samples.customer({ created, balance: -300 }), 'customer.updated'],
  [(created) => samples.payout({ created, status: 'paid' }), 'payout.paid'],
  [
    (created) => samples.paymentIntent({ created, amount_received: 0, status: 'processing' }),
    'payment_intent.processing',
  ],
  [(created) => samples.cashBalanceTransaction({ created }), 'customer_cash_balance_transaction.created'],
  [
    (created) => samples.paymentIntent({ created, payment_method_types: ['customer_balance'] }),
    'payment_intent.succeeded',
  ],
  [(created) => samples.charge({ id: 'ch_2', created, currency: 'xqz' }), 'charge.succeeded'],
  [(created) => samples.topup({ created }), 'topup.succeeded'],
  [(created) => samples.refund({ id: 're_2', created }), 'refund.created', 40],
  [(created) => samples.payout({ id: 'po_2', created }), 'payout.paid'],
  [(created) => samples.refund({ created, status: 'failed', failure_reason: 'declined' }), 'refund.failed'],
  [(created) => samples.charge({ id: 'ch_2', created }), 'charge.updated'],
  [(created) => samples.payout({ created, status: 'failed' }), 'payout.failed'],
  [(created) => samples.dispute({ created }), 'charge.dispute.created', 40],
  [(created) => samples.dispute({ created, status: 'won' }), 'charge.dispute.closed'],
];

/** What the program and the world do between two happenings. */
type Step =
  | { readonly do: 'happen' | 'poll' }
  /** Answers end, or the program is killed, after so many. */
  | { readonly do: 'cut' | 'kill'; readonly after: number }
  /** Time passes; this computer's clock is off by `skewDays` from then on. */
  | { readonly do: 'wait'; readonly days: number; readonly skewDays: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Step>({ do: 'happen' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'poll' }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('cut' as const, 'kill' as const), after: fc.nat({ max: 30 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      days: fc.constantFrom(0.02, 1, 20, 31, 45),
      skewDays: fc.constantFrom(0, 0, -3, 40, -50),
    }),
  },
);

const HAPPEN: Step = { do: 'happen' };
/** Read until just before an old refund fails; then nothing until Stripe has forgotten that it did. */
const SILENT_MONTH: readonly Step[] = [...Array.from({ length: 17 }, () => HAPPEN), { do: 'poll' }];
const CUT_IN_THE_MIDDLE: readonly Step[] = [
  ...Array.from({ length: 17 }, () => HAPPEN),
  { do: 'poll' },
  HAPPEN,
  { do: 'cut', after: 5 },
  { do: 'kill', after: 12 },
  { do: 'wait', days: 45, skewDays: -50 },
];

class Killed extends Error {}

/** A program that is ended at one of its writes: what it wrote before is there, that write is not. */
function killedAfter(ledger: Ledger, writes: number): Ledger {
  let left = writes;
  return {
    read: (operation, args) => ledger.read(operation, args),
    write: (operation, args) => ((left -= 1) < 0 ? Promise.reject(new Killed()) : ledger.write(operation, args)),
  };
}

async function live(steps: readonly Step[]) {
  const made = temporaryLedger();
  try {
    const stripe = new MemoryStripe(START_MS);
    const createdOf = new Map<string, number>();
    let skewMs = 0;
    let next = 0;
    const clock = { now: () => instantOf(stripe.nowMs + skewMs) };
    const poll = (ledger: Ledger = directLedger(made.db)) =>
      pollStripe({ connector: stripe.connector, ledger, profile: { stripe: profile, units: [UNIT_US] }, clock });
    const happen = () => {
      const [make, event, daysBefore = 0] = STORY[next] ?? [];
      if (make === undefined || event === undefined) return;
      stripe.advance(daysBefore * DAY_MS);
      const key = JSON.stringify([make(0)['object'], make(0)['id']]);
      const created = createdOf.get(key) ?? Math.floor(stripe.nowMs / 1_000);
      createdOf.set(key, created);
      stripe.put(make(created), event);
      stripe.advance(1_000);
      next += 1;
    };
    for (const each of steps) {
      if (each.do === 'happen') happen();
      else if (each.do === 'wait') {
        stripe.advance(each.days * DAY_MS);
        skewMs = each.skewDays * DAY_MS;
      } else if (each.do === 'kill')
        await poll(killedAfter(directLedger(made.db), each.after)).catch((error: unknown) => {
          if (!(error instanceof Killed)) throw error;
        });
      else {
        stripe.answerOnly(each.do === 'cut' ? each.after : Number.POSITIVE_INFINITY);
        await poll();
        stripe.answerOnly(Number.POSITIVE_INFINITY);
      }
    }
    while (next < STORY.length) happen();
    const last = await poll();
    return { books: currentBooks(made.db), complete: last.report.complete };
  } finally {
    made.remove();
  }
}

describe('polls of Stripe', () => {
  it('end with the same ledger however they are interleaved, cut off, killed, repeated and kept from running', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 45 }) as fc.Arbitrary<readonly Step[]>, async (steps) => {
        // What happened at the same times, read once and whole at the end.
        const expected = await live(steps.filter((each) => each.do === 'happen' || each.do === 'wait'));
        expect(expected.complete).toBe(true);
        expect(await live(steps)).toEqual(expected);
      }),
      { numRuns: 30, examples: [[SILENT_MONTH], [CUT_IN_THE_MIDDLE]] },
    );
  });
});
