import { instantOf } from '../../shared/domain/calendar.ts';
import { ConnectorError } from '../connectors/http/connector-error.ts';
import { STRIPE_RIGHTS, type StripeRead } from '../connectors/stripe/rights.ts';
import { CUSTOMER_TYPES, LISTED_TYPES, type StripeConnector } from '../connectors/stripe/types.ts';
import type { ConnectionCheck } from './engine-types.ts';

type Answer = Omit<ConnectionCheck, 'system' | 'ok'>;
type Missing = ConnectionCheck['missing'][number];

/**
 * Who we are at Stripe, and whether the key may read everything that is read: each kind is asked for once, so that every right that is missing
 * is named at once and not one after the other. Throws `ConnectorError` where Stripe does not answer or does not take the key.
 */
export async function checkStripe(stripe: StripeConnector, signal: AbortSignal | undefined): Promise<Answer> {
  const identity = await stripe.identify(signal);
  const looks = await Promise.all([...readsOf(stripe, signal), ...(await readsOfCustomer(stripe, signal))].map(look));
  const missing = new Map(looks.flatMap(({ missing: one }) => (one === null ? [] : [[one.what, one] as const])));
  const notOffered = looks.flatMap(({ isOffered, read }) => (isOffered ? [] : [read.replaceAll('_', ' ')]));
  return {
    version: identity.apiVersion,
    signIn: `account ${identity.account}, ${identity.livemode ? 'live' : 'test'} data`,
    found: [
      `account ${identity.account}`,
      ...(notOffered.length === 0 ? [] : [`not offered at this address: ${notOffered.join(', ')}`]),
    ],
    missing: [...missing.values()],
  };
}

interface Read {
  readonly read: StripeRead;
  readonly run: () => Promise<unknown>;
}

function readsOf(stripe: StripeConnector, signal: AbortSignal | undefined): readonly Read[] {
  const createdFrom = instantOf(0);
  return [
    ...LISTED_TYPES.map((type) => ({ read: type, run: () => stripe.list({ type, limit: 1 }, signal) })),
    { read: 'event', run: () => stripe.events({ eventTypes: ['charge.succeeded'], createdFrom, limit: 1 }, signal) },
    { read: 'balance', run: () => stripe.balance(signal) },
  ];
}

/** Some customer's lists; without a customer, or the right to see one, there is nothing to ask with. */
async function readsOfCustomer(stripe: StripeConnector, signal: AbortSignal | undefined): Promise<readonly Read[]> {
  const page = await stripe.list({ type: 'customer', limit: 1 }, signal).catch((error: unknown) => {
    if (error instanceof ConnectorError && error.kind === 'rights') return null;
    throw error;
  });
  const customer = page?.objects[0]?.id;
  if (customer === undefined) return [];
  return CUSTOMER_TYPES.map((type) => ({ read: type, run: () => stripe.listOfCustomer({ type, customer }, signal) }));
}

interface Look {
  readonly read: StripeRead;
  readonly missing: Missing | null;
  readonly isOffered: boolean;
}

async function look({ read, run }: Read): Promise<Look> {
  try {
    await run();
    return { read, missing: null, isOffered: true };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.kind === 'notFound') return { read, missing: null, isOffered: false };
    if (error.kind !== 'rights') throw error;
    const what = `the right “${STRIPE_RIGHTS[read].words}”`;
    return { read, missing: { what, why: error.message, fix: error.nextStep }, isOffered: true };
  }
}
