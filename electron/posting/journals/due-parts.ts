import type { JournalClass } from '../../../shared/contract/profile-bookings.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import type { JournalPart } from '../../ledger/journal-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { AMOUNT_CLASS_SQL } from './journal-class.ts';
import type { JournalScope } from './journal-scope.ts';

/** One part of a balance transaction that is booked by class. */
export interface BalancePart extends JournalPart {
  readonly exponent: number;
  readonly currency: string;
  readonly journalClass: JournalClass;
  readonly date: PlainDate;
  readonly createdAt: string;
  readonly sourceId: string | null;
  readonly reportingCategory: string;
}
/** Parts of one account, class, day and settlement currency (of payouts: one payout), summed. */
export interface PartGroup extends GroupKey {
  readonly exponent: number;
  readonly amountMinor: number;
  readonly count: number;
}
export interface GroupKey {
  readonly account: string;
  readonly journalClass: JournalClass;
  readonly date: PlainDate;
  readonly currency: string;
  /** Of a payout; null for the classes that are summed by day. */
  readonly balanceTransactionId: string | null;
}

const TAX = 'coalesce(b.fee_tax_minor, 0)';
// Posted before Stripe's details were known, the whole fee stands as fee: its tax is not booked a second time.
const IS_WHOLE_FEE_POSTED = `EXISTS (SELECT 1 FROM journal_part w WHERE w.account = b.account
  AND w.balance_transaction_id = b.balance_transaction_id AND w.part = 'fee' AND w.live = 1 AND w.amount_minor = -b.fee_minor)`;
/** SQL of what a part of kind `kind.part` comes to; 0: there is none. */
const MINOR = `CASE kind.part WHEN 'amount' THEN iif(${AMOUNT_CLASS_SQL} IS NULL, 0, b.amount_minor) WHEN 'fee' THEN ${TAX} - b.fee_minor ELSE iif(${IS_WHOLE_FEE_POSTED}, 0, -${TAX}) END`;
/** SQL of the class of a part of kind `kind.part` of a balance transaction `b`; null: a customer's money. */
export const PART_CLASS_SQL = `CASE kind.part WHEN 'amount' THEN ${AMOUNT_CLASS_SQL} WHEN 'fee' THEN 'fees' ELSE 'taxOnFees' END`;
const OF_UNIT = `(b.currency IN (SELECT value FROM json_each(@own)) OR (@shared ->> b.currency IS NOT NULL AND coalesce(
    (SELECT m.unit FROM movement m WHERE m.object_id = b.source_id AND m.account = b.account AND m.kind IN ('charge', 'refund', 'dispute') LIMIT 1),
    @shared ->> b.currency) = @unit))`;

/** SQL of every part in scope, as the rows of `part`. CROSS JOIN: the days come first, so that the index by creation finds each day's rows once. */
const PARTS = `WITH day AS (SELECT value ->> 0 AS date, value ->> 1 AS start, value ->> 2 AS finish FROM json_each(@days)),
kind AS (SELECT 'amount' AS part UNION ALL SELECT 'fee' UNION ALL SELECT 'tax'),
part AS (SELECT day.date, b.account, b.balance_transaction_id AS balanceTransactionId, b.source_id AS sourceId, b.reporting_category AS reportingCategory,
    b.created_at AS createdAt, b.exponent, b.currency, kind.part, ${MINOR} AS amountMinor, ${PART_CLASS_SQL} AS journalClass
  FROM day CROSS JOIN stripe_balance_transaction b ON b.created_at >= day.start AND b.created_at < day.finish CROSS JOIN kind
  WHERE b.known = 1 AND ${OF_UNIT} AND ${MINOR} <> 0)`;
const NOT_POSTED = `NOT EXISTS (SELECT 1 FROM journal_part j WHERE j.account = part.account
  AND j.balance_transaction_id = part.balanceTransactionId AND j.part = part.part AND j.live = 1)`;
/** SQL that is true where a part of kind `kind.part` of `b` comes to something that no live posting stands for. */
export const IS_DUE_SQL = `b.known = 1 AND ${MINOR} <> 0 AND NOT EXISTS (SELECT 1 FROM journal_part j WHERE j.account = b.account
  AND j.balance_transaction_id = b.balance_transaction_id AND j.part = kind.part AND j.live = 1)`;
const SINGLE = "iif(journalClass = 'payouts', balanceTransactionId, NULL)";

function parametersOf({ unit, days, own, shared }: JournalScope) {
  return { unit, days: JSON.stringify(days), own: JSON.stringify(own), shared: JSON.stringify(shared) };
}

/** What no live posting stands for, summed; by day, class and currency. */
export function dueGroups(db: ReadableLedger, scope: JournalScope): readonly PartGroup[] {
  return statement<PartGroup>(
    db,
    `${PARTS} SELECT account, journalClass, date, currency, ${SINGLE} AS balanceTransactionId, max(exponent) AS exponent,
       sum(amountMinor) AS amountMinor, count(*) AS count
     FROM part WHERE ${NOT_POSTED} GROUP BY account, journalClass, date, currency, ${SINGLE}
     ORDER BY date, journalClass, currency, account, balanceTransactionId`,
  ).all(parametersOf(scope));
}

/** The parts of one group that no live posting stands for, by time. `scope` must hold its day. */
export function dueParts(db: ReadableLedger, scope: JournalScope, key: GroupKey, limit = -1): readonly BalancePart[] {
  const days = scope.days.filter(([date]) => date === key.date);
  return statement<BalancePart>(
    db,
    `${PARTS} SELECT * FROM part WHERE ${NOT_POSTED} AND account = @account AND journalClass = @journalClass AND currency = @currency
       AND (@single IS NULL OR balanceTransactionId = @single)
     ORDER BY createdAt, balanceTransactionId, part LIMIT @limit`,
  ).all({
    ...parametersOf({ ...scope, days }),
    account: key.account,
    journalClass: key.journalClass,
    currency: key.currency,
    single: key.balanceTransactionId,
    limit,
  });
}

/** The parts a posting stands for, as Stripe shows them now; what it was approved with is in `journal_part`. */
export interface PostedPart {
  readonly account: string;
  readonly balanceTransactionId: string;
  readonly part: JournalPart['part'];
  readonly approvedMinor: number;
  /** Null: Stripe's row is gone. */
  readonly nowMinor: number | null;
  readonly exponent: number | null;
  readonly currency: string | null;
  readonly createdAt: string | null;
  readonly sourceId: string | null;
  readonly reportingCategory: string | null;
}

export function postedParts(db: ReadableLedger, postingId: number, limit = -1): readonly PostedPart[] {
  return statement<PostedPart>(
    db,
    `SELECT j.account, j.balance_transaction_id AS balanceTransactionId, j.part, j.amount_minor AS approvedMinor,
       CASE j.part WHEN 'amount' THEN b.amount_minor WHEN 'fee' THEN ${TAX} - b.fee_minor ELSE -${TAX} END AS nowMinor,
       b.exponent, b.currency, b.created_at AS createdAt, b.source_id AS sourceId, b.reporting_category AS reportingCategory
     FROM journal_part j LEFT JOIN stripe_balance_transaction b USING (account, balance_transaction_id)
     WHERE j.posting_id = ? ORDER BY b.created_at, j.balance_transaction_id, j.part LIMIT ?`,
  ).all(postingId, limit);
}
