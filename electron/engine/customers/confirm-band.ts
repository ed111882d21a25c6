import { LedgerError } from '../../ledger/ledger-error.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import type { Decider } from '../../posting/decisions/decide.ts';
import { confirmLinks } from '../../posting/decisions/confirm-links.ts';
import { bandOf, type BandArgs } from './customer-band.ts';

export interface ConfirmBandArgs extends Decider, BandArgs {
  /** What the preview named the links by. */
  readonly seen: string;
  readonly reason: string;
}

/**
 * A person confirms the proposed links from a probability on, exactly those of the preview she saw, with one reason; one undo takes them
 * all back. Throws `STALE_VERSION` when any of them, or what is left out, has changed since, and `REFUSED` when there is none.
 */
export const confirmBand = defineWrite(
  'customers.confirmBand',
  (
    db: WritableLedger,
    { fromScore, setId, seen, reason, ...who }: ConfirmBandArgs,
  ): { text: string; confirmed: number } => {
    const band = bandOf(db, { fromScore, setId });
    if (band.seen !== seen)
      throw new LedgerError(
        'STALE_VERSION',
        'These links have changed since you saw them.',
        'Look at what would be linked now, and confirm that.',
      );
    const confirmed = band.links.length;
    if (confirmed === 0)
      throw new LedgerError('REFUSED', 'There is nothing to confirm.', 'Choose a lower probability.', {
        detailCode: 'MATCH_CUSTOMER_NOT_LINKED',
      });
    confirmLinks(db, { links: band.links, reason, ...who });
    const customers = confirmed === 1 ? '1 customer is linked' : `${confirmed} customers are linked`;
    return { text: `${customers}; Ctrl Z takes ${confirmed === 1 ? 'it' : 'them all'} back.`, confirmed };
  },
);
