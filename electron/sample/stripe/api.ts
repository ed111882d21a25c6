import type { StripeBookObject } from '../company/company.ts';
import { ApiError, missing, unrecognizedUrl } from './api-error.ts';
import { demandRight } from './authorize.ts';
import type { ApiKey, StripeBooks } from './books.ts';
import { placeOf } from './books-schema.ts';
import { EVENT_RETENTION_SECONDS, EVENT_TYPES } from './events.ts';
import { expandObject } from './expand.ts';
import { readRequest, type ListRequest } from './list-request.ts';
import { RESOURCES, type Resource } from './resources.ts';
import { served } from './shape.ts';

export interface ApiCall {
  readonly books: StripeBooks;
  readonly key: ApiKey;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The virtual clock, in seconds. */
  readonly now: number;
}

const ONE = { paging: false, filters: [] } as const;

/** Answers one authenticated request to /v1; throws `ApiError` with Stripe's status and body. */
export function answer(call: ApiCall): unknown {
  const [, version, family, id, ...more] = call.path.split('/');
  if (call.method !== 'GET' || version !== 'v1' || family === undefined || more.length > 0) throw notServed(call);
  if (family === 'account' && id === undefined) return account(call);
  if (family === 'accounts' && id === call.books.account()) return account(call);
  if (family === 'events') return id ? event(call, id) : events(call);
  const resource = RESOURCES.find((candidate) => candidate.path === family);
  if (!resource) throw notServed(call);
  demandRight(call.key, resource.right, call.books.account());
  // Stripe reads an empty id as the list itself.
  return id ? retrieve(call, resource, id) : list(call, resource);
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
  const names = Object.keys(resource.filters);
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

/** Between which places the page lies; throws when the cursor names no object of this list. */
function stretch(call: ApiCall, request: ListRequest, table: string, notBefore = 0) {
  const cursor = (param: 'starting_after' | 'ending_before', id: string) => {
    const place = call.books.place(table, id);
    if (place === null) throw missing(table, id, param);
    return place;
  };
  let from = Math.max(placeOf(request.createdFrom), notBefore);
  let to = placeOf(request.createdBefore);
  if (request.startingAfter !== null) to = Math.min(to, cursor('starting_after', request.startingAfter));
  if (request.endingBefore !== null) from = Math.max(from, cursor('ending_before', request.endingBefore) + 1);
  return { from, to, limit: request.limit, direction: request.endingBefore === null ? 'older' : 'newer' } as const;
}

function listEnvelope(path: string, data: readonly StripeBookObject[], hasMore: boolean) {
  return { object: 'list', data, has_more: hasMore, url: path.replace(/\/$/, '') };
}

function list(call: ApiCall, resource: Resource): unknown {
  const request = readRequest(call.query, { paging: true, filters: filterNames(resource) });
  const equals = columnFilters(call, request);
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

const MOST_TYPES = 20;

function eventTypes(request: ListRequest): string[] | null {
  const { type } = request.filters;
  const types = request.lists['types'];
  if (type !== undefined && types)
    throw new ApiError(400, { message: 'You may only specify one of these parameters: type, types.' });
  if (types && types.length > MOST_TYPES)
    throw new ApiError(400, { message: `You may specify at most ${MOST_TYPES} types.`, param: 'types' });
  if (types) return [...new Set(types)];
  if (type === undefined || type === '*') return null;
  if (!type.endsWith('.*')) return [type];
  return EVENT_TYPES.filter((name) => name.startsWith(type.slice(0, -1)));
}

function events(call: ApiCall): unknown {
  demandRight(call.key, 'event_read', call.books.account());
  const request = readRequest(call.query, { paging: true, filters: ['type', 'delivery_success'], lists: ['types'] });
  if (request.expand.length > 0)
    throw new ApiError(400, { message: `This property cannot be expanded (${request.expand[0]}).`, param: 'expand' });
  const success = request.filters['delivery_success'];
  if (success !== undefined && success !== 'true' && success !== 'false')
    throw new ApiError(400, { message: `Invalid boolean: ${success}`, param: 'delivery_success' });
  const { objects, hasMore } = call.books.events({
    ...stretch(call, request, 'event', placeOf(call.now - EVENT_RETENTION_SECONDS)),
    types: eventTypes(request),
    delivered: success === undefined ? null : success === 'true',
  });
  return listEnvelope(call.path, objects, hasMore);
}

function event(call: ApiCall, id: string): unknown {
  demandRight(call.key, 'event_read', call.books.account());
  readRequest(call.query, ONE);
  const found = call.books.findEvent(id, placeOf(call.now - EVENT_RETENTION_SECONDS));
  if (!found) throw missing('event', id, 'id');
  return found;
}
