import type { ServerResponse } from 'node:http';
import { stripeProfileSchema } from '../../../shared/contract/profile.ts';
import { createStripeConnector } from '../../../electron/connectors/stripe/connector.ts';
import { serveLoopback } from '../connectors/http/loopback.ts';
import { createTestClock } from '../connectors/http/test-clock.ts';

export type Raw = Readonly<Record<string, unknown>>;
const PATHS: Readonly<Record<string, string>> = {
  '/v1/customers': 'customer',
  '/v1/invoices': 'invoice',
  '/v1/invoice_payments': 'invoice_payment',
  '/v1/charges': 'charge',
  '/v1/refunds': 'refund',
  '/v1/disputes': 'dispute',
  '/v1/payouts': 'payout',
  '/v1/balance_transactions': 'balance_transaction',
  '/v1/credit_notes': 'credit_note',
  '/v1/payment_intents': 'payment_intent',
  '/v1/topups': 'topup',
  '/v1/events': 'event',
  '/v1/balance': 'balance',
};

const CUSTOMER_PATHS: Readonly<Record<string, string>> = {
  balance_transactions: 'customer_balance_transaction',
  cash_balance_transactions: 'customer_cash_balance_transaction',
};

export interface StripeRequest {
  readonly type: string;
  readonly id: string | null;
  /** For what is listed under a customer. */
  readonly customer: string | null;
  readonly query: URLSearchParams;
  /** The key as HTTP Basic carried it; null where it came otherwise. */
  readonly key: string | null;
  /** The test clock's milliseconds when it came. */
  readonly atMs: number;
}
/** Answers a status and body instead of the books, or null for the books' own answer. */
export type Interception = (request: StripeRequest) => Answer | null;
interface Answer {
  readonly status: number;
  /** Text is sent as a web page, anything else as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function readPath(url: URL): Pick<StripeRequest, 'type' | 'id' | 'customer' | 'query'> | null {
  const query = url.searchParams;
  const [, customer = '', family = ''] = /^\/v1\/customers\/(\w+)\/(\w+)$/.exec(url.pathname) ?? [];
  const under = CUSTOMER_PATHS[family];
  if (under !== undefined) return { type: under, id: null, customer, query };
  const [, path = '', id = null] = /^(\/v1\/[a-z_]+)(?:\/(\w+))?$/.exec(url.pathname) ?? [];
  const type = PATHS[path];
  return type === undefined ? null : { type, id, customer: null, query };
}

function answerWith(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  const isPage = typeof body === 'string';
  const type = { 'content-type': isPage ? 'text/html' : 'application/json' };
  response.writeHead(status, { ...type, ...headers }).end(isPage ? body : JSON.stringify(body));
}

function keyOf(authorization: string | undefined): string | null {
  const [, encoded] = /^Basic (.+)$/.exec(authorization ?? '') ?? [];
  return encoded === undefined ? null : Buffer.from(encoded, 'base64').toString().replace(/:$/, '');
}

let lastEvent = 0;
/** An event about an object, as its list tells it. */
export function eventOf(type: string, object: Raw, created: number): Raw {
  lastEvent += 1;
  return { id: `evt_${lastEvent}`, object: 'event', type, created, livemode: false, data: { object } };
}

/** A small Stripe on loopback over a list of raw objects that the test may change: newest first, `created[gte]`, `starting_after`, retrieve, events, customers' lists. */
export async function serveStripe(objects: Raw[], pageSize = 2) {
  const requests: StripeRequest[] = [];
  const clock = createTestClock('2026-11-02T14:00:00.000Z');
  let key = 'sk_test_x';
  let intercept: Interception = () => null;
  let aheadMs = 0;
  const settled = new Map<string, readonly string[]>();
  let balance = (): unknown => ({ object: 'balance', livemode: false, available: [], pending: [] });
  const address = await serveLoopback((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    response.setHeader('date', new Date(Date.parse(clock.now()) + aheadMs).toUTCString());
    const send = (status: number, body: unknown) => answerWith(response, { status, body });
    if (url.pathname === '/v1/account') return send(200, { object: 'account', id: 'acct_1' });
    const path = readPath(url);
    if (path === null) return send(404, { error: { message: 'Unrecognized request URL' } });
    const asked = { ...path, key: keyOf(request.headers.authorization), atMs: clock.monotonicMs() };
    requests.push(asked);
    const { type, id } = asked;
    const other = intercept(asked);
    if (other !== null) return answerWith(response, other);
    if (type === 'balance') return send(200, balance());
    const names = url.searchParams.getAll('types[]');
    if (names.length > 20) return send(400, { error: { message: 'You may specify at most 20 types.' } });
    const ofType = objects
      .filter((object) => object['object'] === type && isOfOwner(object, url.searchParams))
      .filter((object) => isPaidOut(settled, object, url.searchParams.get('payout')))
      .filter((object) => asked.customer === null || object['customer'] === asked.customer)
      .filter((object) => type !== 'event' || names.includes(String(object['type'])))
      .toSorted((a, b) => Number(b['created']) - Number(a['created']));
    if (id !== null) {
      const found = ofType.find((object) => object['id'] === id);
      return found ? send(200, found) : send(404, { error: { code: 'resource_missing', message: `No such ${type}` } });
    }
    const after = url.searchParams.get('starting_after');
    const from = Number(url.searchParams.get('created[gte]') ?? 0);
    const start = after === null ? 0 : ofType.findIndex((object) => object['id'] === after) + 1;
    if (after !== null && start === 0)
      return send(400, {
        error: { code: 'resource_missing', param: 'starting_after', message: `No such ${type}: ${after}` },
      });
    const rest = ofType.slice(start).filter((object) => Number(object['created']) >= from);
    return send(200, { object: 'list', data: rest.slice(0, pageSize), has_more: rest.length > pageSize });
  });
  const profile = stripeProfileSchema.parse({
    address,
    key: { env: 'K' },
    livemode: false,
    rate: { requestsPerSecond: 100, concurrency: 4 },
  });
  return {
    objects,
    requests,
    profile,
    clock,
    connector: createStripeConnector({ profile, secret: async () => key, fetch, clock, random: () => 0 }),
    /** How far Stripe's clock is ahead of this computer's. */
    aheadBy: (ms: number) => void (aheadMs = ms),
    useKey: (next: string) => void (key = next),
    /** Which balance transactions an automatic payout pays out. */
    settles: (payout: string, ids: readonly string[]) => void settled.set(payout, ids),
    interceptWith: (next: Interception) => void (intercept = next),
    balanceIs: (next: Raw) => void (balance = () => ({ object: 'balance', livemode: false, pending: [], ...next })),
  };
}

function isOfOwner(object: Raw, query: URLSearchParams): boolean {
  return ['charge', 'invoice'].every((owner) => query.get(owner) === null || object[owner] === query.get(owner));
}

function isPaidOut(settled: ReadonlyMap<string, readonly string[]>, object: Raw, payout: string | null): boolean {
  return payout === null || settled.get(payout)?.includes(String(object['id'])) === true;
}

export const UNIT_US = {
  unit: 'US',
  businessUnits: ['US001'],
  depositBu: 'US001',
  zone: 'America/New_York',
  goLiveDate: '2026-10-01',
  currencies: ['USD', 'CAD'],
  clearing: [
    {
      settlementCurrency: 'USD',
      bankCode: 'STRPE',
      bankAccountKey: 'US01',
      cashAccount: '101100',
      paymentMethod: 'EFT',
    },
  ],
  peopleSoftExponents: {},
  straightThrough: null,
};
