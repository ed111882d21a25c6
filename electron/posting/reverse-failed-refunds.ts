import { localDate } from '../../shared/domain/calendar.ts';
import type { UnitProfile } from '../../shared/contract/profile.ts';
import type { Instant, PostingId } from '../../shared/domain/ids.ts';
import { appendAudit } from '../ledger/audit-store.ts';
import { firstOpenDateAfter } from '../ledger/closed-day-store.ts';
import { defineWrite, type WritableLedger } from '../ledger/operation.ts';
import { getPosting } from '../ledger/posting-store.ts';
import { statement } from '../ledger/statement.ts';
import { unitToday } from './plan-payment.ts';
import { enqueueReversal, whyNotReverse } from './reverse-posting.ts';

/** Id under which a reviewer lets this program reverse the posting of a refund that failed. */
export const REFUND_FAILED_RULE = 'refund-failed';
const VERSION = 1;

interface FailedRefund {
  readonly postingId: PostingId;
  readonly account: string;
  readonly objectId: string;
  readonly status: string;
  readonly currency: string;
  readonly amountMinor: number;
}

export interface ReverseFailedArgs {
  readonly unit: UnitProfile;
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
  readonly limit: number;
}

/**
 * A refund that failed after its posting was confirmed brought its money back: the posting is reversed, dated when the money came back.
 * Only where a reviewer has switched the rule on, and within its limit; else the row stands in front of a person, flagged. Answers how
 * many reversals were put into the outbox, at most `limit`.
 */
export const reverseFailedRefunds = defineWrite(
  'decide.reverseFailedRefunds',
  (db: WritableLedger, args: ReverseFailedArgs): number => {
    const settings = args.unit.straightThrough;
    if (settings?.ruleIds.includes(REFUND_FAILED_RULE) !== true) return 0;
    const failed = statement<FailedRefund>(
      db,
      `SELECT p.posting_id AS postingId, m.account, m.object_id AS objectId, m.source_status AS status, m.currency, m.amount_minor AS amountMinor
       FROM movement m JOIN posting p ON p.movement_key = m.movement_key
       WHERE m.unit = ? AND m.state = 'posted' AND m.attention = 'changedSinceApproval' AND m.kind = 'refund'
         AND m.source_status IN ('failed', 'canceled') AND p.state = 'confirmed' AND p.effect = 'refund'
         AND NOT EXISTS (SELECT 1 FROM posting r WHERE r.reverses = p.posting_id) LIMIT ?`,
    ).all(args.unit.unit, args.limit);
    let reversed = 0;
    for (const each of failed) {
      const limit = settings.limitMinor[each.currency];
      if (limit === undefined || Math.abs(each.amountMinor) > limit) continue;
      const posting = getPosting(db, each.postingId);
      if (whyNotReverse(db, posting) !== null) continue;
      const rule = `${REFUND_FAILED_RULE} v${VERSION}`;
      const reason = `Stripe shows the refund as ${each.status}: its money came back`;
      const came = cameBackDate(db, each, args);
      const reversalId = enqueueReversal(db, posting, {
        at: args.at,
        reason,
        post: false,
        approvedBy: settings.approvedBy,
        approvedRule: rule,
        date: firstOpenDateAfter(db, args.unit.depositBu, came) ?? came,
      });
      appendAudit(db, {
        at: args.at,
        actor: settings.approvedBy,
        machine: args.machine,
        action: 'posting.reversalApproved',
        subject: `posting/${posting.postingId}`,
        detail: {
          reference: posting.reference,
          reversal: getPosting(db, reversalId).reference,
          reason,
          rule,
          startedBy: args.actor,
        },
      });
      reversed += 1;
    }
    return reversed;
  },
);

/** The day Stripe booked the money back on, where the unit closes its books; today while that has not been read. */
function cameBackDate(db: WritableLedger, { account, objectId }: FailedRefund, { unit, at }: ReverseFailedArgs) {
  const booked = statement<{ at: string }>(
    db,
    `SELECT created_at AS at FROM stripe_balance_transaction WHERE source_id = ? AND account = ? AND reporting_category = 'refund_failure'
     ORDER BY created_at DESC LIMIT 1`,
  ).get(objectId, account);
  return booked === undefined ? unitToday(unit, Date.parse(at)) : localDate(booked.at, unit.zone);
}
