import { onTestFinished } from 'vitest';
import { checkCompleteness } from '../../../../electron/ingest/completeness/check-completeness.ts';
import { pollStripe } from '../../../../electron/ingest/stripe/poll.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { temporaryLedger } from '../../ledger/temporary-ledger.ts';
import { serveStripe, UNIT_US, type Raw } from '../loopback-stripe.ts';
import { listGaps } from './list-gaps.ts';

/** A Stripe on loopback and a ledger that is polled and checked from the test. */
export async function completenessSite(objects: Raw[]) {
  const stripe = await serveStripe(objects, 100);
  const made = temporaryLedger();
  onTestFinished(made.remove);
  const { db } = made;
  const ledger = directLedger(db);
  const check = async () => checkCompleteness(ledger, 'acct_1', stripe.clock.now(), { wholePoll: true });
  const poll = async (since?: Instant) => {
    const profile = { stripe: stripe.profile, units: [UNIT_US] };
    const options = { connector: stripe.connector, ledger, profile, clock: stripe.clock };
    const { failures } = await pollStripe({ ...options, ...(since === undefined ? {} : { since }) });
    if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('; '));
    return check();
  };
  return {
    ...stripe,
    db,
    ledger,
    check,
    poll,
    /** The next poll, a minute later: it asks for what is waited for. Answers what it asked for by an id or an owner's list. */
    async heal() {
      stripe.clock.advance(60_000);
      const before = stripe.requests.length;
      const found = await poll();
      const asked = stripe.requests.slice(before).flatMap(({ type, id, customer, query }) => {
        const by = id ?? customer ?? query.get('charge') ?? query.get('invoice');
        return by === null ? [] : [`${type} ${by}`];
      });
      return { asked, found };
    },
    gaps: () => listGaps(db),
  };
}
