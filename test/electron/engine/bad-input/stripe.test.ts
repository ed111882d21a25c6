import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { textLike } from '../../../support/text-like.ts';
import { closedPort } from '../../../support/closed-port.ts';
import { SAMPLE_SECRETS } from '../../../../electron/sample/sample-profile.ts';
import {
  lostRows,
  startEngineUnderTest,
  type Books,
  type EngineUnderTest,
} from '../../../support/engine-under-test.ts';

let tieout: EngineUnderTest;
let before: Books;
let goodKey: string;

beforeAll(async () => {
  tieout = await startEngineUnderTest();
  await tieout.load();
  await tieout.match();
  before = tieout.books();
  goodKey = tieout.secrets.get(SAMPLE_SECRETS.stripeKey) ?? '';
});
afterEach(async () => {
  await tieout.systems.stripeControl('DELETE', 'faults');
  tieout.secrets.set(SAMPLE_SECRETS.stripeKey, goodKey);
});
afterAll(() => tieout.close());

const arm = (kind: string, times: number, path = '/v1/') =>
  tieout.systems.stripeControl('POST', 'faults', { kind, times, path });

interface Case {
  readonly what: string;
  readonly kind: string;
  readonly times: number;
  readonly path?: string;
  readonly state: string;
  readonly says: RegExp;
  readonly next: RegExp;
}
const BROKEN: readonly Case[] = [
  {
    what: 'text that is no JSON',
    kind: 'malformedJson',
    times: 1_000,
    path: '/v1/charges',
    state: 'degraded',
    says: /is not Stripe/,
    next: /Open the address in a browser/,
  },
  {
    what: 'a page that is cut off',
    kind: 'truncated',
    times: 1_000,
    path: '/v1/charges',
    state: 'unreachable',
    says: /closed the connection before its answer was whole/,
    next: /tried again by itself/,
  },
  {
    what: 'a captive portal with status 200',
    kind: 'captivePortal',
    times: 1_000,
    state: 'degraded',
    says: /is not Stripe/,
    next: /sign-in page of the network or a proxy/,
  },
  {
    what: 'a 429 storm',
    kind: 'rateLimit',
    times: 1_000,
    state: 'degraded',
    says: /asks to slow down \(global-rate\)/,
    next: /requestsPerSecond/,
  },
  {
    what: 'errors inside Stripe',
    kind: 'serverError',
    times: 1_000,
    state: 'unreachable',
    says: /failed inside \(500\)/,
    next: /status\.stripe\.com/,
  },
  {
    what: 'a dropped connection',
    kind: 'drop',
    times: 1_000,
    path: '/v1/customers',
    state: 'unreachable',
    says: /closed the connection/,
    next: /tried again by itself/,
  },
  {
    what: 'an expired key',
    kind: 'expiredKey',
    times: 1_000,
    state: 'needsAttention',
    says: /Expired API Key/,
    next: /read rights in Stripe/,
  },
  {
    what: 'a key refused half-way',
    kind: 'wrongKey',
    times: 1_000,
    path: '/v1/refunds',
    state: 'needsAttention',
    says: /Invalid API Key/,
    next: /read rights in Stripe/,
  },
];

describe('an answer of Stripe that cannot be used', () => {
  it.each(BROKEN)('$what: said with the next step, shown, and nothing lost', async (bad) => {
    await arm(bad.kind, bad.times, bad.path);
    const { jobId } = await tieout.command('sync.run', { systems: ['stripe'] });
    const job = await tieout.ended(jobId);
    expect(job).toMatchObject({ state: 'failed', message: textLike(bad.says) });
    expect(job.message).toMatch(bad.next);
    const connection = await tieout.connection('stripe');
    expect(connection).toMatchObject({ state: bad.state, refusals: [] });
    expect(connection.message).toMatch(bad.says);
    expect(connection.nextStep).toMatch(bad.next);
    expect(connection.line).toMatch(bad.says);
    expect(lostRows(before, tieout.books())).toEqual([]);
    await tieout.systems.stripeControl('DELETE', 'faults');
    expect((await tieout.sync(['stripe'])).systems.stripe).toMatchObject({ complete: true, new: 0, refused: 0 });
    expect(await tieout.connection('stripe')).toMatchObject({ state: 'ok', message: null });
    expect(tieout.books()).toEqual(before);
    expect(tieout.reports).toEqual([]);
  });

  it('a short 429 storm is waited out without a word', async () => {
    await arm('rateLimit', 4);
    expect((await tieout.sync(['stripe'])).systems.stripe?.complete).toBe(true);
    expect((await tieout.connection('stripe')).state).toBe('ok');
  });

  it('a host that is not there is named with what to check, by name as by address', async () => {
    const nowhere = (address: string) => (profile: EngineUnderTest['profile']) => ({
      ...profile,
      stripe: { ...profile.stripe, address },
    });
    const port = await closedPort();
    await tieout.reopen({ profile: nowhere(`http://127.0.0.1:${port}`) });
    await tieout.sync(['stripe']);
    expect(await tieout.connection('stripe')).toMatchObject({
      state: 'unreachable',
      message: `127.0.0.1:${port} cannot be reached: it refuses the connection`,
      nextStep: 'Check the port in the address and that the service is running.',
    });
    await tieout.reopen({ profile: nowhere('http://stripe.invalid') });
    const { fetch: usual } = tieout.network;
    // What Node answers for a name nobody knows; asking the real resolver takes as long as it likes.
    tieout.network.fetch = async () => {
      const cause = Object.assign(new Error('getaddrinfo ENOTFOUND stripe.invalid'), { code: 'ENOTFOUND' });
      throw new TypeError('fetch failed', { cause });
    };
    await tieout.sync(['stripe']);
    expect(await tieout.connection('stripe')).toMatchObject({
      state: 'unreachable',
      message: textLike(/^stripe\.invalid cannot be reached: its name cannot be resolved/),
    });
    tieout.network.fetch = usual;
    expect(lostRows(before, tieout.books())).toEqual([]);
    await tieout.reopen();
    expect((await tieout.sync(['stripe'])).systems.stripe?.complete).toBe(true);
  });
});

describe('the key', () => {
  it('that is wrong stops the whole poll at its first request', async () => {
    tieout.secrets.set(SAMPLE_SECRETS.stripeKey, 'sk_test_0123456789abcdefwrong');
    const requests = async () => {
      const { requests: counted } = (await tieout.systems.stripeControl('GET', 'counts')) as {
        requests: Record<string, number>;
      };
      return Object.values(counted).reduce((sum, count) => sum + count, 0);
    };
    const had = await requests();
    const report = await tieout.sync(['stripe']);
    expect(report.failures?.stripe).toMatchObject([{ kind: 'credentials' }]);
    expect((await requests()) - had).toBeLessThanOrEqual(2);
    expect(await tieout.connection('stripe')).toMatchObject({ state: 'needsAttention' });
    expect(lostRows(before, tieout.books())).toEqual([]);
  });

  it('without a right is told which right, and everything it may read is read', async () => {
    const families = ['customer', 'charge', 'payment_intent', 'invoice', 'credit_note', 'payout', 'topup'];
    const rights = [...families, 'balance_transaction', 'balance', 'event'].map((family) => `${family}_read`);
    const made = (await tieout.systems.stripeControl('POST', 'keys', { rights })) as { key: string };
    tieout.secrets.set(SAMPLE_SECRETS.stripeKey, made.key);
    const report = await tieout.sync(['stripe']);
    expect(report.failures?.stripe).toMatchObject([{ stream: 'dispute', kind: 'rights' }]);
    const connection = await tieout.connection('stripe');
    expect(connection).toMatchObject({ state: 'needsAttention' });
    expect(connection.nextStep).toContain('“Disputes: Read (rak_dispute_read)”');
    expect(connection.streams.filter(({ state }) => state !== 'complete').map(({ stream }) => stream)).toEqual([
      'dispute',
    ]);
  });

  it('that is nowhere is named by its place and never asked of Stripe', async () => {
    tieout.secrets.delete(SAMPLE_SECRETS.stripeKey);
    await tieout.sync(['stripe']);
    expect(await tieout.connection('stripe')).toMatchObject({
      state: 'needsAttention',
      message: textLike(SAMPLE_SECRETS.stripeKey),
    });
    tieout.secrets.set(SAMPLE_SECRETS.stripeKey, goodKey);
    await tieout.sync(['stripe']);
    expect((await tieout.connection('stripe')).state).toBe('ok');
  });
});

type StripeJson = Readonly<Record<string, unknown>>;
async function likeOne(kind: string, changes: StripeJson): Promise<StripeJson> {
  const [row] = tieout.rows<{ id: string }>(
    "SELECT object_id AS id FROM movement WHERE kind = ? AND state <> 'excluded' ORDER BY movement_key LIMIT 1",
    kind,
  );
  const { object } = (await tieout.systems.stripeControl('GET', `objects/${row?.id ?? ''}`)) as { object: StripeJson };
  // Nobody's, and about nothing: it must not compete with the charge it is made after.
  const ofNobody = kind === 'charge' ? { customer: null, metadata: {}, description: null } : {};
  return {
    ...object,
    ...ofNobody,
    balance_transaction: null,
    created: Math.floor(tieout.clock.nowMs() / 1_000),
    ...changes,
  };
}
const put = (object: StripeJson) => tieout.systems.stripeControl('PUT', 'objects', { object });
const movement = (id: string) =>
  tieout.rows<Record<string, unknown>>(
    'SELECT unit, state, state_reason AS reason, gate FROM movement WHERE object_id = ?',
    id,
  )[0];

describe('an object of Stripe that has no place', () => {
  it('in a currency nobody knows is refused by name, counted each time, and freed once it can be read', async () => {
    await put(await likeOne('charge', { id: 'ch_odd_currency', currency: 'zzz' }));
    const { systems, failures } = await tieout.sync(['stripe']);
    expect(systems.stripe).toMatchObject({ complete: false, refused: 1, new: 0, unreadable: 1 });
    expect(failures?.stripe).toMatchObject([{ kind: 'missing', message: '1 object arrived that cannot be read' }]);
    // It stays unreadable when it is not among what comes.
    expect((await tieout.sync(['stripe'])).systems.stripe).toMatchObject({ complete: false, unreadable: 1 });
    const connection = await tieout.connection('stripe');
    expect(connection).toMatchObject({ state: 'degraded', message: '1 object arrived that cannot be read' });
    expect(connection.refusals).toEqual([
      {
        type: 'charge',
        id: 'ch_odd_currency',
        reason: 'unknown currency ZZZ',
        times: 2,
        lastSeenAt: textLike(/Z$/),
      },
    ]);
    expect(connection.streams.find(({ stream }) => stream === 'charge')).toMatchObject({ refused: 1 });
    expect(movement('ch_odd_currency')).toBeUndefined();
    await put(await likeOne('charge', { id: 'ch_odd_currency' }));
    await tieout.sync(['stripe']);
    expect(await tieout.connection('stripe')).toMatchObject({ state: 'ok', refusals: [] });
    expect(lostRows(before, tieout.books())).toEqual([]);
  });

  it('in a currency of no unit waits, and its currency is named where the connection is shown', async () => {
    await put(await likeOne('charge', { id: 'ch_sek', currency: 'sek' }));
    await tieout.sync(['stripe']);
    await tieout.match();
    expect(movement('ch_sek')).toMatchObject({ unit: null, state: 'notEvaluated' });
    const connection = await tieout.connection('stripe');
    expect(connection).toMatchObject({
      message: 'Movements in SEK belong to no unit and wait.',
      nextStep: 'Add SEK to a unit in the connection profile.',
    });
    expect(connection.refusals).toMatchObject([{ type: 'currency', id: 'SEK', times: 1 }]);
    const [row] = tieout.rows<{ key: number }>("SELECT movement_key AS key FROM movement WHERE object_id = 'ch_sek'");
    const movementKey = row?.key ?? 0;
    expect((await tieout.query('match.detail', { movementKey })).postingBlocked).toBe(
      'SEK belongs to no unit of the connection profile.',
    );
    const approve = {
      movementKey,
      seenVersion: 1,
      allocations: [{ itemKey: 1, seenVersion: 1, amountMinor: 1 }],
      post: false,
    };
    expect(await tieout.refusal('command', 'match.approve', approve)).toMatchObject({
      code: 'BAD_INPUT',
      nextStep: 'Add the currency to a unit in the connection profile.',
    });
    expect(lostRows(before, tieout.books())).toEqual([]);
  });

  it('of a new kind of balance transaction stands in suspense, whole, and is named', async () => {
    const fee = { id: 'txn_quantum', object: 'balance_transaction', amount: -120, fee: 0, net: -120, currency: 'usd' };
    const created = Math.floor(tieout.clock.nowMs() / 1_000);
    const rest = { created, available_on: created, reporting_category: 'quantum_fee', type: 'quantum', source: null };
    await put({ ...fee, ...rest, status: 'available', exchange_rate: null, description: null, fee_details: [] });
    expect((await tieout.sync(['stripe'])).systems.stripe).toMatchObject({ complete: true, refused: 0, new: 1 });
    await tieout.match();
    expect(movement('txn_quantum')).toMatchObject({ unit: 'US', state: 'notEvaluated' });
    const connection = await tieout.connection('stripe');
    expect(connection.message).toContain('category quantum_fee');
    expect(connection.refusals).toContainEqual(
      expect.objectContaining({ type: 'balance_transaction category', id: 'quantum_fee', times: 1 }),
    );
  });

  it.each([
    ['refund', 're_lost'],
    ['dispute', 'du_lost'],
  ])('a %s of a charge that Stripe does not know reads as a failed lookup', async (kind, id) => {
    await put(await likeOne(kind, { id, charge: 'ch_of_nobody', payment_intent: null, balance_transactions: [] }));
    expect((await tieout.sync(['stripe'])).systems.stripe).toMatchObject({ complete: true, refused: 0 });
    await tieout.match();
    expect(movement(id)).toMatchObject({
      state: 'lookupFailed',
      gate: 'chargeAbsent',
    });
    const { key = 0 } =
      tieout.rows<{ key: number }>('SELECT movement_key AS key FROM movement WHERE object_id = ?', id)[0] ?? {};
    const { movement: shown } = await tieout.query('match.detail', { movementKey: key });
    expect(shown.stateReason).toBe('Stripe does not know the charge it names.');
    const unit = String(movement(id)?.['unit']);
    const summary = await tieout.query('summary.get', { unit });
    expect(summary.facets['lookupFailed']).toBeGreaterThan(0);
    expect(lostRows(before, tieout.books())).toEqual([]);
  });
});

describe('the comparison of the books', () => {
  it('sees one row that was changed', async () => {
    const was = tieout.books();
    const [row] = tieout.rows<{ key: number; version: number }>(
      "SELECT movement_key AS key, version FROM movement WHERE state = 'proposed' AND kind = 'charge' LIMIT 1",
    );
    await tieout.command('match.reject', { movementKey: row?.key ?? 0, seenVersion: row?.version ?? 0 });
    expect(lostRows(was, tieout.books()).length).toBeGreaterThan(0);
  });
});
