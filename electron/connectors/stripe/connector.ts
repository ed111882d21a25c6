import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { ConnectorError } from '../http/connector-error.ts';
import { createStripeClient, STRIPE_API_VERSION } from './client.ts';
import type { StripeClient, StripeClientOptions } from './client.ts';
import { readBalance } from './balance-readers.ts';
import type { FailedCall } from './errors.ts';
import { EVENT_TYPES_A_LIST, readEventPage } from './events.ts';
import { refuseEndless } from './list-page.ts';
import { idOf, mapStripeObject, refusalReason } from './mapper.ts';
import { instantOf } from './reading.ts';
import { accountSchema, balanceModeSchema, listSchema } from './schema.ts';
import { OWNER_FILTERS } from './types.ts';
import { withTaxIds } from './with-tax-ids.ts';
import type {
  CustomerStripeType,
  ListedStripeType,
  RefusedObject,
  StripeConnector,
  StripeEventRequest,
  StripeIdentity,
  StripeListRequest,
  StripeObject,
  StripePage,
  StripeType,
} from './types.ts';

const PATHS: Readonly<Record<ListedStripeType, string>> = {
  customer: '/v1/customers',
  invoice: '/v1/invoices',
  invoice_payment: '/v1/invoice_payments',
  credit_note: '/v1/credit_notes',
  payment_intent: '/v1/payment_intents',
  charge: '/v1/charges',
  refund: '/v1/refunds',
  dispute: '/v1/disputes',
  payout: '/v1/payouts',
  topup: '/v1/topups',
  balance_transaction: '/v1/balance_transactions',
};
const PATHS_OF_CUSTOMER: Readonly<Record<CustomerStripeType, string>> = {
  customer_balance_transaction: 'balance_transactions',
  customer_cash_balance_transaction: 'cash_balance_transactions',
};
const PAGE_SIZE = 100;

/**
 * The Stripe of one connection profile, read-only. Account and mode are proven before the first object is taken in and
 * again whenever the key changes: test data on a live profile, live data on a test profile and another account than the
 * profile's are refused. Every method throws `ConnectorError`.
 */
export function createStripeConnector(options: StripeClientOptions): StripeConnector {
  const { profile } = options;
  const client = createStripeClient(options);
  let proven: Proof | null = null;

  async function prove(signal?: AbortSignal): Promise<StripeIdentity> {
    const key = await client.currentKey();
    const keyHash = createHash('sha256').update(key).digest('hex');
    if (proven?.keyHash !== keyHash) {
      const stop = new AbortController();
      const proof = { keyHash, identity: identify(client, key, profile, stop.signal), stop, waiting: 0 };
      proven = proof;
      proof.identity.catch(() => {
        if (proven === proof) proven = null;
      });
    }
    const proof = proven;
    return identityFor(proof, signal, () => {
      if (proven === proof) proven = null;
      proof.stop.abort();
    });
  }

  /** Account and mode are proven on both sides of the call: the key may change meanwhile, and with it whose answer it is. */
  async function askProven<Answer>(ask: () => Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
    await prove(signal);
    const answer = await ask();
    await prove(signal);
    return answer;
  }

  function get(what: FailedCall['what'], path: string, signal: AbortSignal | undefined): Promise<unknown> {
    return askProven(() => client.get(what, path, signal), signal);
  }
  const getWhole = withTaxIds(get);

  async function listed(request: PageRequest, path: string, signal: AbortSignal | undefined): Promise<StripePage> {
    const answer = await getWhole(request.type, path, signal);
    return readPage(request, parse(listSchema, answer, `a list of ${request.type}`), profile.livemode);
  }

  return {
    async identify(signal) {
      proven = null;
      return prove(signal);
    },
    list: (request, signal) => listed(request, `${PATHS[request.type]}?${listQuery(request)}`, signal),
    async listOfCustomer(request, signal) {
      refuseOddId(request.customer);
      const query = pageQuery(request.startingAfter).toString();
      return listed(request, `/v1/customers/${request.customer}/${PATHS_OF_CUSTOMER[request.type]}?${query}`, signal);
    },
    async listOfOwner(request, signal) {
      refuseOddId(request.owner);
      const query = pageQuery(request.startingAfter);
      query.set(OWNER_FILTERS[request.type], request.owner);
      return listed(request, `${PATHS[request.type]}?${query.toString()}`, signal);
    },
    async retrieve(type, id, signal) {
      refuseOddId(id);
      const answer = await orNullWhenMissing(getWhole(type, `${PATHS[type]}/${id}`, signal));
      if (answer === null) return null;
      const mapped = mapStripeObject(type, answer, profile.livemode);
      return mapped.accepted ? mapped.object : mapped.refused;
    },
    async events(request, signal) {
      refuseManyNames(request.eventTypes.length);
      const answer = await get('event', `/v1/events?${eventQuery(request)}`, signal);
      return readEventPage(parse(listSchema, answer, 'a list of events'), profile.livemode, request.startingAfter);
    },
    async balance(signal) {
      const { body, answeredAt } = await askProven(() => client.getDated('balance', '/v1/balance', signal), signal);
      return { answeredAt, parts: balanceIn(body) };
    },
  };
}

function balanceIn(answer: unknown): ReturnType<typeof readBalance> {
  try {
    return readBalance(answer);
  } catch (error) {
    const reason = refusalReason(error);
    if (reason === null) throw error;
    throw malformed(`the balance at Stripe cannot be read: ${reason}`, error);
  }
}

/** Account and mode of one key, found out once for all callers; it is given up when the last of them has stopped waiting. */
interface Proof {
  readonly keyHash: string;
  readonly identity: Promise<StripeIdentity>;
  readonly stop: AbortController;
  waiting: number;
}

/** One caller's wait: her cancelling ends it at once and disturbs none of the others. */
async function identityFor(proof: Proof, signal: AbortSignal | undefined, giveUp: () => void): Promise<StripeIdentity> {
  const left = Promise.withResolvers<never>();
  const leave = () =>
    left.reject(new ConnectorError('stripe', 'cancelled', 'reading from Stripe was cancelled', 'Start it again.'));
  if (signal?.aborted) leave();
  signal?.addEventListener('abort', leave, { once: true });
  proof.waiting += 1;
  try {
    return await Promise.race([proof.identity, left.promise]);
  } finally {
    signal?.removeEventListener('abort', leave);
    proof.waiting -= 1;
    if (signal?.aborted && proof.waiting === 0) giveUp();
  }
}

async function identify(
  client: StripeClient,
  key: string,
  profile: StripeClientOptions['profile'],
  signal: AbortSignal,
): Promise<StripeIdentity> {
  const account = parse(accountSchema, await client.get('account', '/v1/account', signal), 'an account');
  const livemode = await readMode(client, key, signal);
  if (profile.account !== undefined && account.id !== profile.account)
    throw new ConnectorError(
      'stripe',
      'refused',
      `the key opens Stripe account ${account.id}, the connection profile expects ${profile.account}`,
      'Use a key of that account, or correct the account in the connection profile.',
    );
  if (livemode !== profile.livemode)
    throw new ConnectorError(
      'stripe',
      'refused',
      `the key is for ${livemode ? 'live' : 'test'} data, the connection profile for ${profile.livemode ? 'live' : 'test'} data`,
      'Use a key of the profile’s mode: test and live data are never mixed.',
    );
  const { created } = account;
  const createdAt = created === null || created === undefined ? {} : { createdAt: instantOf(created) };
  return { account: account.id, livemode, apiVersion: STRIPE_API_VERSION, ...createdAt };
}

/** The mode as the key's own prefix tells it, else as the account's balance does. Source: Stripe API reference, "API keys". */
async function readMode(client: StripeClient, key: string, signal: AbortSignal): Promise<boolean> {
  const named = /^(?:sk|rk)_(live|test)_/.exec(key)?.[1];
  if (named !== undefined) return named === 'live';
  return parse(balanceModeSchema, await client.get('balance', '/v1/balance', signal), 'a balance').livemode;
}

/** An empty or odd id would silently ask for a list or for another object. */
function refuseOddId(id: string): void {
  if (/^[A-Za-z0-9_]+$/.test(id)) return;
  throw new ConnectorError('stripe', 'refused', `${JSON.stringify(id)} is not a Stripe id`, 'Report this text.');
}

/** Stripe would refuse it as well; said here it is a defect with a place. */
function refuseManyNames(count: number): void {
  if (count <= EVENT_TYPES_A_LIST) return;
  const message = `${count} names of events are more than the ${EVENT_TYPES_A_LIST} of one list`;
  throw new ConnectorError('stripe', 'refused', message, 'Report this text.');
}

function pageQuery(startingAfter: string | undefined, limit = PAGE_SIZE): URLSearchParams {
  const query = new URLSearchParams({ limit: String(limit) });
  if (startingAfter !== undefined) query.set('starting_after', startingAfter);
  return query;
}

function eventQuery({ eventTypes, createdFrom, startingAfter, limit }: StripeEventRequest): string {
  const query = pageQuery(startingAfter, limit);
  query.set('created[gte]', String(Math.floor(Date.parse(createdFrom) / 1_000)));
  for (const eventType of eventTypes) query.append('types[]', eventType);
  return query.toString();
}

function listQuery(request: StripeListRequest): string {
  const query = pageQuery(request.startingAfter, request.limit);
  if (request.createdFrom !== undefined)
    query.set('created[gte]', String(Math.floor(Date.parse(request.createdFrom) / 1_000)));
  if (request.createdBefore !== undefined)
    query.set('created[lt]', String(Math.ceil(Date.parse(request.createdBefore) / 1_000)));
  return query.toString();
}

function readPage(request: PageRequest, list: z.infer<typeof listSchema>, livemode: boolean): StripePage {
  const { type, startingAfter } = request;
  const objects: StripeObject[] = [];
  const refused: RefusedObject[] = [];
  for (const value of list.data) {
    const mapped = mapStripeObject(type, value, livemode);
    if (mapped.accepted) objects.push(mapped.object);
    else refused.push(mapped.refused);
  }
  const lastId = list.data.map(idOf).findLast((id) => id !== null) ?? null;
  refuseEndless(type, list.has_more, lastId, startingAfter);
  return { objects, refused, lastId, hasMore: list.has_more };
}

interface PageRequest {
  readonly type: StripeType;
  readonly startingAfter?: string;
}

async function orNullWhenMissing(read: Promise<unknown>): Promise<unknown> {
  try {
    return await read;
  } catch (error) {
    // Only Stripe's own word for it: an unknown route is a wrong address, not an absent object.
    if (error instanceof ConnectorError && error.kind === 'notFound' && isResourceMissing(error.cause)) return null;
    throw error;
  }
}

function isResourceMissing(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'resource_missing';
}

function parse<Schema extends z.ZodType>(schema: Schema, answer: unknown, what: string): z.infer<Schema> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw malformed(`Stripe did not answer with ${what}`, parsed.error);
}

function malformed(message: string, cause: unknown): ConnectorError {
  const nextStep = 'Check the address in the connection profile, and whether a proxy changes the answers.';
  return new ConnectorError('stripe', 'malformed', message, nextStep, { cause });
}
