import type { LinkId } from '../../../shared/domain/ids.ts';
import { LedgerError } from '../../ledger/ledger-error.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { applyLinkRetirement } from '../../posting/decisions/retire-link.ts';
import type { Decider } from '../../posting/decisions/decide.ts';
import { customerRowOf } from './customer-view.ts';

export interface RetireCustomerArgs extends Decider {
  readonly customerKey: number;
  readonly setId: string;
  readonly seenVersion: number;
  readonly validUntilDate: string;
  readonly reason: string;
}

/**
 * A person ends a confirmed link: it holds for movements up to its last day, and for none after it. Answers what was done, a sentence.
 * Throws `STALE_VERSION`, `TRANSITION`, `NOT_FOUND`, and `REFUSED` when the customer is not linked.
 */
export const retireCustomer = defineWrite(
  'customers.retire',
  (db: WritableLedger, { customerKey, setId, seenVersion, ...end }: RetireCustomerArgs): { text: string } => {
    const { linkId, state, name, customerId, custId } = customerRowOf(db, customerKey, setId);
    if (linkId === null || state !== 'confirmed')
      throw new LedgerError('REFUSED', 'This customer is not linked.', 'Only a link that stands can be ended.', {
        detailCode: 'MATCH_CUSTOMER_NOT_LINKED',
      });
    applyLinkRetirement(db, { ...end, linkId: linkId as LinkId, version: seenVersion });
    const called = name ?? customerId;
    return { text: `The link of ${called} to ${custId} holds until ${end.validUntilDate}, and for nothing after it.` };
  },
);
