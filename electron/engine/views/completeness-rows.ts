import type { CompletenessFigure, CompletenessRows } from '../../../shared/contract/completeness-rows.ts';
import { startOfDay } from '../../../shared/domain/calendar.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { moneySql } from '../../ingest/completeness/held-by-month.ts';
import { nextMonth } from '../../ingest/completeness/held-edges.ts';
import { isFamily } from '../../ingest/completeness/stripe-families.ts';
import { FAMILY_TABLES } from '../../ingest/completeness/witness-rule.ts';
import { witnessRule } from '../../ingest/completeness/witness-rules.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { payoutFigure, payoutsFigure } from './completeness-payout-rows.ts';
import { rowsOf, type RowsQuery } from './completeness-rows-query.ts';
import { originWords } from './completeness-waiting.ts';

interface Asked {
  readonly account: string;
  readonly of: CompletenessFigure;
}

/** The rows behind one figure of completeness, with their count and sums; the latest 200 of them. */
export const readCompletenessRows = defineRead(
  'views.completenessRows',
  (db, { account, of }: Asked): CompletenessRows => {
    switch (of.figure) {
      case 'held':
        return of.month === null ? allHeld(db, account, of.type) : heldInMonth(db, account, of.type, of.month, of.zone);
      case 'listed':
        return listed(db, account, of.type, of.month);
      case 'missing':
        return missing(db, account, of.type, of.month);
      case 'refused':
        return refused(db, account, of.type, of.month);
      case 'balance':
        return balance(db, account, of.balanceType, of.currency);
      case 'report':
        return report(db, of);
      case 'payout':
        return payoutFigure(db, account, of.payoutId);
      case 'payouts':
        return payoutsFigure(db, account, of.state);
      case 'waiting':
        return waiting(db, account, of.failed);
      case 'events':
        return of.refused ? refused(db, account, 'event', null) : events(db, account);
    }
  },
  { bulk: true },
);

/** Rows of Stripe's balance, each with what it is of. */
const MOVED_SQL = `SELECT b.balance_transaction_id AS id, 'balance_transaction' AS type, b.created_at AS at, b.net_minor AS minor, b.exponent,
  b.currency, replace(b.reporting_category, '_', ' ') || coalesce(' ' || b.source_id, '') AS text FROM stripe_balance_transaction b`;
const NOTHING: CompletenessRows = { count: 0, sums: [], note: null, rows: [] };

function familySelect(type: string): string | null {
  if (!isFamily(type)) return null;
  const { table, id, created } = FAMILY_TABLES[type];
  const money = moneySql(type);
  return `SELECT o.${id} AS id, '${type}' AS type, o.${created} AS at, ${money.sum} AS minor, ${money.exponent} AS exponent,
    nullif(${money.currency}, '') AS currency, NULL AS text FROM ${table} o`;
}

/** Everything held of a family, also what tells of no month. */
function allHeld(db: ReadableLedger, account: string, type: string): CompletenessRows {
  const select = familySelect(type);
  if (select === null || !isFamily(type)) return NOTHING;
  const held = `EXISTS (SELECT 1 FROM source_object s WHERE s.system = 'stripe' AND s.account = @account AND s.object_type = '${type}'
    AND s.object_id = o.${FAMILY_TABLES[type].id})`;
  return rowsOf(db, { sql: `${select} WHERE o.account = @account AND ${held}`, args: { account } });
}

function heldInMonth(
  db: ReadableLedger,
  account: string,
  type: string,
  month: string,
  zone: string | null,
): CompletenessRows {
  const from = startOfDay(`${month}-01`, zone ?? 'UTC');
  const to = startOfDay(`${nextMonth(month)}-01`, zone ?? 'UTC');
  return heldBetween(db, account, type, from, to);
}

function heldBetween(db: ReadableLedger, account: string, type: string, from: string, to: string): CompletenessRows {
  const select = familySelect(type);
  if (select === null || !isFamily(type)) return NOTHING;
  const { created } = FAMILY_TABLES[type];
  const sql = `${select} WHERE o.account = @account AND o.${created} >= @from AND o.${created} < @to`;
  return rowsOf(db, { sql, args: { account, from, to } });
}

/** What is held of what the last whole list spoke of; what that list counted is kept as a count. */
function listed(db: ReadableLedger, account: string, type: string, month: string | null): CompletenessRows {
  const select = familySelect(type);
  if (select === null || !isFamily(type)) return NOTHING;
  const { created } = FAMILY_TABLES[type];
  const ofMonth = month === null ? '' : ' AND l.month = @month';
  const sql = `${select} WHERE o.account = @account AND EXISTS (SELECT 1 FROM stripe_listed l WHERE l.account = @account
    AND l.object_type = '${type}' AND l.state = 'whole'${ofMonth} AND l.month = substr(o.${created}, 1, 7)
    AND o.${created} >= l.from_at AND o.${created} <= (SELECT max(n.to_at) FROM stripe_listed n WHERE n.account = l.account
      AND n.object_type = l.object_type AND n.state = 'whole' AND n.month = l.month))`;
  const note = 'Stripe’s last whole list is kept as counts and sums; these are the rows held of the time it spoke of.';
  return rowsOf(db, { sql, args: month === null ? { account } : { account, month }, note });
}

function missing(db: ReadableLedger, account: string, type: string, month: string | null): CompletenessRows {
  const ofMonth = month === null ? '' : ' AND month = @month';
  const sql = `SELECT object_id AS id, object_type AS type, min(found_at) AS at, 0 AS minor, 0 AS exponent, NULL AS currency,
      witness || ' ' || witness_type || ' ' || witness_id || iif(healed_by = 'absent', ' absent', ' open') AS text
    FROM stripe_gap WHERE account = @account AND object_type = @type${ofMonth} AND (healed_at IS NULL OR healed_by = 'absent') GROUP BY object_id`;
  const found = rowsOf(db, { sql, args: month === null ? { account, type } : { account, type, month } });
  return { ...found, rows: found.rows.map((row) => ({ ...row, text: proofWords(row.text ?? '') })) };
}

function proofWords(text: string): string {
  const [rule = '', witnessType = '', witnessId = '', state] = text.split(' ');
  const words = `${witnessType.replaceAll('_', ' ')} ${witnessId} ${witnessRule(rule)?.words ?? 'names it'}`;
  return state === 'absent' ? `${words}; Stripe does not know it` : words;
}

function refused(db: ReadableLedger, account: string, type: string, month: string | null): CompletenessRows {
  const sql = `SELECT object_id AS id, object_type AS type, last_seen_at AS at, 0 AS minor, 0 AS exponent, NULL AS currency, reason AS text
    FROM refused_object WHERE system = 'stripe' AND account = @account AND object_type = @type AND resolved_at IS NULL`;
  const note = month === null ? null : 'All months: what cannot be read does not always tell when it was created.';
  return rowsOf(db, { sql, args: { account, type }, note });
}

/** The rows between the opening and the closing of a balance that is held against them. */
function balance(db: ReadableLedger, account: string, balanceType: string, currency: string): CompletenessRows {
  const sql = `${MOVED_SQL} JOIN stripe_balance_proof p ON p.account = b.account AND p.balance_type = b.balance_type
    AND p.currency = b.currency WHERE b.account = @account AND b.balance_type = @balanceType AND b.currency = @currency
    AND b.created_at > p.from_at AND b.created_at <= p.to_at`;
  return rowsOf(db, { sql, args: { account, balanceType, currency } });
}

/** The rows of what a report states: of its period, or for a balance all that was before it. */
function report(
  db: ReadableLedger,
  { importId, category, currency }: Extract<CompletenessFigure, { figure: 'report' }>,
): CompletenessRows {
  const proof = statement<{ account: string; from: Instant; to: Instant; balanceType: string }>(
    db,
    `SELECT (SELECT min(account) FROM stripe_report_balance b WHERE b.import_id = p.import_id) AS account, from_at AS "from", to_at AS "to",
       balance_type AS balanceType FROM stripe_report_proof p WHERE import_id = ? AND category = ? AND currency = ?`,
  ).get(importId, category, currency);
  if (proof === undefined) return NOTHING;
  const { account, from, to, balanceType } = proof;
  const isPayout = "b.reporting_category IN ('payout', 'payout_reversal')";
  const where: Readonly<Record<string, string>> = {
    starting_balance: 'b.created_at < @from',
    ending_balance: 'b.created_at < @to',
    activity: `b.created_at >= @from AND b.created_at < @to AND NOT ${isPayout}`,
    payouts: `b.created_at >= @from AND b.created_at < @to AND ${isPayout}`,
  };
  const sql = `${MOVED_SQL} WHERE b.account = @account AND b.balance_type = @balanceType AND b.currency = @currency
    AND ${where[category] ?? '0'}`;
  return rowsOf(db, { sql, args: { account, balanceType, currency, from, to } });
}

function waiting(db: ReadableLedger, account: string, failed: boolean): CompletenessRows {
  const sql = `SELECT object_id AS id, object_type AS type, noted_at AS at, 0 AS minor, 0 AS exponent, NULL AS currency,
      reason || char(10) || tries || char(10) || coalesce(last_error, '') AS text
    FROM stripe_hint WHERE account = @account${failed ? ' AND tries > 0' : ''}`;
  const query: RowsQuery = { sql, args: { account }, oldestFirst: true };
  const found = rowsOf(db, query);
  return { ...found, rows: found.rows.map((row) => ({ ...row, text: hintWords(row.text ?? '') })) };
}

function hintWords(text: string): string {
  const [reason = '', tries = '0', ...error] = text.split('\n');
  const words = originWords(reason, null, null);
  if (tries === '0') return words;
  return `${words}; asked for in vain ${tries === '1' ? 'once' : `${tries} times`}: ${error.join(' ')}`;
}

function events(db: ReadableLedger, account: string): CompletenessRows {
  const sql = `SELECT event_id AS id, 'event' AS type, created_at AS at, 0 AS minor, 0 AS exponent, NULL AS currency,
      event_type || coalesce(' ' || object_id, '') AS text FROM stripe_event WHERE account = @account`;
  return rowsOf(db, { sql, args: { account } });
}
