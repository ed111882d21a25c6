import { describe, expect, it } from 'vitest';
import { createStripeConnector } from '../../../../electron/connectors/stripe/connector.ts';
import { booksOf, keepToBooks } from '../../../../electron/ledger/stripe-books.ts';
import * as samples from '../../connectors/stripe/samples.ts';
import { movementLines, readBooks } from '../books.ts';
import type { Raw } from '../loopback-stripe.ts';
import { setUpPoll } from '../poll-setup.ts';
import { textLike } from '../../../support/text-like.ts';

const CREATED = Date.parse('2026-10-05T10:00:00Z') / 1_000;
const charges = (count: number): Raw[] =>
  Array.from({ length: count }, (_, index) =>
    samples.charge({ id: `ch_${index}`, created: CREATED + index, balance_transaction: null }),
  );

describe('books of one account and mode', () => {
  it('take nothing of the other mode, nor of another account, and say which they are of', async () => {
    for (const other of [
      { account: 'acct_1', livemode: true },
      { account: 'acct_2', livemode: false },
    ]) {
      const { db, poll, asked } = await setUpPoll([samples.charge()]);
      keepToBooks(db, other);
      const { report, failures } = await poll();
      expect(report.complete).toBe(false);
      expect(failures).toMatchObject([
        {
          stream: 'identity',
          kind: 'refused',
          message: textLike('not test data of Stripe account acct_1'),
        },
      ]);
      expect(asked('charge')).toEqual([]);
    }
  });

  it('are bound by the first data, and refuse other data in the writer itself', async () => {
    const { db, poll } = await setUpPoll([samples.charge()]);
    await poll();
    expect(booksOf(db)).toEqual({ account: 'acct_1', livemode: false });
    expect(() => keepToBooks(db, { account: 'acct_1', livemode: true })).toThrow(
      'this home holds test data of Stripe account acct_1, not live data of Stripe account acct_1',
    );
  });

  it('of a ledger from before the binding are those of its movements', async () => {
    const { db, poll } = await setUpPoll([samples.charge()]);
    await poll();
    db.prepare("DELETE FROM ledger_meta WHERE key = 'stripe.books'").run();
    expect(booksOf(db)).toEqual({ account: 'acct_1', livemode: false });
  });
});

describe('a poll on the wire', () => {
  it('signs in with HTTP Basic at every request, and with a rotated key from the next one on', async () => {
    const { poll, requests, interceptWith, useKey, db } = await setUpPoll(charges(9), 1);
    let pages = 0;
    interceptWith(({ type }) => {
      if (type === 'charge' && (pages += 1) === 4) useKey('rk_test_new');
      return null;
    });
    expect((await poll()).report).toMatchObject({ new: 9, complete: true });
    const keys = requests.filter(({ type }) => type === 'charge').map(({ key }) => key);
    expect(keys.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => 'sk_test_x'));
    expect(new Set(keys.slice(5))).toEqual(new Set(['rk_test_new']));
    expect(requests.every(({ key }) => key !== null)).toBe(true);
    expect(movementLines(db)).toHaveLength(9);
  });

  it('goes through the host’s fetch alone, which knows its proxy and its authorities', async () => {
    const { poll, profile, clock, requests } = await setUpPoll(charges(3), 1);
    const through: string[] = [];
    const connector = createStripeConnector({
      profile,
      secret: async () => 'sk_test_x',
      clock,
      fetch: (url, init) => {
        through.push(new URL(url).pathname);
        return fetch(url, init);
      },
    });
    expect((await poll({ connector })).report.complete).toBe(true);
    expect(through.filter((path) => path !== '/v1/account')).toHaveLength(requests.length);
  });

  it('names every right that a key lacks on the connection, and reads the rest', async () => {
    const { poll, interceptWith, connection, db } = await setUpPoll([
      samples.payout(),
      samples.dispute(),
      ...charges(2),
    ]);
    const lacks: Readonly<Record<string, string>> = { payout: 'rak_payout_read', dispute: 'rak_dispute_read' };
    interceptWith(({ type }) =>
      lacks[type] === undefined ? null : { status: 403, body: { error: { message: `needs '${lacks[type]}'` } } },
    );
    expect((await poll()).report).toMatchObject({ new: 2, complete: false });
    const row = db.prepare("SELECT message, next_step FROM connection WHERE system = 'stripe'").get();
    expect(connection()).toMatchObject({ state: 'needsAttention' });
    for (const right of ['Payouts: Read (rak_payout_read)', 'Disputes: Read (rak_dispute_read)'])
      expect(row).toMatchObject({ next_step: textLike(right) as unknown });
    expect(row).toMatchObject({ message: expect.stringMatching(/read dispute.*read payout/) as unknown });
  });

  it.each([
    ['as long as Retry-After says', { 'retry-after': '20' }, 20_000],
    ['a second where Stripe does not say how long', {}, 1_000],
  ])('lets everybody wait %s after a 429, and goes on', async (_what, headers, waitMs) => {
    const { poll, requests, interceptWith } = await setUpPoll(charges(6), 1);
    let limitedAtMs = -1;
    interceptWith(({ type, atMs }) => {
      if (type !== 'charge' || limitedAtMs >= 0) return null;
      limitedAtMs = atMs;
      return { status: 429, body: { error: { message: 'Too many requests' } }, headers };
    });
    expect((await poll()).report).toMatchObject({ new: 6, complete: true });
    const first = requests.findIndex(({ type }) => type === 'charge');
    // What was on its way already arrives; nothing else starts before the wait is over.
    const started = requests.slice(first + 4).map(({ atMs }) => atMs);
    expect(Math.min(...started)).toBeGreaterThanOrEqual(limitedAtMs + waitMs);
  });

  it('takes a captive portal’s page for no answer of Stripe, and the next poll brings what it kept from us', async () => {
    const { poll, interceptWith, connection, db } = await setUpPoll(charges(6), 1);
    await poll();
    const books = readBooks(db);
    interceptWith(() => ({ status: 200, body: '<html>Sign in to the hotel</html>' }));
    const { report, failures } = await poll();
    expect(report).toMatchObject({ read: 0, complete: false });
    expect(new Set(failures.map(({ kind }) => kind))).toEqual(new Set(['malformed']));
    expect(connection()).toMatchObject({ message: textLike('is not Stripe') as unknown });
    expect(readBooks(db)).toBe(books);
    interceptWith(() => null);
    expect((await poll()).report.complete).toBe(true);
  });

  it('asks for the very page again that failed, in the same poll and in the next', async () => {
    const { poll, interceptWith, asked, db } = await setUpPoll(charges(8), 1);
    let failures = 0;
    interceptWith(({ type, query }) =>
      type === 'charge' && query.get('starting_after') === 'ch_4' && (failures += 1) <= 7
        ? { status: 500, body: { error: { message: 'oops' } } }
        : null,
    );
    expect((await poll()).report).toMatchObject({ new: 4, complete: false });
    expect((await poll()).report).toMatchObject({ new: 4, complete: true });
    const pages = asked('charge').map(({ query }) => query.get('starting_after'));
    expect(pages).toEqual([
      null,
      'ch_7',
      'ch_6',
      'ch_5',
      ...Array.from({ length: 8 }, () => 'ch_4'),
      'ch_3',
      'ch_2',
      'ch_1',
    ]);
    expect(movementLines(db)).toHaveLength(8);
  });
});
