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
};

export interface StripeRequest {
  readonly type: string;
  readonly id: string | null;
  readonly query: URLSearchParams;
}
/** Answers a status and body instead of the books, or null for the books' own answer. */
export type Interception = (request: StripeRequest) => { readonly status: number; readonly body: unknown } | null;

/** A small Stripe on loopback over a list of raw objects that the test may change: newest first, `created[gte]`, `starting_after`, retrieve. */
export async function serveStripe(objects: Raw[], pageSize = 2) {
  const requests: StripeRequest[] = [];
  let intercept: Interception = () => null;
  const address = await serveLoopback((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const send = (status: number, body: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/v1/account') return send(200, { object: 'account', id: 'acct_1' });
    if (url.pathname === '/v1/balance') return send(200, { object: 'balance', livemode: false });
    const under = /^\/v1\/customers\/(\w+)\/(balance|cash_balance)_transactions$/.exec(url.pathname);
    if (under !== null) {
      const type = under[2] === 'balance' ? 'customer_balance_transaction' : 'customer_cash_balance_transaction';
      requests.push({ type, id: under[1] ?? null, query: url.searchParams });
      const data = objects.filter((object) => object['object'] === type && object['customer'] === under[1]);
      return send(200, { object: 'list', data, has_more: false });
    }
    const [, path = '', id = null] = /^(\/v1\/[a-z_]+)(?:\/(\w+))?$/.exec(url.pathname) ?? [];
    const type = PATHS[path];
    if (type === undefined) return send(404, { error: { message: 'Unrecognized request URL' } });
    const asked = { type, id, query: url.searchParams };
    requests.push(asked);
    const other = intercept(asked);
    if (other !== null) return send(other.status, other.body);
    const ofType = objects
      .filter((object) => object['object'] === type && isOfOwner(object, url.searchParams))
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
  const clock = createTestClock('2026-11-02T14:00:00.000Z');
  return {
    objects,
    requests,
    profile,
    clock,
    connector: createStripeConnector({ profile, secret: async () => 'sk_test_x', fetch, clock, random: () => 0 }),
    interceptWith: (next: Interception) => void (intercept = next),
  };
}

function isOfOwner(object: Raw, query: URLSearchParams): boolean {
  return ['charge', 'invoice'].every((owner) => query.get(owner) === null || object[owner] === query.get(owner));
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
