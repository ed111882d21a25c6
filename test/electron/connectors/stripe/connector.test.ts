import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createStripeConnector } from '../../../../electron/connectors/stripe/connector.ts';
import type { StripeProfile } from '../../../../shared/contract/profile.ts';
import { stripeProfileSchema } from '../../../../shared/contract/profile.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { containing } from '../http/containing.ts';
import { serveLoopback } from '../http/loopback.ts';
import { createTestClock } from '../http/test-clock.ts';
import * as samples from './samples.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const list = (data: unknown[], has_more = false) => json({ object: 'list', url: '/v1/x', data, has_more });
const ACCOUNT = json({ object: 'account', id: 'acct_1' });
const stripeError = (status: number, error: object, headers: Record<string, string> = {}) =>
  json({ error }, status, headers);

interface Setup {
  readonly routes: Readonly<Record<string, Answer | Answer[]>>;
  readonly profile?: Partial<StripeProfile>;
  readonly keys?: string[];
}

/** A loopback Stripe: each path answers with its list of answers in turn, the last one for ever. */
async function connect({ routes, profile = {}, keys = ['sk_test_abc'] }: Setup) {
  const requests: { path: string; query: URLSearchParams; headers: IncomingMessage['headers'] }[] = [];
  const table: Record<string, Answer | Answer[]> = {
    '/v1/account': ACCOUNT,
    '/v1/balance': json({ object: 'balance', livemode: false }),
    ...routes,
  };
  const address = await serveLoopback((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    requests.push({ path: url.pathname, query: url.searchParams, headers: request.headers });
    const found = table[url.pathname];
    const answer = Array.isArray(found) ? (found.length > 1 ? found.shift() : found[0]) : found;
    if (answer) answer(request, response);
    else
      stripeError(404, { type: 'invalid_request_error', message: `Unrecognized request URL (GET: ${url.pathname})` })(
        request,
        response,
      );
  });
  const clock = createTestClock();
  const connector = createStripeConnector({
    profile: stripeProfileSchema.parse({
      address,
      key: { env: 'STRIPE_KEY' },
      livemode: false,
      rate: { requestsPerSecond: 100, concurrency: 4 },
      ...profile,
    }),
    secret: async () => (keys.length > 1 ? keys.shift() : keys[0]) ?? '',
    fetch,
    clock,
    random: () => 0,
  });
  return { connector, requests, clock, to: (path: string) => requests.filter((request) => request.path === path) };
}
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe('Stripe connector', () => {
  it('signs in with HTTP Basic, asks for the pinned version and sends no telemetry', async () => {
    const { connector, requests } = await connect({ routes: {} });
    expect(await connector.identify()).toEqual({ account: 'acct_1', livemode: false, apiVersion: '2026-10-28.endive' });
    for (const { headers } of requests) {
      expect(headers.authorization).toBe(`Basic ${Buffer.from('sk_test_abc:').toString('base64')}`);
      expect(headers['stripe-version']).toBe('2026-10-28.endive');
      expect(headers['x-stripe-client-telemetry']).toBeUndefined();
    }
  });

  it('lists one page with whole seconds, the lower bound inside and the upper outside', async () => {
    const { connector, to } = await connect({
      routes: { '/v1/charges': list([samples.charge(), samples.charge({ id: 'ch_0' })], true) },
    });
    const page = await connector.list({
      type: 'charge',
      createdFrom: '2026-10-01T00:00:00.900Z' as Instant,
      createdBefore: '2026-10-02T00:00:00.100Z' as Instant,
      startingAfter: 'ch_2',
    });
    expect(page).toMatchObject({ lastId: 'ch_0', hasMore: true, refused: [] });
    expect(page.objects.map((object) => [object.id, object.createdAt])).toEqual([
      ['ch_1', '2026-10-05T10:00:00.000Z'],
      ['ch_0', '2026-10-05T10:00:00.000Z'],
    ]);
    expect(Object.fromEntries(to('/v1/charges')[0]?.query ?? [])).toEqual({
      limit: '100',
      'created[gte]': '1790812800',
      'created[lt]': '1790899201',
      starting_after: 'ch_2',
    });
  });

  it('keeps decimals as Stripe wrote them in the raw text', async () => {
    const { connector } = await connect({ routes: { '/v1/invoices': list([samples.invoice()]) } });
    const page = await connector.list({ type: 'invoice' });
    expect(page.objects[0]?.raw).toBe(JSON.stringify(samples.invoice()));
  });

  it('lists what Stripe keeps under a customer, and never an odd id', async () => {
    const { connector, to } = await connect({
      routes: { '/v1/customers/cus_1/balance_transactions': list([samples.customerBalanceTransaction()]) },
    });
    const request = { type: 'customer_balance_transaction', customer: 'cus_1', startingAfter: 'cbtxn_9' } as const;
    const page = await connector.listOfCustomer(request);
    expect(page.objects.map(({ id }) => id)).toEqual(['cbtxn_1']);
    expect(Object.fromEntries(to('/v1/customers/cus_1/balance_transactions')[0]?.query ?? [])).toEqual({
      limit: '100',
      starting_after: 'cbtxn_9',
    });
    expect(await failure(connector.listOfCustomer({ ...request, customer: '../charges' }))).toMatchObject({
      kind: 'refused',
    });
  });

  it('reads events as hints: what happened to which object, and nothing of its state', async () => {
    const event = (id: string, object: object, fields = {}) => ({
      id,
      object: 'event',
      api_version: '2019-05-16',
      created: 1_790_812_800,
      livemode: false,
      type: 'refund.updated',
      data: { object },
      ...fields,
    });
    const { connector, to } = await connect({
      routes: {
        '/v1/events': list([
          event('evt_3', { object: 'refund', id: 're_1', amount: 'an older version wrote this otherwise' }),
          event('evt_2', { object: 'invoice_payment', id: 'inpay_1', customer: { id: 'cus_1', object: 'customer' } }),
          event('evt_1', { object: 'refund', id: 're_2' }, { livemode: true }),
        ]),
      },
    });
    const page = await connector.events({
      eventTypes: ['refund.updated', 'invoice_payment.paid'],
      createdFrom: '2026-10-01T00:00:00.900Z' as Instant,
    });
    expect(page.events).toEqual([
      {
        id: 'evt_3',
        createdAt: '2026-10-01T00:00:00.000Z',
        eventType: 'refund.updated',
        objectType: 'refund',
        objectId: 're_1',
        customer: null,
      },
      expect.objectContaining({ id: 'evt_2', objectId: 'inpay_1', customer: 'cus_1' }),
    ]);
    expect(page.refused).toMatchObject([{ id: 'evt_1', reason: 'an event of the other mode is never taken in' }]);
    expect(to('/v1/events')[0]?.query.getAll('types[]')).toEqual(['refund.updated', 'invoice_payment.paid']);
    expect(to('/v1/events')[0]?.query.get('created[gte]')).toBe('1790812800');
  });

  it('reads the balance by type and part, and refuses a currency it does not know', async () => {
    const balance = (currency: string) => ({
      object: 'balance',
      livemode: false,
      available: [{ amount: 1_000, currency: 'usd', source_types: { card: 1_000 } }],
      pending: [{ amount: -250, currency }],
      connect_reserved: [{ amount: 70, currency: 'usd' }],
      issuing: { available: [{ amount: 5, currency: 'usd' }] },
    });
    const { connector } = await connect({ routes: { '/v1/balance': [json(balance('usd')), json(balance('xqz'))] } });
    expect(
      (await connector.balance()).parts.map(({ balanceType, part, amount }) => [balanceType, part, amount.minor]),
    ).toEqual([
      ['payments', 'available', 1_000],
      ['payments', 'pending', -250],
      ['payments', 'reserved', 70],
      ['issuing', 'available', 5],
    ]);
    expect(await failure(connector.balance())).toMatchObject({ kind: 'malformed', message: containing('XQZ') });
  });

  it('refuses an unreadable object and takes in the rest of its page', async () => {
    const { connector } = await connect({
      routes: {
        '/v1/charges': list(
          [
            samples.charge(),
            samples.charge({ id: 'ch_bad', currency: 'xqz' }),
            null,
            samples.charge({ id: 'ch_3' }),
            { no: 'id' },
          ],
          true,
        ),
      },
    });
    const page = await connector.list({ type: 'charge' });
    expect(page.objects.map((object) => object.id)).toEqual(['ch_1', 'ch_3']);
    expect(page.refused.map((refused) => [refused.id, refused.reason.slice(0, 20)])).toEqual([
      ['ch_bad', 'unknown currency XQZ'],
      [null, expect.any(String)],
      [null, expect.any(String)],
    ]);
    expect(page.lastId).toBe('ch_3');
  });

  it('refuses a page that has more but no id to go on from', async () => {
    const { connector } = await connect({ routes: { '/v1/charges': list([], true) } });
    expect(await failure(connector.list({ type: 'charge' }))).toMatchObject({ kind: 'malformed' });
  });

  it('uses a rotated key at the next attempt and proves its account anew', async () => {
    const keys = ['sk_test_old'];
    const { connector, to } = await connect({ routes: { '/v1/charges': list([]) }, keys });
    await connector.list({ type: 'charge' });
    keys[0] = 'sk_test_new';
    await connector.list({ type: 'charge' });
    const used = to('/v1/charges').map(({ headers }) =>
      Buffer.from(String(headers.authorization).slice(6), 'base64').toString(),
    );
    expect(used).toEqual(['sk_test_old:', 'sk_test_new:']);
    expect(to('/v1/account')).toHaveLength(2);
  });

  it('takes in nothing that a key fetched before its account was proven', async () => {
    const accounts = [json({ object: 'account', id: 'acct_1' }), json({ object: 'account', id: 'acct_other' })];
    const keys = ['sk_test_old', 'sk_test_old', 'sk_test_new'];
    const { connector, to } = await connect({
      routes: { '/v1/account': accounts, '/v1/charges': list([samples.charge()]) },
      profile: { account: 'acct_1' },
      keys,
    });
    expect(await failure(connector.list({ type: 'charge' }))).toMatchObject({ kind: 'refused' });
    expect(to('/v1/charges')).toHaveLength(1);
  });

  it('proves account and mode once for many pages', async () => {
    const { connector, to } = await connect({ routes: { '/v1/charges': list([]) } });
    await Promise.all([1, 2, 3].map(() => connector.list({ type: 'charge' })));
    expect(to('/v1/account')).toHaveLength(1);
  });

  it.each([
    [
      'another account than the profile’s',
      { account: 'acct_other' },
      'sk_test_abc',
      'acct_1, the connection profile expects acct_other',
    ],
    [
      'test data on a live profile',
      { livemode: true },
      'sk_test_abc',
      'the key is for test data, the connection profile for live data',
    ],
    [
      'live data on a test profile',
      {},
      'rk_live_abc',
      'the key is for live data, the connection profile for test data',
    ],
  ])('refuses %s before anything is taken in', async (_what, profile, key, words) => {
    const { connector, to } = await connect({
      routes: { '/v1/refunds': list([samples.refund()]) },
      profile,
      keys: [key],
    });
    expect(await failure(connector.list({ type: 'refund' }))).toMatchObject({
      kind: 'refused',
      message: containing(words),
    });
    expect(to('/v1/refunds')).toHaveLength(0);
  });

  it('asks the balance for the mode when the key’s prefix does not tell it', async () => {
    const { connector, to } = await connect({ routes: {}, keys: ['rk_test_x'] });
    expect(await connector.identify()).toMatchObject({ livemode: false });
    expect(to('/v1/balance')).toHaveLength(0);
    const live = await connect({
      routes: { '/v1/balance': json({ object: 'balance', livemode: true }) },
      keys: ['odd_key'],
    });
    expect(await failure(live.connector.identify())).toMatchObject({ kind: 'refused' });
    const forbidden = stripeError(403, { type: 'invalid_request_error', message: 'no' });
    const unknown = await connect({ routes: { '/v1/balance': forbidden }, keys: ['odd_key'] });
    expect(await failure(unknown.connector.identify())).toMatchObject({ kind: 'rights' });
  });

  it('answers null for an object Stripe does not have, and never asks for an empty id', async () => {
    const missing = stripeError(404, {
      type: 'invalid_request_error',
      code: 'resource_missing',
      message: 'No such charge',
    });
    const { connector, to } = await connect({
      routes: {
        '/v1/charges/ch_404': missing,
        '/v1/charges/ch_1': json(samples.charge()),
        '/v1/charges/ch_bad': json(samples.charge({ currency: 'xqz' })),
        '/v1/charges/': list([]),
      },
    });
    expect(await connector.retrieve('charge', 'ch_404')).toBeNull();
    expect(await connector.retrieve('charge', 'ch_1')).toMatchObject({
      id: 'ch_1',
      raw: JSON.stringify(samples.charge()),
    });
    expect(await connector.retrieve('charge', 'ch_bad')).toMatchObject({ reason: 'unknown currency XQZ' });
    for (const id of ['', '../account', 'ch_1?expand'])
      expect(await failure(connector.retrieve('charge', id))).toMatchObject({ kind: 'refused' });
    expect(to('/v1/charges/')).toHaveLength(0);
  });

  it('does not take an unknown route for an absent object', async () => {
    const { connector } = await connect({ routes: {} });
    expect(await failure(connector.retrieve('charge', 'ch_1'))).toMatchObject({ kind: 'notFound' });
  });

  it('waits as long as Retry-After says after 429, then goes on', async () => {
    const slow = stripeError(
      429,
      { type: 'invalid_request_error', message: 'Too many requests' },
      { 'retry-after': '4', 'stripe-rate-limited-reason': 'endpoint-rate' },
    );
    const { connector, clock, to } = await connect({
      routes: { '/v1/charges': [slow, slow, list([samples.charge()])] },
    });
    expect((await connector.list({ type: 'charge' })).objects).toHaveLength(1);
    expect(to('/v1/charges')).toHaveLength(3);
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(8_000);
  });

  it.each([
    [
      'a wrong key',
      401,
      { type: 'invalid_request_error', message: 'Invalid API Key provided: sk_test_abc' },
      'credentials',
      'does not accept the key',
      1,
    ],
    [
      'a missing right',
      403,
      { type: 'invalid_request_error', message: "Having the 'rak_charge_read' permission would allow this" },
      'rights',
      'no right to read charge',
      1,
    ],
    [
      'a refused parameter',
      400,
      { type: 'invalid_request_error', message: 'Received unknown parameter' },
      'refused',
      'unknown parameter',
      1,
    ],
    ['a Stripe outage', 503, { type: 'api_error', message: 'try later' }, 'unreachable', 'failed inside (503)', 5],
    ['an endless 429', 429, { type: 'invalid_request_error', message: 'slow' }, 'rateLimited', 'asks to slow down', 5],
  ])('says %s in words, without the key', async (_what, status, error, kind, words, attempts) => {
    const { connector, to } = await connect({ routes: { '/v1/charges': stripeError(status, error) } });
    const thrown = await failure(connector.list({ type: 'charge' }));
    expect(thrown).toMatchObject({
      system: 'stripe',
      kind,
      message: containing(words),
      nextStep: containing(' '),
    });
    expect((thrown as Error).message).not.toContain('sk_test_abc');
    expect(to('/v1/charges')).toHaveLength(attempts);
  });

  it('names the right that is missing', async () => {
    const { connector } = await connect({
      routes: { '/v1/payouts': stripeError(403, { message: "needs 'rak_payout_read'" }) },
    });
    expect(await failure(connector.list({ type: 'payout' }))).toMatchObject({
      nextStep: containing('“Payouts: Read (rak_payout_read)”'),
    });
  });

  it.each([
    [
      'a captive portal',
      (_q: IncomingMessage, r: ServerResponse) =>
        void r.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
      'malformed',
    ],
    [
      'a proxy’s error page',
      (_q: IncomingMessage, r: ServerResponse) =>
        void r.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>'),
      'unreachable',
    ],
    ['a cut connection', (_q: IncomingMessage, r: ServerResponse) => void r.destroy(), 'unreachable'],
    ['something that is no list', json({ object: 'charge' }), 'malformed'],
    [
      'truncated JSON',
      (_q: IncomingMessage, r: ServerResponse) => void r.end('{"object":"list","data":['),
      'malformed',
    ],
  ])('says that %s is not Stripe’s answer', async (_what, answer, kind) => {
    const { connector } = await connect({ routes: { '/v1/charges': answer } });
    expect(await failure(connector.list({ type: 'charge' }))).toMatchObject({ kind });
  });

  it('passes on why there is no key, and refuses an empty one', async () => {
    const { connector } = await connect({ routes: {}, keys: [''] });
    expect(await failure(connector.identify())).toMatchObject({ kind: 'credentials' });
  });

  it('stops when cancelled', async () => {
    const cancel = new AbortController();
    const { connector } = await connect({ routes: { '/v1/charges': () => cancel.abort() } });
    expect(await failure(connector.list({ type: 'charge' }, cancel.signal))).toMatchObject({ kind: 'cancelled' });
  });

  it('stops at once while the account is being proven; whoever else waits for it is not disturbed', async () => {
    const asked: (() => void)[] = [];
    const arrived = Promise.withResolvers<void>();
    const { connector } = await connect({
      routes: {
        '/v1/account': (_request, response) => {
          asked.push(() => ACCOUNT(_request, response));
          arrived.resolve();
        },
        '/v1/charges': list([samples.charge()]),
      },
    });
    const [first, second] = [new AbortController(), new AbortController()];
    const left = failure(connector.list({ type: 'charge' }, first.signal));
    const stays = connector.list({ type: 'charge' }, second.signal);
    await arrived.promise;
    first.abort();
    expect(await left).toMatchObject({ kind: 'cancelled' });
    for (const answer of asked.splice(0)) answer();
    expect((await stays).objects).toHaveLength(1);
  });

  it('gives the proof up when nobody waits for it any more, and begins anew for the next', async () => {
    let hangs = true;
    const arrived = Promise.withResolvers<void>();
    const cut = Promise.withResolvers<void>();
    const { connector } = await connect({
      routes: {
        '/v1/account': (request, response) => {
          if (!hangs) return ACCOUNT(request, response);
          response.once('close', () => cut.resolve());
          arrived.resolve();
        },
        '/v1/charges': list([samples.charge()]),
      },
    });
    const cancel = new AbortController();
    const left = failure(connector.list({ type: 'charge' }, cancel.signal));
    await arrived.promise;
    cancel.abort();
    expect(await left).toMatchObject({ kind: 'cancelled' });
    hangs = false;
    expect((await connector.list({ type: 'charge' })).objects).toHaveLength(1);
    await cut.promise; // the request nobody wants has left the wire
  });

  it('goes on after an error: the next call is a new request', async () => {
    const { connector } = await connect({
      routes: { '/v1/charges': [stripeError(400, { message: 'no' }), list([samples.charge()])] },
    });
    expect(await failure(connector.list({ type: 'charge' }))).toMatchObject({ kind: 'refused' });
    expect((await connector.list({ type: 'charge' })).objects).toHaveLength(1);
  });

  it('asks for the tax ids of customers, and does without from then on where the key may not read them', async () => {
    const known = { object: 'list', data: [{ id: 'txi_1', object: 'tax_id', type: 'eu_vat', value: 'DE811907980' }] };
    const told = await connect({ routes: { '/v1/customers': list([samples.customer({ tax_ids: known })]) } });
    const page = await told.connector.list({ type: 'customer' });
    expect(page.objects[0]?.fact).toMatchObject({ taxIds: [{ type: 'eu_vat', value: 'DE811907980' }] });
    expect(told.to('/v1/customers').map(({ query }) => query.get('expand[]'))).toEqual(['data.tax_ids']);

    const refused = stripeError(403, {
      type: 'invalid_request_error',
      message: 'the key has not the right rak_tax_id_read',
    });
    const routes = {
      '/v1/customers': [refused, list([samples.customer()])],
      '/v1/customers/cus_1': json(samples.customer()),
    };
    const withheld = await connect({ routes });
    expect((await withheld.connector.list({ type: 'customer' })).objects).toHaveLength(1);
    const found = await withheld.connector.retrieve('customer', 'cus_1');
    expect(found).toMatchObject({ id: 'cus_1' });
    const asked = [...withheld.to('/v1/customers'), ...withheld.to('/v1/customers/cus_1')];
    expect(asked.map(({ query }) => query.get('expand[]'))).toEqual(['data.tax_ids', null, null]);
  });

  it('refuses an address with a path', () => {
    const profile = stripeProfileSchema.parse({
      address: 'https://proxy.example/stripe',
      key: { env: 'K' },
      livemode: false,
    });
    expect(() => createStripeConnector({ profile, secret: async () => 'k', fetch, clock: createTestClock() })).toThrow(
      'has a path',
    );
  });
});
