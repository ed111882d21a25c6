import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { RATE_LIMIT_REASONS } from './api-error.ts';
import type { StripeBooks } from './books.ts';
import { FAULT_KINDS, type FaultSwitches } from './faults.ts';
import { resourceOfId } from './resources.ts';

/** What the control port may reach. It is for tests and the launcher; the engine never gets its token. */
export interface Controlled {
  readonly books: StripeBooks;
  readonly faults: FaultSwitches;
  readonly requests: ReadonlyMap<string, number>;
  readonly folder: string;
  stop(): void;
}

const faultSchema = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  times: z.number().int().positive().default(1),
  path: z.string().default('/v1/'),
  delayMs: z.number().int().nonnegative().default(1_000),
  reason: z.enum(RATE_LIMIT_REASONS).default('global-rate'),
});
const objectSchema = z.strictObject({
  object: z.looseObject({ id: z.string().min(1), object: z.string().min(1), created: z.number().int() }),
  settlement: z.string().optional(),
});
const keySchema = z.strictObject({ rights: z.array(z.string()).nullable().default(null) });
const expireSchema = z.strictObject({ key: z.string(), expired: z.boolean().default(true) });

export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

function ok(body: unknown): ControlAnswer {
  return { status: 200, body };
}

/** Answers a request to /__sim/; a body that does not fit throws a ZodError naming the field. */
export function control(target: Controlled, method: string, path: string, body: unknown): ControlAnswer {
  const id = /^\/__sim\/objects\/([^/]+)$/.exec(path)?.[1];
  if (id !== undefined) return controlObject(target, method, id);
  switch (`${method} ${path}`) {
    case 'GET /__sim/ping':
      return ok({ ok: true, simulator: 'stripe', folder: target.folder });
    case 'GET /__sim/counts':
      return ok({ counts: target.books.counts(), requests: Object.fromEntries(target.requests) });
    case 'GET /__sim/faults':
      return ok({ faults: target.faults.pending() });
    case 'POST /__sim/faults':
      target.faults.add(faultSchema.parse(body));
      return ok({ faults: target.faults.pending() });
    case 'DELETE /__sim/faults':
      target.faults.clear();
      return ok({ faults: [] });
    case 'PUT /__sim/objects': {
      const { object, settlement } = objectSchema.parse(body);
      target.books.put(object, settlement ?? null);
      return ok({ id: object.id });
    }
    case 'POST /__sim/keys': {
      const { rights } = keySchema.parse(body);
      const key = `${rights === null ? 'sk' : 'rk'}_test_${randomBytes(24).toString('hex')}`;
      target.books.keys.save({ key, rights, expired: false });
      return ok({ key });
    }
    case 'POST /__sim/keys/expire':
      return expire(target.books, expireSchema.parse(body));
    case 'POST /__sim/stop':
      target.stop();
      return ok({ stopping: true });
    default:
      return { status: 404, body: { error: `no control ${method} ${path}` } };
  }
}

function controlObject({ books }: Controlled, method: string, id: string): ControlAnswer {
  const resource = resourceOfId(id);
  if (!resource) return { status: 404, body: { error: `no family for ${id}` } };
  if (method === 'DELETE') return ok({ removed: books.remove(id, resource) });
  const object = books.find(id, resource);
  return object ? ok({ object }) : { status: 404, body: { error: `no object ${id}` } };
}

function expire(books: StripeBooks, wanted: z.infer<typeof expireSchema>): ControlAnswer {
  const key = books.keys.all().find((candidate) => candidate.key === wanted.key);
  if (!key) return { status: 404, body: { error: 'no such key' } };
  books.keys.save({ ...key, expired: wanted.expired });
  return ok({ expired: wanted.expired });
}
