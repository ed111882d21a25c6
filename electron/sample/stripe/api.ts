import { ApiError, missing, unrecognizedUrl } from './api-error.ts';
import { demandRight } from './authorize.ts';
import { balanceObject } from './balance-object.ts';
import type { StripeBooks } from './books.ts';
import { event, events } from './events-api.ts';
import { expandObject } from './expand.ts';
import { listEnvelope, ONE, stretch, type ApiCall } from './list-answer.ts';
import { readRequest, type ListRequest } from './list-request.ts';
import { RESOURCES, resourceOfObject, type Resource } from './resources.ts';
import { served } from './shape.ts';

/** Answers one authenticated request to /v1; throws `ApiError` with Stripe's status and body. */
export function answer(call: ApiCall): unknown {
  const [, version, family, id, below, belowId, ...more] = call.path.split('/');
  if (call.method !== 'GET' || version !== 'v1' || family === undefined || more.length > 0) throw notServed(call);
  call.books.advance(call.now);
  if (family === 'customers' && id && below !== undefined) return ofCustomer(call, id, below, belowId ?? '');
  if (below !== undefined) throw notServed(call);
  if (family === 'account' && id === undefined) return account(call);
  if (family === 'accounts' && id === call.books.account()) return account(call);
  if (family === 'balance' && id === undefined) return balance(call);
  if (family === 'events') return id ? event(call, id) : events(call);
  const resource = RESOURCES.find((candidate) => candidate.path === family && !candidate.ofCustomer);
  if (!resource) throw notServed(call);
  demandRight(call.key, resource.right, call.books.account());
  // Stripe reads an empty id as the list itself.
  return id ? retrieve(call, resource, id) : list(call, resource);
}

function balance(call: ApiCall): unknown {
  demandRight(call.key, 'balance_read', call.books.account());
  readRequest(call.query, ONE);
  return balanceObject(call.books.balanceSums(), call.now);
}

/** What lies below a customer's own address: her balance transactions, cash balance transactions and cash balance. */
function ofCustomer(call: ApiCall, customer: string, below: string, id: string): unknown {
  const customers = resourceOfObject('customer');
  const resource = RESOURCES.find((candidate) => candidate.path === below && candidate.ofCustomer);
  if (!customers || (!resource && (below !== 'cash_balance' || id !== ''))) throw notServed(call);
  demandRight(call.key, customers.right, call.books.account());
  if (!call.books.find(customer, customers)) throw missing('customer', customer, 'customer');
  if (!resource) return cashBalance(call, customer);
  if (id === '') return list(call, resource, { customer });
  const found = call.books.find(id, resource);
  if (found?.['customer'] !== customer) throw missing(resource.object, id, 'id');
  return retrieve(call, resource, id);
}

/** What a customer's cash balance holds in each currency: where her latest change of it left it. */
function cashOf(books: StripeBooks, customer: string): Readonly<Record<string, number>> | null {
  const resource = resourceOfObject('customer_cash_balance_transaction');
  const all = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1_000, direction: 'older' } as const;
  const rows = resource ? books.list(resource, { ...all, equals: { customer } }).objects : [];
  if (rows.length === 0) return null;
  return Object.fromEntries(rows.toReversed().map((row) => [String(row['currency']), Number(row['ending_balance'])]));
}

/** The cash a customer has at Stripe, by currency; null where she never sent any. */
function cashBalance(call: ApiCall, customer: string): unknown {
  readRequest(call.query, ONE);
  return {
    object: 'cash_balance',
    available: cashOf(call.books, customer),
    customer,
    customer_account: null,
    livemode: false,
    settings: { reconciliation_mode: 'automatic', using_merchant_default: true },
  };
}

function notServed(call: ApiCall): ApiError {
  return unrecognizedUrl(call.method, call.path);
}

function account({ books, query }: ApiCall): unknown {
  readRequest(query, ONE);
  return {
    id: books.account(),
    object: 'account',
    business_profile: { name: 'Tieout sample company', url: null },
    business_type: 'company',
    charges_enabled: true,
    country: 'US',
    default_currency: 'usd',
    details_submitted: true,
    email: 'finance@tieout.example',
    metadata: {},
    payouts_enabled: true,
    settings: { dashboard: { display_name: 'Tieout sample company', timezone: 'America/New_York' } },
    type: 'standard',
  };
}

function retrieve(call: ApiCall, resource: Resource, id: string): unknown {
  const { expand } = readRequest(call.query, ONE);
  const object = resource.object === 'payment_intent' ? call.books.paymentIntent(id) : call.books.find(id, resource);
  if (!object) throw missing(resource.object, id, 'id');
  return expandObject(call.books, served(object), expand);
}

const INTENT_FILTER = 'payment[payment_intent]';

function filterNames(resource: Resource): string[] {
  const names = Object.keys(resource.filters).filter((name) => !resource.ofCustomer || name !== 'customer');
  if (resource.object === 'balance_transaction') return [...names, 'payout'];
  if (resource.object === 'invoice_payment')
    return [...names.filter((name) => name !== 'payment_intent'), 'payment[type]', INTENT_FILTER];
  return names;
}

/** The wire's filters in terms of columns; throws for a payout that does not exist or is not automatic. */
function columnFilters(call: ApiCall, request: ListRequest): Record<string, string> {
  const { payout, [INTENT_FILTER]: intent, 'payment[type]': type, ...plain } = request.filters;
  const equals: Record<string, string> = plain;
  if (type !== undefined && type !== 'payment_intent') equals['payment_intent'] = '';
  if (intent !== undefined) {
    if (type === undefined)
      throw new ApiError(400, {
        code: 'parameter_missing',
        message: 'Missing required param: payment[type].',
        param: 'payment[type]',
      });
    equals['payment_intent'] = intent;
  }
  if (payout !== undefined) equals['settlement'] = settlement(call.books, payout);
  return equals;
}

function settlement(books: StripeBooks, payout: string): string {
  const resource = RESOURCES.find((candidate) => candidate.object === 'payout');
  const object = resource ? books.find(payout, resource) : null;
  if (!object) throw missing('payout', payout, 'payout');
  if (object['automatic'] !== true)
    throw new ApiError(400, {
      message: 'Balance transaction history can only be filtered on automatic transfers, not manual.',
      param: 'payout',
    });
  return books.settlementOf(payout) ?? `payout ${payout} without rows`;
}

function list(call: ApiCall, resource: Resource, fixed: Readonly<Record<string, string>> = {}): unknown {
  const request = readRequest(call.query, { paging: true, filters: filterNames(resource) });
  const equals = { ...columnFilters(call, request), ...fixed };
  const paths = request.expand.map((path) => {
    if (!path.startsWith('data.'))
      throw new ApiError(400, {
        message: `This property cannot be expanded (${path}). You may want to try expanding 'data.${path}' instead.`,
        param: 'expand',
      });
    return path.slice('data.'.length);
  });
  const { objects, hasMore } = call.books.list(resource, { ...stretch(call, request, resource.object), equals });
  return listEnvelope(
    call.path,
    objects.map((object) => expandObject(call.books, served(object), paths)),
    hasMore,
  );
}
