import { ApiError, invalidInteger, unknownParameter } from './api-error.ts';

/** What a list or retrieve request asks for, read from its query string. */
export interface ListRequest {
  readonly limit: number;
  readonly startingAfter: string | null;
  readonly endingBefore: string | null;
  /** Seconds, inclusive. */
  readonly createdFrom: number;
  /** Seconds, exclusive. */
  readonly createdBefore: number;
  readonly expand: readonly string[];
  readonly filters: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

export interface Allowed {
  readonly paging: boolean;
  readonly filters: readonly string[];
  readonly lists?: readonly string[];
}

const MOST = 100;
const BOUNDS: Readonly<Record<string, (second: number) => { from?: number; before?: number }>> = {
  'created[gte]': (second) => ({ from: second }),
  'created[gt]': (second) => ({ from: second + 1 }),
  'created[lt]': (second) => ({ before: second }),
  'created[lte]': (second) => ({ before: second + 1 }),
  created: (second) => ({ from: second, before: second + 1 }),
};

function wholeNumber(param: string, value: string): number {
  if (!/^-?\d+$/.test(value)) throw invalidInteger(param, value);
  return Number(value);
}

function limitOf(value: string): number {
  const limit = wholeNumber('limit', value);
  const wrong = (bound: string) =>
    new ApiError(400, { message: `This value must be ${bound} (it currently is '${limit}').`, param: 'limit' });
  if (limit < 1) throw wrong('greater than or equal to 1');
  if (limit > MOST) throw wrong(`less than or equal to ${MOST}`);
  return limit;
}

/** Reads a query string the way Stripe does; throws its 400 for an unknown parameter or a value of the wrong kind. */
export function readRequest(query: URLSearchParams, allowed: Allowed): ListRequest {
  let limit = 10;
  let createdFrom = 0;
  let createdBefore = 2 ** 31;
  const cursors: Record<string, string | null> = { starting_after: null, ending_before: null };
  const filters: Record<string, string> = {};
  const lists: Record<string, string[]> = {};
  for (const [param, value] of query) {
    const listName = /^([a-z_]+)\[\d*\]$/.exec(param)?.[1];
    const bound = allowed.paging ? BOUNDS[param] : undefined;
    if (listName !== undefined && (listName === 'expand' || allowed.lists?.includes(listName)))
      (lists[listName] ??= []).push(value);
    else if (bound) {
      const { from, before } = bound(wholeNumber(param, value));
      createdFrom = Math.max(createdFrom, from ?? 0);
      createdBefore = Math.min(createdBefore, before ?? createdBefore);
    } else if (allowed.paging && param === 'limit') limit = limitOf(value);
    else if (allowed.paging && param in cursors) cursors[param] = value;
    else if (allowed.filters.includes(param)) filters[param] = value;
    else throw unknownParameter(param.replace(/\[\d*\]$/, ''));
  }
  const startingAfter = cursors['starting_after'] ?? null;
  const endingBefore = cursors['ending_before'] ?? null;
  if (startingAfter !== null && endingBefore !== null)
    throw new ApiError(400, {
      message: 'You may only specify one of these parameters: ending_before, starting_after.',
    });
  const expand = lists['expand'] ?? [];
  return { limit, startingAfter, endingBefore, createdFrom, createdBefore, expand, filters, lists };
}
