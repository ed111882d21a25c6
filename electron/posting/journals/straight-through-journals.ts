import { JOURNAL_CLASSES, bookingOf, type JournalClass } from '../../../shared/contract/clearing-bookings.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { PostingId } from '../../../shared/domain/ids.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { cutOffOf } from '../accounting-date.ts';
import type { Decider } from '../decide.ts';
import { unitToday } from '../plan-payment.ts';
import { withinSavepoint } from '../within-savepoint.ts';
import { auditApproval, enqueueJournal, groupOf, type JournalSettings } from './approve-journals.ts';
import { dueGroups, dueParts, type PartGroup } from './due-parts.ts';
import { journalBlocked } from './plan-journal.ts';

/** Id under which a reviewer lets one class of money be posted by itself, e.g. `journal-fees`. */
export function journalRule(journalClass: JournalClass): string {
  return `journal-${journalClass}`;
}
const RULE_VERSION = 1;

export interface JournalsByRuleArgs extends Decider, JournalSettings {
  /** At most so many documents in this step. */
  readonly limit: number;
}

/** Classes of a unit that a rule posts: the reviewer has switched the rule on, and the unit books them by direct journal. */
export function ruledClasses({ straightThrough, bookings }: UnitProfile): readonly JournalClass[] {
  if (straightThrough === null) return [];
  return JOURNAL_CLASSES.filter(
    (each) => straightThrough.ruleIds.includes(journalRule(each)) && bookingOf(bookings, each).how === 'directJournal',
  );
}

/**
 * Approves what is due of the classes whose rule a reviewer has switched on, up to the amount limit of the currency; the posting names
 * the rule and the reviewer. What PeopleSoft refused before, what a person took back and what would post on another day than its own is
 * left to a person. Answers how many were approved.
 */
export const journalsByRule = defineWrite(
  'journals.byRule',
  (db: WritableLedger, args: JournalsByRuleArgs): number => {
    const classes = ruledClasses(args.unit);
    const { straightThrough } = args.unit;
    if (classes.length === 0 || straightThrough === null) return 0;
    const today = unitToday(args.unit, Date.parse(args.at));
    const due = dueGroups(db, args.scope).filter(
      (group) =>
        classes.includes(group.journalClass) &&
        Math.abs(group.amountMinor) <= (straightThrough.limitMinor[group.currency] ?? -1) &&
        journalBlocked(group, args.unit, today) === null &&
        cutOffOf(db, { accountingDate: group.date }, args.unit) === null &&
        !isPersons(db, group),
    );
    const approved: PostingId[] = [];
    for (const group of due.slice(0, args.limit)) {
      const parts = dueParts(db, args.scope, group);
      const rule = `${journalRule(group.journalClass)} v${RULE_VERSION}`;
      const by = { ...args, approvedBy: straightThrough.approvedBy, approvedRule: rule, operatorId: null };
      // What the books refuse stays due, and does not hold up its neighbours.
      withinSavepoint(db, () => {
        approved.push(enqueueJournal(db, groupOf(group, parts), parts, { ...by, acceptedDate: null, post: false }));
      });
    }
    auditApproval(db, args, approved, straightThrough.approvedBy);
    return approved.length;
  },
  { bulk: true },
);

/** Whether a document of this money ended before: then a person looks at it first. */
function isPersons(db: WritableLedger, group: PartGroup): boolean {
  const { account, journalClass, date, currency, balanceTransactionId } = group;
  const ended = statement(
    db,
    `SELECT 1 FROM journal j JOIN posting p USING (posting_id) WHERE j.booked_date = ? AND j.class = ? AND j.currency = ? AND j.account = ?
       AND j.balance_transaction_id IS ? AND p.state IN ('rejected', 'reversed', 'withdrawn') LIMIT 1`,
  ).get(date, journalClass, currency, account, balanceTransactionId);
  return ended !== undefined;
}
