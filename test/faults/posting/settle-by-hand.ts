import { LedgerError } from '../../../electron/ledger/ledger-error.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { PostingSite } from '../../electron/posting/posting-site.ts';

type SettledSite = Pick<PostingSite, 'db' | 'settle' | 'books' | 'nowMs'>;

/** A reviewer looks in PeopleSoft itself for what no read can prove, and says what is there. */
export async function settleByHand(site: SettledSite): Promise<void> {
  const there = new Set(site.books().map((payment) => payment.paymentId.toUpperCase()));
  const unknown = site.db
    .prepare<[], { posting_id: number; reference: string }>(
      "SELECT posting_id, reference FROM posting WHERE state = 'unknown' ORDER BY posting_id",
    )
    .all();
  for (const { posting_id: postingId, reference } of unknown)
    await settle(site, postingId, there.has(reference.toUpperCase()));
}

/** Her word does not count yet; she looks again later. */
const WAITS: ReadonlySet<string> = new Set(['POSTING_TOO_EARLY', 'POSTING_STILL_SHOWN', 'POSTING_ABSENCE_UNPROVEN']);

async function settle(site: SettledSite, postingId: number, isThere: boolean): Promise<void> {
  const now = site.db
    .prepare<[number], { state: string; version: number }>('SELECT state, version FROM posting WHERE posting_id = ?')
    .get(postingId);
  // Settling one payment of a deposit may have settled the others.
  if (now?.state !== 'unknown') return;
  try {
    await site.settle({
      postingId,
      seenVersion: now.version,
      as: isThere ? 'present' : 'absent',
      reason: 'looked at its deposits',
      actor: 'REVIEWER',
      machine: 'M',
      at: instantOf(site.nowMs()),
    });
  } catch (error) {
    if (!(error instanceof LedgerError) || !WAITS.has(error.detailCode ?? '')) throw error;
  }
}
