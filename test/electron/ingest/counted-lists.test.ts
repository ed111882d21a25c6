import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../electron/connectors/http/clock.ts';
import { createPeopleSoftConnector } from '../../../electron/connectors/peoplesoft/peoplesoft-connector.ts';
import { pollPeopleSoft } from '../../../electron/ingest/peoplesoft/poll.ts';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { connectionFacts } from '../../../electron/engine/views/connections.ts';
import type { BookFact } from '../../../electron/sample/company/company.ts';
import { SITE_DEPOSIT, SITE_QUERIES } from '../../../electron/sample/peoplesoft/site.ts';
import type { SiteBehaviour } from '../../../electron/sample/peoplesoft/site-settings.ts';
import { peopleSoftProfileSchema } from '../../../shared/contract/profile.ts';
import { createTestClock } from '../connectors/http/test-clock.ts';
import { temporaryLedger } from '../ledger/temporary-ledger.ts';
import { item, receiptFact, SMALL_COMPANY, startSite } from '../sample/peoplesoft/sample-site.ts';
import { UNIT_US } from './loopback-stripe.ts';

const MANY = Array.from({ length: 25 }, (_, index) => item('C100', `MORE-${100 + index}`, '2.00'));
const OPEN_BEFORE = 5 + MANY.length;

/** The whole way: simulator, REST queries, poll, ledger. */
async function setUp(
  change: { behaviour?: Partial<SiteBehaviour>; queries?: Record<string, unknown>; more?: readonly BookFact[] } = {},
) {
  const behaviour = change.behaviour ?? {};
  const receipt = receiptFact('receipt', 'CHK 1', 'INV-1', '40.00');
  const site = await startSite([...SMALL_COMPANY, ...MANY, receipt, ...(change.more ?? [])], { behaviour });
  const peoplesoft = peopleSoftProfileSchema.parse({
    soapAddress: site.url,
    node: site.node,
    setId: 'SHARE',
    user: { env: 'U' },
    password: { env: 'P' },
    deposit: SITE_DEPOSIT,
    queries: { ...SITE_QUERIES, maxRows: 10, ...change.queries },
    quietWindow: null,
    rate: { requestsPerSecond: 10_000, concurrency: 1 },
  });
  const reader = createPeopleSoftConnector({
    profile: peoplesoft,
    exponentOf: (currency) => ({ USD: 2, JPY: 0, KWD: 3 })[currency] ?? null,
    secrets: async (credential) => ('env' in credential && credential.env === 'U' ? site.user : site.password),
    fetch,
    clock: { ...systemClock, sleep: async () => undefined },
  });
  const made = temporaryLedger();
  onTestFinished(made.remove);
  const clock = createTestClock('2026-11-02T17:00:00.000Z');
  const ledger = directLedger(made.db);
  return {
    site,
    poll: () => {
      clock.advance(60_000);
      return pollPeopleSoft({ reader, ledger, profile: { units: [UNIT_US], peoplesoft }, clock });
    },
    openItems: () => made.db.prepare("SELECT count(*) FROM ar_item WHERE status = 'open'").pluck().get(),
    counted: async () => {
      const facts = await ledger.read(connectionFacts, { now: clock.now() });
      const { streams } = facts.find(({ system }) => system === 'peoplesoft') ?? { streams: [] };
      return Object.fromEntries(streams.map(({ stream, counted }) => [stream, counted]));
    },
    connection: () =>
      made.db.prepare("SELECT state, message, next_step FROM connection WHERE system = 'peoplesoft'").get(),
    runs: (stream: string) => made.db.prepare('SELECT state FROM sync_run WHERE stream = ?').pluck().all(stream),
  };
}

describe('a list PeopleSoft counts as well', () => {
  it.each([
    ['as it is', {}],
    ['with a site limit below our page size', { queryRowCap: 3 }],
    ['with trimmed decimals and blanks around values', { decimals: 'trimmed' as const, blanksAroundValues: true }],
  ])('is taken in when rows and sums agree, %s', async (_how, behaviour) => {
    const { poll, openItems, counted } = await setUp({ behaviour });
    expect((await poll()).failures).toEqual([]);
    expect(openItems()).toBe(OPEN_BEFORE);
    expect(await counted()).toEqual({ customers: 'agrees', 'openItems.US001': 'agrees', 'payments.US001': 'agrees' });
  });

  it.each([
    ['a silent cut', { queryFlaws: [{ query: 'X_AR_OPEN_ITEMS', rowsInAll: 12 }] }],
    ['row security', { hiddenBusinessUnits: ['US001'] }],
  ])('closes nothing and names query, count and what came after %s', async (_how, behaviour) => {
    const { site, poll, openItems, connection } = await setUp();
    await poll();
    Object.assign(site.behaviour, behaviour);
    const { failures, report } = await poll();
    expect(report.complete).toBe(false);
    expect(failures[0]).toMatchObject({ stream: 'openItems.US001', kind: 'truncated' });
    expect(failures[0]?.message).toMatch(
      /X_AR_OPEN_ITEM_TOTALS says 30 rows, .*440.50 USD.*X_AR_OPEN_ITEMS gave (12|0) rows/,
    );
    expect(openItems()).toBe(OPEN_BEFORE);
    expect(connection()).toMatchObject({
      state: 'needsAttention',
      next_step: expect.stringContaining('row security') as string,
    });
  });

  it('is read again when it moved, and is whole then', async () => {
    const { site, poll, openItems, runs } = await setUp();
    // While the last page is read a new item comes in front of what was read: this read cannot have it.
    site.arm({ form: 'moveRows', on: 'query', query: 'X_AR_OPEN_ITEMS', for: 4 });
    expect((await poll()).failures).toEqual([]);
    expect(openItems()).toBe(OPEN_BEFORE + 4);
    expect(runs('openItems.US001').at(-1)).toBe('complete');
  });

  it('is left incomplete, in words, when it does not stand still', async () => {
    const { site, poll, openItems, runs, connection } = await setUp();
    await poll();
    site.arm({ form: 'moveRows', on: 'query', query: 'X_AR_CUSTOMERS', for: 1_000, businessUnits: ['US001'] });
    site.behaviour.queryFlaws = [{ query: 'X_AR_CUSTOMERS', rowsInAll: 3 }];
    const { failures } = await poll();
    expect(failures[0]).toMatchObject({ stream: 'customers', kind: 'moving' });
    expect(failures[0]?.message).toMatch(
      /changed while it was read: query X_AR_CUSTOMER_TOTALS said \d+ rows before and/,
    );
    expect(runs('customers')).toEqual(['complete', 'failed', 'failed', 'failed']);
    expect(connection()).toMatchObject({ state: 'degraded' });
    expect(openItems()).toBeGreaterThan(OPEN_BEFORE);
  });

  it('is taken in but for the items that name no currency or an unknown one', async () => {
    const more = [item('C100', 'NO-CURRENCY', '5.00', ''), item('C100', 'ODD', '5.00', 'XQZ')];
    const { poll, openItems, connection, counted } = await setUp({ more });
    const { failures, report } = await poll();
    expect(failures).toEqual([]);
    expect(report).toMatchObject({ refused: 2, complete: true });
    expect(openItems()).toBe(OPEN_BEFORE);
    expect(connection()).toMatchObject({ state: 'degraded', message: '2 objects arrived that cannot be read' });
    // Rows agree by number; nobody has compared the sums of what could not be read.
    expect(await counted()).toMatchObject({ customers: 'agrees', 'openItems.US001': 'agreesInRows' });
  });

  it('is read where the site does not count it, and says so', async () => {
    const { poll, counted } = await setUp({ queries: { openItemTotals: undefined, paymentTotals: undefined } });
    expect((await poll()).failures).toEqual([]);
    expect(await counted()).toEqual({
      customers: 'agrees',
      'openItems.US001': 'notCounted',
      'payments.US001': 'notCounted',
    });
  });
});
