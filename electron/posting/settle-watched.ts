import type { SenderPorts } from './sender.ts';
import { doubtfulDepositOf, settlePosting, type SettleArgs, type Settled } from './settle.ts';

/**
 * Settles by a person's word (`settlePosting`). What she did not see counts only after this sender has watched the doubt for the settle
 * time: the clock on the wall may have been set forward while PeopleSoft was still saving.
 */
export async function settleWatched(
  { ledger, watch }: Pick<SenderPorts, 'ledger' | 'watch'>,
  settleSeconds: number,
  args: Omit<SettleArgs, 'watched'>,
): Promise<Settled> {
  const depositKey = await ledger.read(doubtfulDepositOf, { postingId: args.postingId });
  const watched = depositKey === null ? null : { forMs: watch.doubtedForMs(depositKey), mustMs: settleSeconds * 1_000 };
  return ledger.write(settlePosting, { ...args, watched });
}
