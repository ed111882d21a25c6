import { onTestFinished } from 'vitest';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import type { WriterHandle } from '../../../electron/ledger/connect-ledger.ts';
import type { StripePollOptions } from '../../../electron/ingest/stripe/poll.ts';
import { pollStripe } from '../../../electron/ingest/stripe/poll.ts';
import { temporaryLedger } from '../ledger/temporary-ledger.ts';
import type { Raw } from './loopback-stripe.ts';
import { serveStripe, UNIT_US } from './loopback-stripe.ts';

/** A loopback Stripe with a ledger of its own and the poll between them. */
export async function setUpPoll(objects: Raw[], pageSize?: number) {
  const stripe = await serveStripe(objects, pageSize);
  const made = temporaryLedger();
  onTestFinished(made.remove);
  const db: WriterHandle = made.db;
  const options: StripePollOptions = {
    connector: stripe.connector,
    ledger: directLedger(db),
    profile: { stripe: stripe.profile, units: [UNIT_US] },
    clock: stripe.clock,
  };
  return {
    ...stripe,
    db,
    poll: (more: Partial<StripePollOptions> = {}) => pollStripe({ ...options, ...more }),
    asked: (type: string) => stripe.requests.filter((request) => request.type === type && request.id === null),
    /** Ids asked for one by one. */
    lookedUp: () => stripe.requests.filter(({ id }) => id !== null).map(({ id }) => id),
    /** Puts an object in the place of the one with its id, as Stripe changes it. */
    change: (object: Raw) => void (objects[objects.findIndex(({ id }) => id === object['id'])] = object),
    hints: () => db.prepare('SELECT object_type, object_id, tries, last_error FROM stripe_hint ORDER BY 1, 2').all(),
    connection: () => db.prepare("SELECT state, message, complete_to_at FROM connection WHERE system = 'stripe'").get(),
    runs: () =>
      db.prepare('SELECT stream, state, read_count FROM sync_run ORDER BY run_id').all() as {
        stream: string;
        state: string;
        read_count: number;
      }[],
  };
}
