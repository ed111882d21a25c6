import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { StripeBookObject } from '../company/company.ts';
import { RATE_LIMIT_REASONS } from './api-error.ts';
import type { ApiKey } from './api-keys.ts';
import type { StripeBooks } from './books.ts';
import { FAULT_KINDS, type FaultSwitches } from './faults.ts';
import { happen, HAPPENINGS } from './happenings.ts';
import { resourceOfId, resourceOfObject } from './resources.ts';

/** What the control port may reach. It is for tests and the launcher; the engine never gets its token. */
export interface Controlled {
  readonly books: StripeBooks;
  readonly faults: FaultSwitches;
  readonly requests: ReadonlyMap<string, number>;
  readonly folder: string;
  /** Second of the virtual clock. */
  readonly now: () => number;
  stop(): void;
}

const faultSchema = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  times: z.number().int().positive().default(1),
  path: z.string().default('/v1/'),
  after: z.number().int().nonnegative().default(0),
  delayMs: z.number().int().nonnegative().default(1_000),
  reason: z.enum(RATE_LIMIT_REASONS).nullable().default('global-rate'),
  retryAfterSeconds: z.number().int().nonnegative().nullable().default(null),
});
const second = z.number().int().nonnegative();
const objectSchema = z.strictObject({
  object: z.looseObject({ id: z.string().min(1), object: z.string().min(1), created: z.number().int() }),
  settlement: z.string().optional(),
  /** It comes, or changes, so many seconds of the virtual clock from now. */
  afterSeconds: second.default(0),
});
const hideSchema = z.strictObject({ ids: z.array(z.string().min(1)).min(1), seconds: second.nullable().default(null) });
const showSchema = z.strictObject({ ids: z.array(z.string().min(1)).min(1) });
const happeningSchema = z.strictObject({
  kind: z.enum(HAPPENINGS),
  id: z.string().min(1),
  afterSeconds: second.default(0),
  name: z.string().min(1).optional(),
});
const versionSchema = z.strictObject({ apiVersion: z.string().min(1).nullable() });
const keySchema = z.strictObject({ rights: z.array(z.string()).nullable().default(null) });
const rightsSchema = z.strictObject({ key: z.string(), rights: z.array(z.string()).nullable() });
const expireSchema = z.strictObject({ key: z.string(), expired: z.boolean().default(true) });

export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

function ok(body: unknown): ControlAnswer {
  return { status: 200, body };
}

type Switch = (target: Controlled, body: unknown) => ControlAnswer;

const SWITCHES: Readonly<Record<string, Switch>> = {
  'GET ping': (target) => ok({ ok: true, simulator: 'stripe', folder: target.folder }),
  'GET counts': ({ books, requests }) => ok({ counts: books.counts(), requests: Object.fromEntries(requests) }),
  'GET faults': ({ faults }) => ok({ faults: faults.pending() }),
  'POST faults': ({ faults }, body) => {
    faults.add(faultSchema.parse(body));
    return ok({ faults: faults.pending() });
  },
  'DELETE faults': ({ faults }) => {
    faults.clear();
    return ok({ faults: [] });
  },
  'PUT objects': ({ books, now }, body) => {
    const { object, settlement, afterSeconds } = objectSchema.parse(body);
    if (afterSeconds > 0) books.putLater(object, now() + afterSeconds);
    else books.put(object, settlement ?? null);
    return ok({ id: object.id });
  },
  'GET hidden': ({ books }) => ok({ hidden: books.hidden() }),
  'PUT hidden': ({ books, now }, body) => {
    const { ids, seconds } = hideSchema.parse(body);
    books.hide(ids, seconds === null ? null : now() + seconds);
    return ok({ hidden: books.hidden() });
  },
  'DELETE hidden': ({ books }, body) => ok({ shown: books.show(showSchema.parse(body).ids) }),
  'POST happenings': happenOnDemand,
  'PUT event-version': ({ books }, body) => {
    const { apiVersion } = versionSchema.parse(body);
    books.renderNewEventsIn(apiVersion);
    return ok({ apiVersion });
  },
  'POST keys': ({ books }, body) => {
    const { rights } = keySchema.parse(body);
    const key = `${rights === null ? 'sk' : 'rk'}_test_${randomBytes(24).toString('hex')}`;
    books.keys.save({ key, rights, expired: false });
    return ok({ key });
  },
  'POST keys/expire': ({ books }, body) => {
    const { key, expired } = expireSchema.parse(body);
    return changeKey(books, key, { expired });
  },
  'POST keys/rights': ({ books }, body) => {
    const { key, rights } = rightsSchema.parse(body);
    return changeKey(books, key, { rights });
  },
  'POST stop': (target) => {
    target.stop();
    return ok({ stopping: true });
  },
};

/** Answers a request to /__sim/; a body that does not fit throws a ZodError naming the field. */
export function control(target: Controlled, method: string, path: string, body: unknown): ControlAnswer {
  target.books.advance(target.now());
  const id = /^\/__sim\/objects\/([^/]+)$/.exec(path)?.[1];
  if (id !== undefined) return controlObject(target, method, id);
  const turn = SWITCHES[`${method} ${path.slice('/__sim/'.length)}`];
  return turn ? turn(target, body) : { status: 404, body: { error: `no control ${method} ${path}` } };
}

function controlObject({ books }: Controlled, method: string, id: string): ControlAnswer {
  const resource = resourceOfId(id);
  if (!resource) return { status: 404, body: { error: `no family for ${id}` } };
  if (method === 'DELETE') return ok({ removed: books.remove(id, resource) });
  const object = books.find(id, resource);
  return object ? ok({ object }) : { status: 404, body: { error: `no object ${id}` } };
}

function happenOnDemand({ books, now }: Controlled, body: unknown): ControlAnswer {
  const { kind, id, afterSeconds, name } = happeningSchema.parse(body);
  const resource = resourceOfId(id);
  const object = resource ? books.find(id, resource) : null;
  if (!object) return { status: 404, body: { error: `no object ${id}` } };
  const at = now() + afterSeconds;
  const moved = { row: rowOf(books, object), charge: chargeOf(books, object) };
  const changed = happen({ kind, object, ...moved, at, ...(name === undefined ? {} : { name }) });
  for (const each of changed)
    if (afterSeconds > 0) books.putLater(each, at);
    else books.put(each);
  return ok({ changed: changed.map((each) => each.id) });
}

function chargeOf(books: StripeBooks, { charge }: StripeBookObject): StripeBookObject | null {
  const resource = resourceOfObject('charge');
  return typeof charge === 'string' && resource ? books.find(charge, resource) : null;
}

/** The balance transaction that moved an object's money: a dispute shows its own, a top-up and the others name theirs. */
function rowOf(books: StripeBooks, object: StripeBookObject): StripeBookObject | null {
  const { balance_transactions: rows, balance_transaction: named } = object;
  const first: unknown = Array.isArray(rows) ? (rows[0] as StripeBookObject | undefined)?.id : named;
  const resource = resourceOfObject('balance_transaction');
  return typeof first === 'string' && resource ? books.find(first, resource) : null;
}

function changeKey(books: StripeBooks, name: string, change: Partial<ApiKey>): ControlAnswer {
  const key = books.keys.all().find((candidate) => candidate.key === name);
  if (!key) return { status: 404, body: { error: 'no such key' } };
  books.keys.save({ ...key, ...change });
  return ok(change);
}
