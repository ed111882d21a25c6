import type { Instant } from '../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** One row that a payout pays out, as Stripe's list of the payout or a report tells it. */
export interface PayoutRow {
  readonly id: string;
  /** Null where it could not be read. */
  readonly netMinor: number | null;
  readonly exponent: number | null;
  readonly currency: string | null;
  readonly createdAt: Instant | null;
  /** It is the payout itself, or its return: not part of what it pays out. */
  readonly isOwn: boolean;
}
export interface PayoutName {
  readonly account: string;
  readonly payoutId: string;
}
/** A payout that is to be asked for. */
export interface DuePayout {
  readonly payoutId: string;
  /** Its list is half read: go on after this row. */
  readonly readAfter: string | null;
}
export type PayoutDifferenceKind = 'missing' | 'amount' | 'otherPayout' | 'notListed' | 'sum';
export interface PayoutDifference {
  /** The balance transaction; '' where only the sum differs. */
  readonly id: string;
  readonly kind: PayoutDifferenceKind;
  readonly otherPayoutId: string | null;
}
export interface PayoutVerdict {
  readonly state: 'tied' | 'open' | 'notEvaluated';
  readonly why: string | null;
  readonly listedCount: number;
  readonly listedMinor: number;
  readonly heldCount: number;
  readonly heldMinor: number;
  readonly exponent: number;
}

/** Automatic payouts that Stripe can itemise, once it says so. A cancelled one pays nothing out. */
export const ITEMISED_SQL = "automatic = 1 AND reconciliation_status = 'completed' AND status <> 'canceled'";

/**
 * The next payout to ask for: one whose list is half read, then those never asked for, due again, or open (or refused) when last asked before `openBefore`; the
 * oldest first. Undefined when none is.
 */
export function nextDuePayout(db: ReadableLedger, account: string, openBefore: Instant): DuePayout | undefined {
  return statement<DuePayout>(
    db,
    `SELECT p.payout_id AS payoutId, c.read_after AS readAfter FROM stripe_payout p LEFT JOIN stripe_payout_check c USING (account, payout_id)
     WHERE p.account = ? AND p.${ITEMISED_SQL} AND (c.state IS NULL OR c.state = 'reading' OR c.is_due = 1 OR ((c.state = 'open' OR (c.state = 'notEvaluated' AND c.listed_count = 0)) AND c.asked_at < ?))
     ORDER BY coalesce(c.state, '') <> 'reading', p.created_at, p.payout_id LIMIT 1`,
  ).get(account, openBefore);
}

/** Keeps a page of a payout's list; `begins` forgets what an earlier try had read. `readAfter` is where to go on. */
export function storePayoutPage(
  db: WritableLedger,
  { account, payoutId }: PayoutName,
  page: { readonly rows: readonly PayoutRow[]; readonly begins: boolean; readonly readAfter: string | null },
  at: Instant,
): void {
  if (page.begins) dropPayoutRows(db, { account, payoutId }, "told_by = 'reading'");
  statement(
    db,
    `INSERT INTO stripe_payout_check (account, payout_id, state, read_after, asked_at, is_due) VALUES (?, ?, 'reading', ?, ?, 0)
     ON CONFLICT DO UPDATE SET state = 'reading', read_after = excluded.read_after, asked_at = excluded.asked_at, is_due = 0`,
  ).run(account, payoutId, page.readAfter, at);
  for (const row of page.rows) putPayoutRow(db, { account, payoutId }, row, 'reading');
}

/** Stripe's list was read to its end: it stands in place of everything that was known of the payout. */
export function closePayoutList(db: WritableLedger, { account, payoutId }: PayoutName): void {
  dropPayoutRows(db, { account, payoutId }, "told_by <> 'reading'");
  statement(
    db,
    "UPDATE stripe_payout_row SET told_by = 'stripe' WHERE account = ? AND payout_id = ? AND told_by = 'reading'",
  ).run(account, payoutId);
}

const DROPS = {
  "told_by = 'reading'": "DELETE FROM stripe_payout_row WHERE account = ? AND payout_id = ? AND told_by = 'reading'",
  "told_by <> 'reading'": "DELETE FROM stripe_payout_row WHERE account = ? AND payout_id = ? AND told_by <> 'reading'",
} as const;
function dropPayoutRows(db: WritableLedger, { account, payoutId }: PayoutName, which: keyof typeof DROPS): void {
  statement(db, DROPS[which]).run(account, payoutId);
}

function putPayoutRow(db: WritableLedger, { account, payoutId }: PayoutName, row: PayoutRow, toldBy: string): void {
  statement(
    db,
    `INSERT INTO stripe_payout_row (account, payout_id, balance_transaction_id, told_by, net_minor, exponent, currency, created_at, is_own)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ).run(account, payoutId, row.id, toldBy, row.netMinor, row.exponent, row.currency, row.createdAt, row.isOwn ? 1 : 0);
}

/** A report says which payout pays a row out. Where Stripe has listed the payout already, it is asked again if that is news. */
export function notePayoutClaim(db: WritableLedger, name: PayoutName, row: PayoutRow, importId: number): void {
  const { account, payoutId } = name;
  const isKnown =
    statement(
      db,
      "SELECT 1 FROM stripe_payout_row WHERE account = ? AND payout_id = ? AND balance_transaction_id = ? AND told_by = 'stripe'",
    ).get(account, payoutId, row.id) !== undefined;
  if (isKnown) return;
  putPayoutRow(db, name, row, `file:${importId}`);
  askPayoutAgain(db, name);
}

/** What an import said of payouts goes with it. */
export function dropPayoutClaims(db: WritableLedger, importId: number): void {
  statement(db, 'DELETE FROM stripe_payout_row WHERE told_by = ?').run(`file:${importId}`);
}

/** It is asked for with the next read, whatever came of it before. Answers whether it had been asked for at all. */
export function askPayoutAgain(db: WritableLedger, { account, payoutId }: PayoutName): boolean {
  return (
    statement(
      db,
      "UPDATE stripe_payout_check SET is_due = 1 WHERE account = ? AND payout_id = ? AND state <> 'reading'",
    ).run(account, payoutId).changes > 0
  );
}

/** Payouts of which a row, or they themselves, changed in these versions are asked for again. */
export function askChangedPayouts(
  db: WritableLedger,
  account: string,
  versions: { readonly from: number; readonly to: number },
): void {
  statement(
    db,
    `UPDATE stripe_payout_check SET is_due = 1 WHERE account = @account AND state <> 'reading' AND payout_id IN (
       SELECT iif(o.object_type = 'payout', o.object_id, r.payout_id) FROM source_version v CROSS JOIN source_object o USING (source_key)
       LEFT JOIN stripe_payout_row r ON r.account = o.account AND r.balance_transaction_id = o.object_id
       WHERE v.version_key > @from AND v.version_key <= @to AND v.version > 1 AND o.system = 'stripe' AND o.account = @account
         AND o.object_type IN ('payout', 'balance_transaction'))`,
  ).run({ account, ...versions });
}

/** Payouts whose list was read and that do not tie, or could not be judged. */
export function openPayouts(db: ReadableLedger, account: string): readonly string[] {
  return statement<{ payoutId: string }>(
    db,
    `SELECT payout_id AS payoutId FROM stripe_payout_check c WHERE account = ? AND state IN ('open', 'notEvaluated')
       AND EXISTS (SELECT 1 FROM stripe_payout_row r WHERE r.account = c.account AND r.payout_id = c.payout_id AND r.told_by = 'stripe')
     ORDER BY payout_id`,
  )
    .all(account)
    .map(({ payoutId }) => payoutId);
}

/** Writes how a payout stands. */
export function writePayoutVerdict(
  db: WritableLedger,
  { account, payoutId }: PayoutName,
  verdict: PayoutVerdict,
): void {
  statement(
    db,
    `UPDATE stripe_payout_check SET state = @state, why = @why, read_after = NULL, listed_count = @listedCount, listed_minor = @listedMinor,
       held_count = @heldCount, held_minor = @heldMinor, exponent = @exponent WHERE account = @account AND payout_id = @payoutId`,
  ).run({ account, payoutId, ...verdict });
}

/** Stripe will not itemise it, for a reason of its own: it counts as not evaluated. */
export function writePayoutRefusal(
  db: WritableLedger,
  { account, payoutId }: PayoutName,
  why: string,
  at: Instant,
): void {
  statement(
    db,
    `INSERT INTO stripe_payout_check (account, payout_id, state, why, asked_at, is_due) VALUES (?, ?, 'notEvaluated', ?, ?, 0)
     ON CONFLICT DO UPDATE SET state = 'notEvaluated', why = excluded.why, asked_at = excluded.asked_at, read_after = NULL, is_due = 0`,
  ).run(account, payoutId, why, at);
}

/** Keeps what differs now: what is new is written down, what is gone counts as healed from now on. */
export function keepPayoutDifferences(
  db: WritableLedger,
  { account, payoutId }: PayoutName,
  differences: readonly PayoutDifference[],
  at: Instant,
): void {
  statement(
    db,
    `UPDATE stripe_payout_difference SET healed_at = ? WHERE account = ? AND payout_id = ? AND healed_at IS NULL
       AND kind || ' ' || balance_transaction_id NOT IN (SELECT value FROM json_each(?))`,
  ).run(at, account, payoutId, JSON.stringify(differences.map(({ kind, id }) => `${kind} ${id}`)));
  for (const { id, kind, otherPayoutId } of differences)
    statement(
      db,
      `INSERT INTO stripe_payout_difference (account, payout_id, balance_transaction_id, kind, other_payout_id, found_at)
       VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ).run(account, payoutId, id, kind, otherPayoutId, at);
}
