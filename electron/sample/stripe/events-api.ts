import { ApiError, missing } from './api-error.ts';
import { demandRight } from './authorize.ts';
import { placeOf } from './books-schema.ts';
import { EVENT_RETENTION_SECONDS, EVENT_TYPES } from './events.ts';
import { listEnvelope, ONE, stretch, type ApiCall } from './list-answer.ts';
import { readRequest, type ListRequest } from './list-request.ts';

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

/** Answers a request for the list of events. */
export function events(call: ApiCall): unknown {
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

/** Answers a request for one event; throws the 404 of one that is no longer kept. */
export function event(call: ApiCall, id: string): unknown {
  demandRight(call.key, 'event_read', call.books.account());
  readRequest(call.query, ONE);
  const found = call.books.findEvent(id, placeOf(call.now - EVENT_RETENTION_SECONDS));
  if (!found) throw missing('event', id, 'id');
  return found;
}
