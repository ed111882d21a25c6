import type { Instant, PostingId } from '../../shared/domain/ids.ts';
import type { ArItem } from '../connectors/peoplesoft/types.ts';
import { appendAudit } from '../ledger/audit-store.ts';
import { storePeriodDays, type PeriodDay } from '../ledger/closed-day-store.ts';
import { defineWrite, type WritableLedger } from '../ledger/operation.ts';
import { getPosting } from '../ledger/posting-store.ts';
import { statement } from '../ledger/statement.ts';
import { storeReadItems } from './read-items.ts';
import type { RecheckResult } from './recheck.ts';
import { postingsOf, requeuePosting } from './record-send.ts';
import { releasePosting } from './release-posting.ts';
import { requireClaim, type SenderClaim } from './sender-claim.ts';

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
    if (posting.depositKey !== null) dissolveDeposit(db, posting.depositKey, args.at);
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

/** A deposit proven absent that cannot go again as it was cut: its payments are due again on their own. */
function dissolveDeposit(db: WritableLedger, depositKey: number, at: Instant): void {
  for (const postingId of postingsOf(db, depositKey)) requeuePosting(db, postingId, at);
  statement(
    db,
    "UPDATE deposit SET state = 'rejected', state_reason = 'never saved; a payment of it changed', version = version + 1 WHERE deposit_key = ? AND state = 'cut'",
  ).run(depositKey);
}
