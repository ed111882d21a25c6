import { lookForAbsent } from './absence-look.ts';
import type { SenderPorts } from '../sending/sender.ts';
import { doubtfulDepositOf, settlePosting, type SettleArgs, type Settled } from './settle.ts';

/** What a person says; what the sender knows beside it is added here. */
export type SettleWord = Omit<SettleArgs, 'watched' | 'look'>;

/**
 * Settles by a person's word (`settlePosting`). What she did not see counts only after this sender has watched the doubt for the settle
 * time (the clock on the wall may have been set forward while PeopleSoft was still saving), and only where PeopleSoft, asked now, does not
 * show it.
 */
export async function settleWatched(
  ports: Pick<SenderPorts, 'ledger' | 'watch' | 'peopleSoft' | 'database' | 'items'>,
  settleSeconds: number,
  args: SettleWord,
): Promise<Settled> {
  const { ledger, watch } = ports;
  const { postingId } = args;
  const depositKey = await ledger.read(doubtfulDepositOf, { postingId });
  const watched = depositKey === null ? null : { forMs: watch.doubtedForMs(depositKey), mustMs: settleSeconds * 1_000 };
  const look = args.as === 'absent' ? await lookForAbsent(ports, postingId) : null;
  return ledger.write(settlePosting, { ...args, watched, look });
}
