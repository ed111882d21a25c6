import { describe, expect, it } from 'vitest';
import { checkPayouts } from '../../../../electron/ingest/completeness/check-payouts.ts';
import { notePayoutClaim } from '../../../../electron/ledger/stripe-payout-store.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import * as samples from '../../connectors/stripe/samples.ts';
import type { Raw } from '../loopback-stripe.ts';
import { completenessSite } from './completeness-site.ts';
import { movement } from './whole-story.ts';

const DAY_MS = 86_400_000;
const AUTOMATIC = { automatic: true, reconciliation_status: 'completed' };

/** Two payouts of two rows each, and a manual one. */
function twoPayouts(): Raw[] {
  return [
    movement('txn_a1', 'charge', 'ch_a', 10_00, 1_00),
    movement('txn_a2', 'fee', 'fee_a', -2_00),
    movement('txn_a', 'payout', 'po_a', -7_00),
    samples.payout({ id: 'po_a', amount: 7_00, balance_transaction: 'txn_a', ...AUTOMATIC }),
    movement('txn_b1', 'charge', 'ch_b', 20_00, 1_00),
    movement('txn_b2', 'fee', 'fee_b', -4_00),
    movement('txn_b', 'payout', 'po_b', -15_00),
    samples.payout({ id: 'po_b', amount: 15_00, balance_transaction: 'txn_b', ...AUTOMATIC }),
    movement('txn_m', 'payout', 'po_m', -5_00),
    samples.payout({
      id: 'po_m',
      amount: 5_00,
      balance_transaction: 'txn_m',
      automatic: false,
      reconciliation_status: 'not_applicable',
    }),
  ];
}

async function payoutSite(objects = twoPayouts()) {
  const site = await completenessSite(objects);
  site.settles('po_a', ['txn_a', 'txn_a1', 'txn_a2']);
  site.settles('po_b', ['txn_b', 'txn_b1', 'txn_b2']);
  return {
    ...site,
    /** A poll and what follows it; answers which payouts Stripe was asked for. */
    async round(stop = new AbortController()) {
      const before = site.requests.length;
      await site.poll();
      const failure = await checkPayouts({
        connector: site.connector,
        ledger: site.ledger,
        account: 'acct_1',
        now: () => site.clock.now(),
        signal: stop.signal,
      });
      if (failure !== null) throw new Error(failure.message);
      return site.requests.slice(before).flatMap(({ query }) => query.get('payout') ?? []);
    },
    states: () =>
      Object.fromEntries(
        site.db.prepare('SELECT payout_id, state FROM stripe_payout_check ORDER BY 1').raw().all() as [
          string,
          string,
        ][],
      ),
    differences: () =>
      site.db
        .prepare(
          "SELECT payout_id || ' ' || kind || ' ' || balance_transaction_id || iif(healed_at IS NULL, ' open', ' healed') FROM stripe_payout_difference ORDER BY 1",
        )
        .pluck()
        .all(),
  };
}
type Site = Awaited<ReturnType<typeof payoutSite>>;

/** Takes a row away as a lost page would have: neither the object nor what it says is there. */
function lose(site: Site, id: string): void {
  site.db.prepare('DELETE FROM stripe_balance_transaction WHERE balance_transaction_id = ?').run(id);
  site.db.prepare('DELETE FROM source_object WHERE object_id = ?').run(id);
}

describe('the check of payouts', () => {
  it('ties where the rows come to what was paid out, asks once, and leaves manual payouts out', async () => {
    const site = await payoutSite();
    expect(await site.round()).toEqual(['po_a', 'po_b']);
    expect(site.states()).toEqual({ po_a: 'tied', po_b: 'tied' });
    expect(
      site.db.prepare('SELECT listed_count, listed_minor, held_minor FROM stripe_payout_check').raw().all(),
    ).toEqual([
      [2, 7_00, 7_00],
      [2, 15_00, 15_00],
    ]);
    site.clock.advance(3 * DAY_MS);
    expect(await site.round()).toEqual([]);
  });

  it('finds a row that is not held, names it by its payout, and is healed by reading it', async () => {
    const hidden = twoPayouts();
    const site = await payoutSite(hidden);
    const row = hidden.find((object) => object['id'] === 'txn_b2') ?? {};
    let isHidden = true;
    site.interceptWith(({ type, query }) => {
      if (type !== 'balance_transaction' || query.get('payout') !== null || !isHidden) return null;
      const data = hidden.filter((object) => object['object'] === type && object !== row);
      return { status: 200, body: { object: 'list', data, has_more: false } };
    });
    await site.round();
    expect(site.states()).toEqual({ po_a: 'tied', po_b: 'open' });
    expect(site.differences()).toEqual(['po_b missing txn_b2 open']);
    expect(site.gaps()).toContain('balance_transaction txn_b2 by rowsOfPayout: open');
    isHidden = false;
    site.clock.advance(60_000);
    await site.round();
    expect(site.states()).toEqual({ po_a: 'tied', po_b: 'tied' });
    expect(site.differences()).toEqual(['po_b missing txn_b2 healed']);
    expect(site.gaps().filter((gap) => gap.includes('txn_b2') && !gap.endsWith('open'))).toHaveLength(1);
  });

  it('asks by its id for a row that the lists of the next read do not reach', async () => {
    const old = { created: Date.parse('2026-10-04T10:00:00Z') / 1_000 };
    const site = await payoutSite(
      twoPayouts().map((object) => (object['id'] === 'txn_a1' ? { ...object, ...old } : object)),
    );
    await site.round();
    lose(site, 'txn_a1');
    site.db.prepare("UPDATE stripe_payout_check SET is_due = 1 WHERE payout_id = 'po_a'").run();
    site.clock.advance(60_000);
    await site.round();
    expect(site.differences()).toEqual(['po_a missing txn_a1 open']);
    site.clock.advance(60_000);
    await site.round();
    expect(site.requests.filter(({ id }) => id === 'txn_a1')).toHaveLength(1);
    expect(site.states()).toEqual({ po_a: 'tied', po_b: 'tied' });
  });

  it('finds a row that is held under another payout, and both are read until they agree', async () => {
    const site = await payoutSite();
    site.settles('po_b', ['txn_b', 'txn_b1', 'txn_b2', 'txn_a2']);
    await site.round();
    expect(site.states()).toEqual({ po_a: 'open', po_b: 'open' });
    expect(site.differences()).toEqual([
      'po_a otherPayout txn_a2 open',
      'po_b otherPayout txn_a2 open',
      'po_b sum  open',
    ]);
    site.settles('po_b', ['txn_b', 'txn_b1', 'txn_b2']);
    site.clock.advance(DAY_MS + 60_000);
    await site.round();
    expect(site.states()).toEqual({ po_a: 'tied', po_b: 'tied' });
    expect(site.differences()).toEqual([
      'po_a otherPayout txn_a2 healed',
      'po_b notListed txn_a2 healed',
      'po_b otherPayout txn_a2 healed',
      'po_b sum  healed',
    ]);
  });

  it('asks again where a report puts a row under another payout, and Stripe’s word stands', async () => {
    const site = await payoutSite();
    await site.round();
    const claim = { id: 'txn_a1', netMinor: 9_00, exponent: 2, currency: 'USD', createdAt: null, isOwn: false };
    notePayoutClaim(site.db, { account: 'acct_1', payoutId: 'po_b' }, claim, 1);
    site.clock.advance(60_000);
    expect(await site.round()).toEqual(['po_b']);
    expect(site.differences()).toEqual(['po_b notListed txn_a1 healed']);
    expect(site.states()).toEqual({ po_a: 'tied', po_b: 'tied' });
  });

  it('asks again once a row has changed, and names a sum that no longer comes to the payout', async () => {
    const objects = twoPayouts();
    const site = await payoutSite(objects);
    await site.round();
    const at = objects.findIndex((object) => object['id'] === 'txn_b2');
    objects[at] = { ...objects[at], amount: -4_01, net: -4_01 };
    site.clock.advance(2 * DAY_MS);
    expect(await site.round()).toEqual(['po_b']);
    expect(site.differences()).toEqual(['po_b sum  open']);
    site.clock.advance(60_000);
    expect(await site.round()).toEqual([]);
    site.clock.advance(2 * DAY_MS);
    expect(await site.round()).toEqual(['po_b']);
  });

  it('goes on in the middle of a list that was cut off, and asks nothing twice', async () => {
    const site = await payoutSite();
    await site.poll();
    const stop = new AbortController();
    const pages: string[] = [];
    const connector: Parameters<typeof checkPayouts>[0]['connector'] = {
      listOfOwner: async (request, signal) => {
        pages.push(`${request.owner} ${request.startingAfter ?? ''}`);
        const page = await site.connector.listOfOwner(request, signal);
        // A Stripe of one row a page, so that the list has a middle.
        const all = page.objects;
        const rest = all.slice(0, 1);
        return { objects: rest, refused: [], lastId: rest.at(-1)?.id ?? null, hasMore: all.length > 1 };
      },
    };
    const options = { connector, ledger: site.ledger, account: 'acct_1', now: () => site.clock.now() };
    const ask = connector.listOfOwner;
    let left = 2;
    const cutting = {
      listOfOwner: async (...[request]: Parameters<typeof ask>) => {
        left -= 1;
        if (left === 0) stop.abort();
        return ask(request);
      },
    };
    await checkPayouts({ ...options, connector: cutting, signal: stop.signal });
    expect(site.states()).toEqual({ po_a: 'reading' });
    await checkPayouts({ ...options, signal: new AbortController().signal });
    expect(site.states()).toEqual({ po_a: 'tied', po_b: 'tied' });
    expect(new Set(pages).size).toBe(pages.length);
  });

  it('does not call missing what is older than the first load', async () => {
    const site = await payoutSite(
      twoPayouts().map((object) =>
        object['id'] === 'txn_a1' ? { ...object, created: Date.parse('2026-09-01T00:00:00Z') / 1_000 } : object,
      ),
    );
    await site.poll('2026-09-15T00:00:00.000Z' as Instant);
    await site.round();
    expect(site.states()).toEqual({ po_a: 'notEvaluated', po_b: 'tied' });
    expect(site.differences()).toEqual([]);
  });

  it('names the connection’s failure and tries again with the next read', async () => {
    const site = await payoutSite();
    site.interceptWith(({ query }) =>
      query.get('payout') === null
        ? null
        : { status: 403, body: { error: { type: 'invalid_request_error', message: 'no right' } } },
    );
    await expect(site.round()).rejects.toThrow(/no right/);
    site.interceptWith(() => null);
    expect(await site.round()).toEqual(['po_a', 'po_b']);
  });
});
