import type { Instant } from '../../../shared/domain/ids.ts';
import type { StripeConnector, StripeObject, StripePage } from '../../connectors/stripe/types.ts';
import type { Ledger } from '../../ledger/operation.ts';
import type { DuePayout, PayoutRow } from '../../ledger/stripe-payout-store.ts';
import { isConnectorError, streamFailure } from '../stream-failure.ts';
import type { StreamFailure } from '../sync-report.ts';
import { duePayout, refusePayout, settlePayouts, storePayoutList } from './payout-operations.ts';

/** Pages asked for in one read; the rest is asked for with the next one, from where this one stopped. */
const PAGES_A_READ = 100;

export interface PayoutCheckOptions {
  readonly connector: Pick<StripeConnector, 'listOfOwner'>;
  readonly ledger: Ledger;
  readonly account: string;
  readonly now: () => Instant;
  readonly signal: AbortSignal;
}

/**
 * Asks Stripe what its automatic payouts paid out and holds it against the ledger, row by row and by sum. Each is asked for once when
 * Stripe can itemise it, again when one of its rows changes, and daily while it differs. It may be cut off anywhere: a list goes on after
 * its last page. Answers why it stopped before its end; null where it did not. Rejects for errors of the ledger and defects only.
 */
export async function checkPayouts(options: PayoutCheckOptions): Promise<StreamFailure | null> {
  const { ledger, account, now } = options;
  await ledger.write(settlePayouts, { account, now: now() });
  try {
    return await readDuePayouts(options);
  } finally {
    // What one payout no longer claims puts another one right.
    await ledger.write(settlePayouts, { account, now: now() });
  }
}

async function readDuePayouts(options: PayoutCheckOptions): Promise<StreamFailure | null> {
  const { ledger, account, now, signal } = options;
  let pages = 0;
  while (pages < PAGES_A_READ && !signal.aborted) {
    const due = await ledger.read(duePayout, { account, now: now() });
    if (due === null) return null;
    try {
      pages += await readPayout(options, due, PAGES_A_READ - pages);
    } catch (error) {
      const failure = streamFailure('payout rows', error);
      if (failure.kind === 'cancelled') return null;
      // Its own trouble, not the connection's: the others go on.
      if (failure.kind !== 'refused' && failure.kind !== 'notFound') return failure;
      await ledger.write(refusePayout, { account, payoutId: due.payoutId, why: failure.message, at: now() });
      pages += 1;
    }
  }
  return null;
}

/** Reads a payout's list, at most so many pages of it. Answers how many. */
async function readPayout(options: PayoutCheckOptions, due: DuePayout, most: number): Promise<number> {
  const { ledger, account, now, signal } = options;
  const { payoutId } = due;
  let after = due.readAfter;
  for (let pages = 1; pages <= most; pages += 1) {
    if (signal.aborted) return pages;
    const page = await askPage(options, payoutId, after);
    // The row to go on after is gone meanwhile: the list is read again from its top.
    if (page === 'restart') {
      after = null;
      continue;
    }
    const readAfter = page.hasMore ? page.lastId : null;
    const rows = rowsOf(page, payoutId);
    await ledger.write(storePayoutList, { account, payoutId, rows, begins: after === null, readAfter, at: now() });
    if (readAfter === null) return pages;
    after = readAfter;
  }
  return most;
}

async function askPage(
  { connector, signal }: PayoutCheckOptions,
  payoutId: string,
  after: string | null,
): Promise<StripePage | 'restart'> {
  const request = { type: 'balance_transaction', owner: payoutId } as const;
  try {
    return await connector.listOfOwner(after === null ? request : { ...request, startingAfter: after }, signal);
  } catch (error) {
    if (after !== null && isConnectorError(error) && error.kind === 'notFound') return 'restart';
    throw error;
  }
}

function rowsOf(page: StripePage, payoutId: string): readonly PayoutRow[] {
  const refused = page.refused.flatMap(({ id }): PayoutRow[] =>
    id === null ? [] : [{ id, netMinor: null, exponent: null, currency: null, createdAt: null, isOwn: false }],
  );
  return [...page.objects.map((object) => rowOf(object, payoutId)), ...refused];
}

function rowOf({ id, createdAt, fact }: StripeObject, payoutId: string): PayoutRow {
  if (fact.type !== 'balance_transaction') throw new TypeError(`a payout lists ${id}, a ${fact.type}`);
  const { minor, exponent, currency } = fact.net;
  return { id, netMinor: minor, exponent, currency, createdAt, isOwn: fact.source === payoutId };
}
