import { ApiError } from './api-error.ts';
import type { StripeBookObject } from '../company/company.ts';
import type { StripeBooks } from './books.ts';
import { resourceOfId, resourceOfObject } from './resources.ts';
import { served, taxIdsOf } from './shape.ts';

const DEEPEST = 4;
const INTENT_EXPANDABLE = ['customer', 'latest_charge'];
const LISTED: Readonly<Record<string, { readonly of: string; readonly by: string }>> = {
  refunds: { of: 'refund', by: 'charge' },
  payments: { of: 'invoice_payment', by: 'invoice' },
};

function notExpandable(path: string): ApiError {
  return new ApiError(400, { message: `This property cannot be expanded (${path}).`, param: 'expand' });
}

/** The object with the fields named by `paths` (`balance_transaction`, `payment_intent.latest_charge`) replaced by what they point to. */
export function expandObject(books: StripeBooks, object: StripeBookObject, paths: readonly string[]): StripeBookObject {
  return paths.reduce((done, path) => {
    if (path.split('.').length > DEEPEST)
      throw new ApiError(400, {
        message: `You cannot expand more than ${DEEPEST} levels of a property (${path}).`,
        param: 'expand',
      });
    return expandPath(books, done, path);
  }, object);
}

function expandPath(books: StripeBooks, object: StripeBookObject, path: string): StripeBookObject {
  const allowed =
    object.object === 'payment_intent' ? INTENT_EXPANDABLE : (resourceOfObject(object.object)?.expandable ?? []);
  const own = allowed.find((name) => path === name || path.startsWith(`${name}.`));
  if (own === undefined) throw notExpandable(path);
  const rest = path.slice(own.length + 1);
  const [outer, inner] = own.split('.', 2);
  if (outer === undefined) throw notExpandable(path);
  if (inner !== undefined) {
    const holder = object[outer];
    if (typeof holder !== 'object' || holder === null) return object;
    return { ...object, [outer]: { ...holder, [inner]: lookUp(books, Reflect.get(holder, inner), rest) } };
  }
  if (own === 'tax_ids') return { ...object, tax_ids: taxIdsOf(keptCustomer(books, object)) };
  const listed = LISTED[own];
  if (listed) return { ...object, [own]: listOf(books, object.id, listed) };
  return { ...object, [own]: lookUp(books, object[own], rest) };
}

/** The customer with what its served form leaves out. */
function keptCustomer(books: StripeBooks, customer: StripeBookObject): StripeBookObject {
  const resource = resourceOfObject('customer');
  return (resource && books.find(customer.id, resource)) ?? customer;
}

function lookUp(books: StripeBooks, value: unknown, rest: string): unknown {
  const target = typeof value === 'string' ? findAny(books, value) : value;
  if (rest === '' || typeof target !== 'object' || target === null) return target ?? value;
  return expandPath(books, target as StripeBookObject, rest);
}

/** Any object of the books by its id alone, as served, or null. */
export function findAny(books: StripeBooks, id: string): StripeBookObject | null {
  const resource = resourceOfId(id);
  const stored =
    resource?.object === 'payment_intent' ? books.paymentIntent(id) : resource ? books.find(id, resource) : null;
  return stored ? served(stored) : null;
}

function listOf(books: StripeBooks, id: string, listed: { of: string; by: string }) {
  const resource = resourceOfObject(listed.of);
  if (!resource) throw notExpandable(listed.of);
  const slice = {
    from: 0,
    to: Number.MAX_SAFE_INTEGER,
    equals: { [listed.by]: id },
    limit: 10,
    direction: 'older',
  } as const;
  const { objects, hasMore } = books.list(resource, slice);
  return {
    object: 'list',
    data: objects.map(served),
    has_more: hasMore,
    url: `/v1/${resource.path}?${listed.by}=${id}`,
  };
}
