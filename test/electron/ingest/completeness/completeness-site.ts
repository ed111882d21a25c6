import { onTestFinished } from 'vitest';
import { checkCompleteness } from '../../../../electron/ingest/completeness/check-completeness.ts';
import { pollStripe } from '../../../../electron/ingest/stripe-poll.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { listGaps } from '../../../../electron/ledger/stripe-gap-store.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { temporaryLedger } from '../../ledger/temporary-ledger.ts';
import { serveStripe, UNIT_US, type Raw } from '../loopback-stripe.ts';
import { workOffHints } from './work-off.ts';

/** A Stripe on loopback and a ledger that is polled and checked from the test. */
export async function completenessSite(objects: Raw[]) {
  const stripe = await serveStripe(objects, 100);
  const made = temporaryLedger();
  onTestFinished(made.remove);
  const { db } = made;
  const ledger = directLedger(db);
  const check = async () => checkCompleteness(ledger, 'acct_1', stripe.clock.now(), { wholePoll: true });
  return {
    ...stripe,
    db,
    ledger,
    check,
    async poll(since?: Instant) {
      const profile = { stripe: stripe.profile, units: [UNIT_US] };
      const options = { connector: stripe.connector, ledger, profile, clock: stripe.clock };
      const { failures } = await pollStripe({ ...options, ...(since === undefined ? {} : { since }) });
      if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('; '));
      return check();
    },
    /** Asks for everything that is waited for, a minute later, and checks again. */
    async heal() {
      stripe.clock.advance(60_000);
      const context = { account: 'acct_1', livemode: false, units: [], at: stripe.clock.now() };
      const asked = await workOffHints(db, stripe.connector, context);
      return { asked, found: await check() };
    },
    gaps: () =>
      listGaps(db, 100).map(
        ({ objectType, objectId, witness, healedBy }) =>
          `${objectType} ${objectId} by ${witness}: ${healedBy ?? 'open'}`,
      ),
  };
}
