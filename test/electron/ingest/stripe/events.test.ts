import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { EVENT_GROUPS } from '../../../../electron/ingest/stripe/event-names.ts';
import * as samples from '../../connectors/stripe/samples.ts';
import { movementLines, readBooks } from '../books.ts';
import { eventOf, type Raw } from '../loopback-stripe.ts';
import { setUpPoll } from '../poll-setup.ts';

const seconds = (text: string) => Date.parse(text) / 1_000;
const DAY = 86_400;
const LONG_AGO = seconds('2026-06-01T10:00:00Z');
const NOW = seconds('2026-11-02T13:00:00Z');
const newCharge = (id: string, created: number): Raw => samples.charge({ id, created, balance_transaction: null });
/** A refund and its charge that are older than any list reads again, and a new charge that moves the cursors on. */
const oldStory = (): Raw[] => [
  samples.customer({ created: LONG_AGO }),
  samples.charge({ created: LONG_AGO }),
  samples.refund({ created: LONG_AGO }),
  samples.refund({ id: 're_new', created: NOW }),
  newCharge('ch_new', NOW),
  eventOf('charge.succeeded', newCharge('ch_new', NOW), NOW),
];

describe('events of Stripe', () => {
  it('bring in what changed later than any list is read again, by its id', async () => {
    const { poll, objects, change, lookedUp, db } = await setUpPoll(oldStory());
    await poll();
    const failed = samples.refund({ created: LONG_AGO, status: 'failed', failure_reason: 'expired_or_canceled_card' });
    change(failed);
    objects.push(eventOf('refund.failed', failed, NOW + 60));
    const { report } = await poll();
    expect(report).toMatchObject({ changed: 1, complete: true });
    expect(lookedUp()).toEqual(['re_1']);
    expect(db.prepare("SELECT status FROM stripe_refund WHERE refund_id = 're_1'").pluck().get()).toBe('failed');
    expect(movementLines(db)).toContain('refund re_1 -500 USD excluded');
  });

  it('count once, however often they are listed', async () => {
    const { poll, objects, lookedUp, change } = await setUpPoll(oldStory());
    await poll();
    change(samples.refund({ created: LONG_AGO, status: 'pending' }));
    objects.push(
      eventOf('refund.updated', samples.refund(), NOW + 60),
      eventOf('charge.refund.updated', samples.refund(), NOW + 61),
    );
    await poll();
    await poll();
    await poll();
    expect(lookedUp()).toEqual(['re_1']);
  });

  it('of an object that the same poll reads in its list ask for nothing more', async () => {
    const { poll, objects, lookedUp } = await setUpPoll(oldStory());
    await poll();
    const charge = newCharge('ch_2', NOW + 60);
    objects.push(charge, eventOf('charge.succeeded', charge, NOW + 60), eventOf('charge.updated', charge, NOW + 62));
    expect((await poll()).report).toMatchObject({ new: 1, complete: true });
    expect(lookedUp()).toEqual([]);
  });

  it('are asked for in names of at most twenty, from the newest one minus the look-back', async () => {
    const { poll, asked } = await setUpPoll(oldStory());
    await poll();
    const before = asked('event').length;
    await poll();
    const requests = asked('event').slice(before);
    for (const { query } of requests) expect(query.getAll('types[]').length).toBeLessThanOrEqual(20);
    const names = requests.flatMap(({ query }) => query.getAll('types[]'));
    // The names are those of the pinned API version: the compiler refuses any other.
    const known: readonly Stripe.WebhookEndpointCreateParams.EnabledEvent[] = Object.values(EVENT_GROUPS).flat();
    expect(new Set(names)).toEqual(new Set(known));
    expect(names).toHaveLength(known.length);
    for (const name of [
      'charge.refund.updated',
      'refund.failed',
      'refund.updated',
      'charge.dispute.closed',
      'payout.failed',
    ])
      expect(names).toContain(name);
    const payments = requests.find(({ query }) => query.getAll('types[]').includes('charge.succeeded'));
    expect(payments?.query.get('created[gte]')).toBe(String(NOW - 3_600));
  });

  it('are not lost when a poll is cut off between two pages of them', async () => {
    const story = oldStory();
    const olds = Array.from({ length: 6 }, (_, index) => samples.refund({ id: `re_old${index}`, created: LONG_AGO }));
    const { poll, objects, change, interceptWith, lookedUp, db } = await setUpPoll([...story, ...olds], 1);
    await poll();
    for (const [index, old] of olds.entries()) {
      const failed = { ...old, status: 'failed' };
      change(failed);
      objects.push(eventOf('refund.failed', failed, NOW + 10 + index));
    }
    const stop = new AbortController();
    let left = 6;
    interceptWith(({ type }) => {
      if (type === 'event' && (left -= 1) === 0) stop.abort();
      return null;
    });
    expect((await poll({ signal: stop.signal })).report.complete).toBe(false);
    interceptWith(() => null);
    expect((await poll()).report).toMatchObject({ complete: true });
    expect(new Set(lookedUp())).toEqual(new Set(olds.map(({ id }) => id)));
    expect(lookedUp()).toHaveLength(6);
    expect(db.prepare("SELECT count(*) FROM stripe_refund WHERE status = 'failed'").pluck().get()).toBe(6);
  });

  it('are heard only from now on in a first load, which reads every list', async () => {
    const story = oldStory();
    const { poll, objects, lookedUp, hints } = await setUpPoll([
      ...story,
      eventOf('refund.created', samples.refund(), NOW - 5),
      eventOf('customer.created', samples.customer(), NOW - 5),
    ]);
    expect((await poll()).report).toMatchObject({ new: 5, complete: true });
    expect(lookedUp()).toEqual([]);
    expect(hints()).toEqual([]);
    objects.push(eventOf('charge.refund.updated', samples.refund({ created: LONG_AGO }), NOW + 5));
    await poll();
    expect(lookedUp()).toEqual(['re_1']);
  });

  it('written down of an object that Stripe does not know any more are no endless question', async () => {
    const { poll, objects, lookedUp, hints, db, connection } = await setUpPoll(oldStory());
    await poll();
    objects.push(eventOf('invoice.deleted', samples.invoice({ id: 'in_draft' }), NOW + 5));
    expect((await poll()).report.complete).toBe(true);
    await poll();
    expect(lookedUp()).toEqual(['in_draft']);
    expect(hints()).toEqual([]);
    expect(db.prepare('SELECT object_type, object_id, reason FROM stripe_absent').all()).toEqual([
      { object_type: 'invoice', object_id: 'in_draft', reason: 'event invoice.deleted' },
    ]);
    expect(connection()).toMatchObject({ state: 'ok' });
    objects.push(samples.invoice({ id: 'in_draft', created: NOW }));
    await poll();
    expect(db.prepare('SELECT count(*) FROM stripe_absent').pluck().get()).toBe(0);
  });

  it('about an object that cannot be read leave it with the refused ones', async () => {
    const { poll, objects, lookedUp, hints, connection } = await setUpPoll(oldStory());
    await poll();
    objects.push(
      samples.topup({ currency: 'xqz', created: LONG_AGO }),
      eventOf('topup.succeeded', samples.topup(), NOW + 5),
    );
    await poll();
    await poll();
    // Its list has brought it in the same poll: asking for it again would only count it twice.
    expect(lookedUp()).toEqual([]);
    expect(hints()).toEqual([]);
    expect(connection()).toMatchObject({ state: 'degraded', message: '1 object arrived that cannot be read' });
  });

  it('are forgotten 35 days after them, by Stripe’s own times', async () => {
    const { poll, objects, db } = await setUpPoll(oldStory());
    await poll();
    const after = NOW + 20 * DAY;
    objects.push(eventOf('charge.updated', newCharge('ch_new', NOW), after));
    await poll();
    objects.push(eventOf('charge.updated', newCharge('ch_new', NOW), after + 20 * DAY));
    await poll();
    expect(db.prepare('SELECT count(*) FROM stripe_event').pluck().get()).toBe(2);
  });

  it('not heard so far, as in a ledger from before, are all read, and so is what changes by itself for 35 days', async () => {
    const { poll, change, objects, db, lookedUp } = await setUpPoll(oldStory());
    await poll();
    db.exec("DELETE FROM cursor WHERE stream LIKE 'event.%'; DELETE FROM stripe_event");
    change(samples.refund({ id: 're_new', created: NOW, status: 'pending' }));
    change(samples.refund({ created: LONG_AGO, status: 'failed' }));
    objects.push(eventOf('refund.failed', samples.refund(), NOW - 20 * DAY));
    expect((await poll()).report).toMatchObject({ changed: 2, complete: true });
    expect(lookedUp()).toEqual(['re_1']);
  });

  it('are read anew when this program hears more names than the one before', async () => {
    const { poll, db, asked } = await setUpPoll(oldStory());
    await poll();
    db.exec(
      "UPDATE cursor SET position_json = json_set(position_json, '$.eventTypes', json('[]')) WHERE stream = 'event.payments'",
    );
    await poll();
    const payments = asked('event').filter(({ query }) => query.getAll('types[]').includes('charge.succeeded'));
    expect(payments.at(-1)?.query.get('created[gte]')).toBe('0');
  });

  it('a key may not read are named, and everything else is read', async () => {
    const { poll, interceptWith, connection } = await setUpPoll(oldStory());
    interceptWith(({ type }) =>
      type === 'event' ? { status: 403, body: { error: { message: "needs 'rak_event_read'" } } } : null,
    );
    const { report, failures } = await poll();
    expect(report).toMatchObject({ new: 5, complete: false });
    expect(failures).toMatchObject([{ stream: 'event', kind: 'rights' }]);
    expect(connection()).toMatchObject({ state: 'needsAttention' });
  });
});

describe('a silence of 29 days or more', () => {
  /** Changed long after it was read, with no event left that tells of it. */
  const changed = samples.refund({ created: LONG_AGO, status: 'failed' });

  it('by this computer’s clock has every list read from the beginning', async () => {
    const { poll, change, clock, asked, db } = await setUpPoll(oldStory());
    await poll();
    change(changed);
    clock.advance(29 * DAY * 1_000);
    const before = asked('refund').length;
    expect((await poll()).report).toMatchObject({ changed: 1, complete: true });
    expect(asked('refund')[before]?.query.get('created[gte]')).toBeNull();
    expect(db.prepare("SELECT status FROM stripe_refund WHERE refund_id = 're_1'").pluck().get()).toBe('failed');
  });

  it('has the lists of customers read again who have something there', async () => {
    const first = samples.cashBalanceTransaction({ created: NOW });
    const paid = samples.paymentIntent({ created: NOW, payment_method_types: ['customer_balance'] });
    const { poll, objects, clock, db } = await setUpPoll([...oldStory(), paid, first]);
    await poll();
    objects.push(samples.cashBalanceTransaction({ id: 'ccsbtxn_2', type: 'funded', applied_to_payment: null }));
    clock.advance(29 * DAY * 1_000);
    await poll();
    expect(db.prepare('SELECT count(*) FROM stripe_cash_balance_transaction').pluck().get()).toBe(2);
  });

  it('is none while something is read in between', async () => {
    const { poll, change, clock, asked } = await setUpPoll(oldStory());
    await poll();
    change(changed);
    for (const days of [20, 20]) {
      clock.advance(days * DAY * 1_000);
      await poll();
    }
    expect(
      asked('refund').filter(({ query }) => query.get('created[gte]') === null && !query.has('starting_after')),
    ).toHaveLength(1);
  });

  it('by Stripe’s own times counts also when this computer’s clock stood still', async () => {
    const { poll, change, objects, asked } = await setUpPoll(oldStory());
    await poll();
    change(changed);
    objects.push(eventOf('charge.updated', newCharge('ch_new', NOW), NOW + 30 * DAY));
    const before = asked('refund').length;
    expect((await poll()).report).toMatchObject({ changed: 1 });
    expect(asked('refund')[before]?.query.get('created[gte]')).toBeNull();
  });

  it('shows by the last event heard, which Stripe does not list any more, and is made up for once', async () => {
    const { poll, change, objects, asked } = await setUpPoll(oldStory());
    await poll();
    change(changed);
    objects.splice(
      objects.findIndex((object) => object['object'] === 'event'),
      1,
    );
    const before = asked('refund').length;
    expect((await poll()).report).toMatchObject({ changed: 1 });
    await poll();
    const from = asked('refund')
      .slice(before)
      .map(({ query }) => query.get('created[gte]'));
    expect(from.filter((bound) => bound === null)).not.toEqual([]);
    expect(from.at(-1)).toBe(String(NOW - 3_600));
  });

  it('is made up for over several polls when it is cut off', async () => {
    const many = Array.from({ length: 30 }, (_, index) => newCharge(`ch_${100 + index}`, LONG_AGO + index));
    const { poll, clock, interceptWith, change, db, asked } = await setUpPoll([...oldStory(), ...many], 1);
    await poll();
    const books = readBooks(db);
    change(
      samples.charge({ id: 'ch_100', created: LONG_AGO, balance_transaction: null, description: 'last of the list' }),
    );
    clock.advance(40 * DAY * 1_000);
    const before = asked('charge').length;
    for (let polls = 0; polls < 2; polls += 1) {
      const stop = new AbortController();
      let left = 12;
      interceptWith(({ type }) => {
        if (type === 'charge' && (left -= 1) === 0) stop.abort();
        return null;
      });
      expect((await poll({ signal: stop.signal })).report.complete).toBe(false);
    }
    interceptWith(() => null);
    expect((await poll()).report).toMatchObject({ complete: true, changed: 1 });
    expect(readBooks(db)).not.toBe(books);
    expect(asked('charge').length - before).toBeLessThan(32 + 6);
  });
});
