import type { Instant } from '../../../shared/domain/ids.ts';
import type { Ledger } from '../../ledger/operation.ts';
import { returnLostReceipts } from './return-lost-receipts.ts';
import { returnUnlinkedMatches, type UnlinkedArgs, type UnlinkedPlace } from './return-unlinked-matches.ts';

export interface MatchReturn {
  readonly ledger: Ledger;
  readonly actor: string;
  readonly machine: string;
  readonly now: () => Instant;
  /** Called before each transaction; throws to end here. */
  readonly throwIfCancelled: () => void;
}

/** Matches that are looked at in one transaction. */
const SLICE = 500;

/** Gives back to people, or to the rules, what stands no more: by a receipt that is gone, by a link that holds no more. Answers how many. */
export async function returnMatches(given: MatchReturn): Promise<number> {
  return (await returnReceipts(given)) + (await returnUnlinked(given));
}

async function returnReceipts({ ledger, actor, machine, now, throwIfCancelled }: MatchReturn): Promise<number> {
  for (let returned = 0; ;) {
    throwIfCancelled();
    const count = await ledger.write(returnLostReceipts, { actor, machine, at: now(), limit: SLICE });
    returned += count;
    if (count < SLICE) return returned;
  }
}

/** What rules decided by a customer link that holds no more; asked again once the run itself has changed links. Answers how many. */
export async function returnUnlinked({ ledger, actor, machine, now, throwIfCancelled }: MatchReturn): Promise<number> {
  let after: UnlinkedPlace | null = null;
  for (let all = 0; ;) {
    throwIfCancelled();
    const args: UnlinkedArgs = { actor, machine, at: now(), limit: SLICE, after };
    const part = await ledger.write(returnUnlinkedMatches, args);
    all += part.returned;
    if (part.isDone) return all;
    ({ after } = part);
  }
}
