import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { viewBooks } from './books-view.ts';
import { bookAgain } from './doubled-posting.ts';
import { queryFlawSchema } from './query-flaws.ts';
import { jsonReply, type Reply } from './reply.ts';
import type { Site } from './site-state.ts';
import { failureSchema } from './switches.ts';

/** Header that carries the control token. */
export const CONTROL_HEADER = 'x-sim-token';

const behaviourSchema = z
  .strictObject({
    faultStatus: z.union([z.literal(500), z.literal(200)]),
    editErrors: z.enum(['fault', 'notification']),
    responsePrefix: z.enum(['default', 'prefixed', 'reused']),
    rowKeysInFaults: z.boolean(),
    lenient: z.boolean(),
    history: z.enum(['current', 'all']),
    faultNesting: z.enum(['direct', 'nested']),
    gatewayPage: z.union([z.literal(200), z.literal(403), z.literal(404)]),
    decimals: z.enum(['three', 'trimmed']),
    blanksAroundValues: z.boolean(),
    oddQueryNameKey: z.boolean(),
    queryRowCap: z.number().int().min(1),
    reportingLagSeconds: z.number().nonnegative(),
    hiddenBusinessUnits: z.array(z.string()),
    withoutItems: z.enum(['onAccount', 'worksheet']),
    passwordExpired: z.boolean(),
    databaseName: z.string(),
    environmentGuid: z.string(),
    batchPaused: z.boolean(),
    jsonQueries: z.boolean(),
    queryFlaws: z.array(queryFlawSchema),
  })
  .partial();

const batchSchema = z.strictObject({ action: z.enum(['run', 'apply', 'pause', 'resume']) });

/**
 * The control endpoint, for tests and demonstrations; every request needs the token in `x-sim-token`.
 *
 * `GET /__sim/ping` · `POST /__sim/switch` arms a failure · `DELETE /__sim/switch` clears all · `POST /__sim/site`
 * changes the site's behaviour · `POST /__sim/batch` `{"action": "run" | "apply" | "pause" | "resume"}` · `GET
 * /__sim/books` counts what the books hold · `GET /__sim/payments` lists the payments, optionally `?paymentId=` · `POST /__sim/double`
 * `{"depositId"} | {"paymentId"}` (and `"by": "person"`) books a deposit or a payment a second time and answers the new ones.
 */
export async function serveControl(
  site: Site,
  request: IncomingMessage,
  url: URL,
  body: string,
  token: string,
): Promise<Reply> {
  if (!isToken(request.headers[CONTROL_HEADER], token))
    return jsonReply(401, { error: 'The control token is missing or wrong.' });
  try {
    return await route(site, `${request.method ?? ''} ${url.pathname}`, url, body);
  } catch (error) {
    if (error instanceof z.ZodError) return jsonReply(400, { error: z.prettifyError(error) });
    if (error instanceof SyntaxError) return jsonReply(400, { error: `The body is no JSON: ${error.message}` });
    throw error;
  }
}

const by = z.enum(['interface', 'person']).default('interface');
const doubleSchema = z.union([
  z.strictObject({ depositId: z.string(), by }),
  z.strictObject({ paymentId: z.string(), by }),
]);

async function route(site: Site, target: string, url: URL, body: string): Promise<Reply> {
  switch (target) {
    case 'GET /__sim/ping':
      return jsonReply(200, { ok: true });
    case 'POST /__sim/switch':
      site.switches.arm(failureSchema.parse(JSON.parse(body)));
      return jsonReply(200, { armed: site.switches.armed() });
    case 'DELETE /__sim/switch':
      site.switches.clear();
      return jsonReply(200, { armed: [] });
    case 'POST /__sim/site':
      Object.assign(site.behaviour, behaviourSchema.parse(JSON.parse(body)));
      return jsonReply(200, site.behaviour);
    case 'POST /__sim/batch':
      return runBatch(site, batchSchema.parse(JSON.parse(body)).action);
    case 'GET /__sim/books':
      return jsonReply(200, countBooks(site));
    case 'GET /__sim/payments':
      return jsonReply(200, listPayments(site, url.searchParams.get('paymentId')));
    case 'POST /__sim/double':
      return double(site, doubleSchema.parse(JSON.parse(body)));
    default:
      return jsonReply(404, { error: `There is no ${target}.` });
  }
}

async function runBatch(site: Site, action: 'run' | 'apply' | 'pause' | 'resume'): Promise<Reply> {
  if (action === 'pause' || action === 'resume') {
    site.behaviour.batchPaused = action === 'pause';
    return jsonReply(200, { paused: site.behaviour.batchPaused });
  }
  return jsonReply(200, await site.batch.run(action === 'run' ? 'all' : 'apply'));
}

function countBooks(site: Site): Record<string, number> {
  const view = viewBooks(site.books);
  return {
    ...view.counts(),
    duplicatePaymentIds: view.duplicatePaymentIds(),
    duplicateExternalIds: view.duplicateExternalIds(),
    groupsInError: view.groupsInError(),
  };
}

function double(site: Site, { by, ...which }: z.infer<typeof doubleSchema>): Reply {
  const doubled = bookAgain(site.books, which, by, site.now());
  return doubled.length === 0
    ? jsonReply(404, { error: 'There is no such deposit or payment.' })
    : jsonReply(200, { doubled });
}

function listPayments(site: Site, paymentId: string | null): unknown[] {
  const payments = [...viewBooks(site.books).payments()];
  return paymentId === null ? payments : payments.filter((payment) => payment.paymentId === paymentId);
}

function isToken(given: string | string[] | undefined, token: string): boolean {
  const left = Buffer.from(typeof given === 'string' ? given : '');
  const right = Buffer.from(token);
  return left.length === right.length && timingSafeEqual(left, right);
}
