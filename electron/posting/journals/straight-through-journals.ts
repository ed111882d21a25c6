import { JOURNAL_CLASSES, bookingOf, type JournalClass } from '../../../shared/contract/profile-bookings.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { addDays } from '../../../shared/domain/calendar.ts';
import type { PlainDate, PostingId } from '../../../shared/domain/ids.ts';
import { defineRead, defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { cutOffOf } from '../payments/accounting-date.ts';
import type { Decider } from '../decisions/decide.ts';
import { unitToday } from '../payments/plan-payment.ts';
import { withinSavepoint } from '../decisions/within-savepoint.ts';
import { auditApproval, enqueueJournal, groupOf, type JournalSettings } from './approve-journals.ts';
import { dueStretches } from './due-days.ts';
import { dueGroups, dueParts, type GroupKey, type PartGroup } from './due-parts.ts';
import { journalScope } from './journal-scope.ts';
import { journalBlocked } from './plan-journal.ts';

/** Id under which a reviewer lets one class of money be posted by itself, e.g. `journal-fees`. */
export function journalRule(journalClass: JournalClass): string {
  return `journal-${journalClass}`;
}
const RULE_VERSION = 1;

export interface JournalsByRuleArgs extends Decider, Omit<JournalSettings, 'scope'> {
  readonly units: readonly UnitProfile[];
  /** Groups that `ruledDue` found; what has become of them since is looked at again. */
  readonly groups: readonly GroupKey[];
}

/** Classes of a unit that a rule posts: the reviewer has switched the rule on, and the unit books them by direct journal. */
export function ruledClasses({ straightThrough, bookings }: UnitProfile): readonly JournalClass[] {
  if (straightThrough === null) return [];
  return JOURNAL_CLASSES.filter(
    (each) => straightThrough.ruleIds.includes(journalRule(each)) && bookingOf(bookings, each).how === 'directJournal',
  );
}

/** What one look found, and where the next one begins; null: there is nothing further. */
export interface RuledDue {
  readonly groups: readonly GroupKey[];
  readonly nextFrom: PlainDate | null;
}

/**
 * What is due from a day on of the classes that a rule posts and may be approved by it, as it looks now; however old it is. One look takes a
 * stretch of days on which something is due and writes nothing; whoever asks goes on at `nextFrom`.
 */
export const ruledDue = defineRead(
  'journals.ruledDue',
  (
    db: ReadableLedger,
    args: Pick<JournalsByRuleArgs, 'unit' | 'units'> & { readonly from: PlainDate; readonly today: PlainDate },
  ): RuledDue => {
    const { unit, today } = args;
    const [scope] = dueStretches(db, { ...args, classes: ruledClasses(unit), to: addDays(today, -1) });
    const last = scope?.days.at(-1)?.[0];
    if (scope === undefined || last === undefined) return { groups: [], nextFrom: null };
    const groups = dueGroups(db, scope)
      .filter((group) => mayRule(db, group, unit, today))
      .map(({ account, journalClass, date, currency, balanceTransactionId }) => ({
        account,
        journalClass,
        date,
        currency,
        balanceTransactionId,
      }));
    return { groups, nextFrom: addDays(last, 1) };
  },
  { bulk: true },
);

/**
 * Approves groups of the classes whose rule a reviewer has switched on, up to the amount limit of the currency; the posting names the
 * rule and the reviewer. What PeopleSoft refused before, what a person took back and what would post on another day than its own is left
 * to a person. Answers how many were approved.
 */
export const journalsByRule = defineWrite(
  'journals.byRule',
  (db: WritableLedger, args: JournalsByRuleArgs): number => {
    const { straightThrough } = args.unit;
    if (straightThrough === null) return 0;
    const { approvedBy } = straightThrough;
    const today = unitToday(args.unit, Date.parse(args.at));
    const approved: PostingId[] = [];
    for (const key of args.groups) {
      const parts = dueParts(db, journalScope(args.units, args.unit, key.date, key.date), key);
      const group = groupOf(key, parts);
      if (parts.length === 0 || !mayRule(db, group, args.unit, today)) continue;
      const approvedRule = `${journalRule(group.journalClass)} v${RULE_VERSION}`;
      const by = { ...args, approvedBy, approvedRule, operatorId: null, acceptedDate: null, post: false };
      // What the books refuse stays due, and does not hold up its neighbours.
      withinSavepoint(db, () => void approved.push(enqueueJournal(db, group, parts, by)));
    }
    auditApproval(db, args, approved, approvedBy);
    return approved.length;
  },
  { bulk: true },
);

function mayRule(db: ReadableLedger, group: PartGroup, unit: UnitProfile, today: PlainDate): boolean {
  const limit = unit.straightThrough?.limitMinor[group.currency];
  return (
    ruledClasses(unit).includes(group.journalClass) &&
    limit !== undefined &&
    Math.abs(group.amountMinor) <= limit &&
    journalBlocked(group, unit, today) === null &&
    cutOffOf(db, { accountingDate: group.date }, unit) === null &&
    !isPersons(db, group)
  );
}

/** Whether a document of this money ended before: then a person looks at it first. */
function isPersons(db: ReadableLedger, group: PartGroup): boolean {
  const { account, journalClass, date, currency, balanceTransactionId } = group;
  const ended = statement(
    db,
    `SELECT 1 FROM journal j JOIN posting p USING (posting_id) WHERE j.booked_date = ? AND j.class = ? AND j.currency = ? AND j.account = ?
       AND j.balance_transaction_id IS ? AND p.state IN ('rejected', 'reversed', 'withdrawn') LIMIT 1`,
  ).get(date, journalClass, currency, account, balanceTransactionId);
  return ended !== undefined;
}
