import type { Instant, PostingId } from '../../../shared/domain/ids.ts';
import type { ArItem } from '../../connectors/peoplesoft/types.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { storePeriodDays, type PeriodDay } from '../../ledger/closed-day-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { getPosting } from '../../ledger/posting-store.ts';
import { lessenDeposit } from '../deposits/lessen-deposit.ts';
import { storeReadItems } from '../sending/read-items.ts';
import type { RecheckResult } from '../sending/recheck.ts';
import { releasePosting } from './release-posting.ts';
import { requireClaim, type SenderClaim } from '../sending/sender-claim.ts';

export interface ReturnArgs {
  readonly claim: SenderClaim;
  readonly changed: readonly RecheckResult[];
  /** Items as the re-read showed them; the ledger takes them over. */
  readonly items: readonly ArItem[];
  /** Days as the re-read found them; a closed one is kept with where it posts instead. */
  readonly days: readonly PeriodDay[];
  readonly at: Instant;
  readonly machine: string;
}

/**
 * Brings payments back to the workbench that PeopleSoft no longer supports as approved, each with what changed; nothing was sent.
 * Those a person took back since they were read are left alone. Answers how many came back.
 */
export const returnChanged = defineWrite('posting.returnChanged', (db: WritableLedger, args: ReturnArgs): number => {
  requireClaim(db, args.claim);
  let returned = 0;
  for (const { postingId, changes } of args.changed) {
    const posting = getPosting(db, postingId as PostingId);
    if (posting.state !== 'queued') continue;
    returned += 1;
    const step = { at: args.at, actor: args.claim.holder, machine: args.machine };
    if (posting.depositKey !== null) lessenDeposit(db, posting.depositKey, posting.postingId, step);
    const reason = changes.join('; ');
    releasePosting(db, posting.postingId, {
      to: 'withdrawn',
      at: args.at,
      actor: args.claim.holder,
      reason,
      attention: 'changedSinceApproval',
    });
    appendAudit(db, {
      at: args.at,
      actor: args.claim.holder,
      machine: args.machine,
      action: 'posting.returned',
      subject: `posting/${postingId}`,
      detail: { reference: posting.reference, changes: [...changes] },
    });
  }
  storeReadItems(db, args.items, args.at);
  storePeriodDays(db, args.days, args.at);
  return returned;
});
