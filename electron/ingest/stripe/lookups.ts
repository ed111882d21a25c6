import type { StripePollContext } from './poll.ts';
import { awaitedCharges, recordFailedLookup, storeStripePages } from './operations.ts';
import { observedPage } from './observed-page.ts';
import { streamFailure } from '../stream-failure.ts';
import { addCounts, NO_COUNTS } from '../sync-report.ts';
import type { StreamReport } from '../sync-report.ts';
import type { SyncCounts } from '../../ledger/sync-run-store.ts';

/** Most charges asked for by id in one poll; the rest wait for the next one. */
const LOOKUPS_PER_POLL = 200;
const STREAM = 'charge.lookup';

/**
 * Asks by id for each charge that a refund or dispute waits for (its charge is older than what is read, or was created
 * between two pages). A charge Stripe does not know makes its refunds and disputes "lookup failed".
 */
export async function readAwaitedCharges(context: StripePollContext): Promise<StreamReport> {
  let counts = NO_COUNTS;
  try {
    const { account } = context.ingest();
    const chargeIds = await context.ledger.read(awaitedCharges, { account, limit: LOOKUPS_PER_POLL });
    for (const chargeId of chargeIds) counts = addCounts(counts, await lookUp(context, chargeId));
    return { stream: STREAM, ...counts, failure: null };
  } catch (error) {
    return { stream: STREAM, ...counts, failure: streamFailure(STREAM, error) };
  }
}

async function lookUp(context: StripePollContext, chargeId: string): Promise<SyncCounts> {
  const observedAt = context.observations.next();
  const found = await context.connector.retrieve('charge', chargeId, context.signal);
  if (found === null) {
    await context.ledger.write(recordFailedLookup, { context: context.ingest(), chargeId, outcome: 'chargeAbsent' });
    return NO_COUNTS;
  }
  const isRefused = 'reason' in found;
  const page = observedPage(observedAt, { objects: isRefused ? [] : [found], refused: isRefused ? [found] : [] });
  const counts = await context.ledger.write(storeStripePages, {
    context: context.ingest(),
    runId: null,
    type: 'charge',
    arrivedBy: 'lookup',
    pages: [page],
    cursor: null,
    closes: false,
  });
  if (isRefused)
    await context.ledger.write(recordFailedLookup, { context: context.ingest(), chargeId, outcome: 'chargeRefused' });
  return counts;
}
