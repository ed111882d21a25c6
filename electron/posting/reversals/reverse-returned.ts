import { localDate } from '../../../shared/domain/calendar.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { Instant, MovementKey, PlainDate, PostingId } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { firstOpenDateAfter } from '../../ledger/closed-day-store.ts';
import { getMovement, setMovementState } from '../../ledger/movement-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { getPosting, requireMatched } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { enqueueReversal, whyNotReverse } from './reverse-posting.ts';

/** Ids under which a reviewer lets this program reverse what came back: the posting of a failed refund, and of a dispute that was won. */
export const REVERSAL_RULES = { refund: 'refund-failed', dispute: 'dispute-won' } as const;
const VERSION = 1;
/** Category of the balance transaction that brings the money back (Stripe, reporting categories). */
const CATEGORY = { refund: 'refund_failure', dispute: 'dispute_reversal' } as const;

const NOT_BOOKED = 'Stripe has not booked its money back yet; the rule takes its posting back once it has.';

interface BookedBack {
  readonly at: string;
  readonly minor: number;
}
interface Returned {
  readonly postingId: PostingId;
  readonly movementKey: MovementKey;
  readonly kind: 'refund' | 'dispute';
  readonly account: string;
  readonly objectId: string;
  readonly status: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly settlementMinor: number | null;
}

export interface ReverseReturnedArgs {
  readonly unit: UnitProfile;
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
  /** Continue after this posting. */
  readonly afterPostingId: number;
  readonly limit: number;
}

/**
 * Money that came back after its going out was confirmed: a refund that failed, a dispute that was won. Where a reviewer has switched the
 * rule on, within its limit, and where as much came back as went out, the posting is reversed, dated when the money came back; else the
 * row asks a person. Answers how many reversals went into the outbox and where to go on, null at the end.
 */
export const reverseReturned = defineWrite(
  'decide.reverseReturned',
  (db: WritableLedger, args: ReverseReturnedArgs): { readonly reversed: number; readonly next: number | null } => {
    const returned = statement<Returned>(
      db,
      `SELECT p.posting_id AS postingId, m.movement_key AS movementKey, m.kind, m.account, m.object_id AS objectId, m.source_status AS status,
         m.currency, m.amount_minor AS amountMinor, m.settlement_minor AS settlementMinor
       FROM posting p JOIN movement m USING (movement_key)
       WHERE p.unit = ? AND p.state = 'confirmed' AND p.effect IN ('refund', 'dispute') AND p.posting_id > ?
         AND ((m.kind = 'refund' AND m.source_status IN ('failed', 'canceled')) OR (m.kind = 'dispute' AND m.source_status = 'won'))
         AND NOT EXISTS (SELECT 1 FROM posting r WHERE r.reverses = p.posting_id) ORDER BY p.posting_id LIMIT ?`,
    ).all(args.unit.unit, args.afterPostingId, args.limit);
    let reversed = 0;
    for (const each of returned) {
      const back = bookedBack(db, each);
      const why = whyNotByRule(db, each, back, args);
      if (why !== null) askPerson(db, each, `its money came back. Take its posting back in Postings; ${why}.`, args.at);
      else if (back === null) askPerson(db, each, NOT_BOOKED, args.at);
      else reversed += reverseByRule(db, each, back, args);
    }
    return { reversed, next: returned.length < args.limit ? null : (returned.at(-1)?.postingId ?? null) };
  },
);

/** Why a person has to take this posting back herself; null when the rule may. */
function whyNotByRule(
  db: WritableLedger,
  each: Returned,
  back: BookedBack | null,
  { unit }: ReverseReturnedArgs,
): string | null {
  const settings = unit.straightThrough;
  const rule = REVERSAL_RULES[each.kind];
  if (settings?.ruleIds.includes(rule) !== true) return `rule ${rule} v${VERSION} is not switched on`;
  const limit = settings.limitMinor[each.currency];
  if (limit === undefined || Math.abs(each.amountMinor) > limit) return 'it is above the straight-through limit';
  if (back !== null && each.settlementMinor !== null && back.minor !== -each.settlementMinor)
    return 'not as much came back as went out';
  return whyNotReverse(db, getPosting(db, each.postingId));
}

function reverseByRule(db: WritableLedger, each: Returned, back: BookedBack, args: ReverseReturnedArgs): 1 {
  const { unit, actor, machine, at } = args;
  const approvedBy = unit.straightThrough?.approvedBy ?? actor;
  const posting = requireMatched(getPosting(db, each.postingId));
  const rule = `${REVERSAL_RULES[each.kind]} v${VERSION}`;
  const reason = `Stripe shows the ${each.kind} as ${each.status}: its money came back`;
  const came = localDate(back.at, unit.zone);
  const date: PlainDate = firstOpenDateAfter(db, unit.depositBu, came) ?? came;
  const reversalId = enqueueReversal(db, posting, {
    at,
    unit,
    reason,
    post: false,
    approvedBy,
    approvedRule: rule,
    date,
  });
  appendAudit(db, {
    at,
    actor: approvedBy,
    machine,
    action: 'posting.reversalApproved',
    subject: `posting/${posting.postingId}`,
    detail: {
      reference: posting.reference,
      reversal: getPosting(db, reversalId).reference,
      reason,
      rule,
      startedBy: actor,
    },
  });
  return 1;
}

/** The row says how Stripe shows it now, and what is to be done about its posting. */
function askPerson(db: WritableLedger, each: Returned, todo: string, at: Instant): void {
  const { state, score } = getMovement(db, each.movementKey);
  const reason = `Stripe shows the ${each.kind} as ${each.status}: ${todo}`;
  setMovementState(db, each.movementKey, state, { attention: 'changedSinceApproval', reason, score, at });
}

/** What Stripe booked back for this object, in settlement currency, and when; null while that has not been read. */
function bookedBack(db: WritableLedger, { account, objectId, kind }: Returned): BookedBack | null {
  return (
    statement<{ at: string; minor: number }>(
      db,
      `SELECT max(created_at) AS at, sum(amount_minor) AS minor FROM stripe_balance_transaction
       WHERE source_id = ? AND account = ? AND reporting_category = ? HAVING count(*) > 0`,
    ).get(objectId, account, CATEGORY[kind]) ?? null
  );
}
