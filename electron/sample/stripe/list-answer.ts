import type { StripeBookObject } from '../company/company.ts';
import { missing } from './api-error.ts';
import type { ApiKey } from './api-keys.ts';
import type { StripeBooks } from './books.ts';
import { placeOf } from './books-schema.ts';
import type { ListRequest } from './list-request.ts';

export interface ApiCall {
  readonly books: StripeBooks;
  readonly key: ApiKey;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The virtual clock, in seconds. */
  readonly now: number;
}

/** What a request for one object may ask. */
export const ONE = { paging: false, filters: [] } as const;

/** Between which places the page lies; throws when the cursor names no object of this list. */
export function stretch(call: ApiCall, request: ListRequest, table: string, notBefore = 0) {
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

export function listEnvelope(path: string, data: readonly StripeBookObject[], hasMore: boolean) {
  return { object: 'list', data, has_more: hasMore, url: path.replace(/\/$/, '') };
}
