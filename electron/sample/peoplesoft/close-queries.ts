import { prepared } from './prepared.ts';
import { columns, type QueryDefinition, type QueryValue } from './query-definition.ts';
import { ENTRY_TYPES } from './entry-types.ts';
import { SITE_QUERIES } from './site.ts';

const ENTRY_TYPE_ROWS = ENTRY_TYPES.map(([code, description]) => `('${code}', '${description}')`).join(', ');

type Parameters = Readonly<Record<string, QueryValue>>;

function query(
  definition: Omit<QueryDefinition, 'run' | 'name' | 'columns'> & {
    readonly name: string | undefined;
    readonly headings: readonly string[];
    readonly sql: string;
  },
): QueryDefinition {
  const { name = '', headings, sql, ...rest } = definition;
  return {
    ...rest,
    name,
    columns: columns(...headings),
    run: ({ books }, prompts, limit) =>
      prepared<Record<string, QueryValue>>(books, sql)
        .all({ ...prompts, limit } satisfies Parameters)
        .map((row) => Object.values(row)),
  };
}

/**
 * The general ledger: posted payments, cash on one side, receivables, or what a direct journal names, on the other; and what billing and
 * the bank's statement brought.
 */
const LEDGER_LINES = `SELECT p.deposit_bu AS unit, 'AR' || p.deposit_id AS journal, p.accounting_dt AS day, side.line AS line,
    IIF(side.line = 1, coalesce(b.account, '100000'), coalesce(misc.account, '120000')) AS account, IIF(side.line = 1, 1, -1) * p.payment_amt AS amount,
    p.payment_currency AS currency, p.payment_seq_num AS seq, 'AR' AS source
  FROM payment p JOIN deposit_control d USING (deposit_bu, deposit_id) LEFT JOIN bank_account b USING (bank_cd, bank_acct_key)
  LEFT JOIN payment_misc_dst misc USING (deposit_bu, deposit_id, payment_seq_num)
  JOIN (SELECT 1 AS line UNION ALL SELECT 2) side WHERE p.payment_status = 'P'
  UNION ALL SELECT business_unit, journal_id, journal_date, journal_line, account, monetary_amount, currency_cd, 1, source FROM journal_line`;
const LINE_NUMBER = '(seq * 2 + line - 2)';
const LINE_KEY = `unit || '|' || day || '|' || journal || '|' || printf('%06d', ${LINE_NUMBER})`;
const ACTIVITY_KEY = `a.sort_key || '|' || printf('%05d', a.item_seq_num)`;
const DEPOSIT_KEY = `deposit_bu || '|' || deposit_id`;

/** What the month-end close asks for: activity, deposits, entry types, ledger and journals. */
export const CLOSE_QUERIES: readonly QueryDefinition[] = [
  query({
    name: SITE_QUERIES.itemActivity,
    prompts: ['BUSINESS_UNIT', 'FROM_DATE', 'AFTER_KEY'],
    unitHeading: 'A.BUSINESS_UNIT',
    headings: [
      'A.BUSINESS_UNIT',
      'A.CUST_ID',
      'A.ITEM',
      'A.ITEM_LINE:number',
      'A.ITEM_SEQ_NUM:number',
      'A.ENTRY_TYPE',
      'A.ENTRY_AMT:amount',
      'A.ENTRY_CURRENCY',
      'A.ACCOUNTING_DT:date',
      'A.PAYMENT_ID',
      'A.SORT_KEY',
    ],
    sql: `SELECT i.business_unit, i.cust_id, i.item, i.item_line, a.item_seq_num, a.entry_type, a.entry_amt, i.bal_currency,
        a.accounting_dt, a.payment_id, ${ACTIVITY_KEY} AS row_key
      FROM item_activity a JOIN item i USING (sort_key)
      WHERE i.business_unit = :BUSINESS_UNIT AND a.accounting_dt >= :FROM_DATE AND ${ACTIVITY_KEY} > :AFTER_KEY
      ORDER BY row_key LIMIT :limit`,
  }),
  query({
    name: SITE_QUERIES.deposits,
    prompts: ['DEPOSIT_BU', 'FROM_DATE', 'AFTER_KEY'],
    unitHeading: 'A.DEPOSIT_BU',
    headings: [
      'A.DEPOSIT_BU',
      'A.DEPOSIT_ID',
      'A.BANK_CD',
      'A.BANK_ACCT_KEY',
      'A.CONTROL_AMT:amount',
      'A.CONTROL_CNT:number',
      'A.FORMAT_CURRENCY',
      'A.ACCOUNTING_DT:date',
      'A.DEP_POST_STATUS',
      'A.SORT_KEY',
    ],
    sql: `SELECT deposit_bu, deposit_id, bank_cd, bank_acct_key, control_amt, control_cnt, format_currency, accounting_dt,
        dep_post_status, ${DEPOSIT_KEY} AS row_key
      FROM deposit_control WHERE deposit_bu = :DEPOSIT_BU AND accounting_dt >= :FROM_DATE AND ${DEPOSIT_KEY} > :AFTER_KEY
      ORDER BY row_key LIMIT :limit`,
  }),
  query({
    name: SITE_QUERIES.entryTypes,
    prompts: ['SETID'],
    headings: ['A.ENTRY_TYPE', 'A.DESCR', 'A.EFF_STATUS'],
    sql: `SELECT t.column1 AS entry_type, t.column2 AS descr, 'A' AS eff_status FROM (VALUES ${ENTRY_TYPE_ROWS}) t
      WHERE :SETID <> '' ORDER BY entry_type LIMIT :limit`,
  }),
  query({
    name: SITE_QUERIES.accountingTemplates,
    prompts: ['SETID'],
    headings: ['A.ACCTG_TEMPLATE', 'A.DESCR', 'A.EFF_STATUS'],
    sql: `SELECT acctg_template, descr, eff_status FROM acctg_template WHERE :SETID <> '' ORDER BY acctg_template LIMIT :limit`,
  }),
  query({
    name: SITE_QUERIES.ledgerBalances,
    prompts: ['BUSINESS_UNIT', 'FISCAL_YEAR', 'ACCOUNTING_PERIOD'],
    unitHeading: 'A.BUSINESS_UNIT',
    headings: [
      'A.BUSINESS_UNIT',
      'A.ACCOUNT',
      'A.CURRENCY_CD',
      'A.FISCAL_YEAR:number',
      'A.ACCOUNTING_PERIOD:number',
      'A.POSTED_TOTAL_AMT:amount',
    ],
    sql: `SELECT unit, account, currency, CAST(:FISCAL_YEAR AS INTEGER) AS year, CAST(:ACCOUNTING_PERIOD AS INTEGER) AS period,
        SUM(amount) AS total
      FROM (${LEDGER_LINES}) WHERE unit = :BUSINESS_UNIT AND substr(day, 1, 4) = :FISCAL_YEAR
        AND CAST(substr(day, 6, 2) AS INTEGER) = CAST(:ACCOUNTING_PERIOD AS INTEGER)
      GROUP BY account, currency ORDER BY account, currency LIMIT :limit`,
  }),
  query({
    name: SITE_QUERIES.journalLines,
    prompts: ['BUSINESS_UNIT', 'FROM_DATE', 'AFTER_KEY'],
    unitHeading: 'A.BUSINESS_UNIT',
    headings: [
      'A.BUSINESS_UNIT',
      'A.JOURNAL_ID',
      'A.JOURNAL_DATE:date',
      'B.JOURNAL_LINE:number',
      'B.ACCOUNT',
      'B.MONETARY_AMOUNT:amount',
      'B.CURRENCY_CD',
      'A.SOURCE',
      'A.SORT_KEY',
    ],
    sql: `SELECT unit, journal, day, ${LINE_NUMBER} AS line_number, account, amount, currency, source, ${LINE_KEY} AS row_key
      FROM (${LEDGER_LINES}) WHERE unit = :BUSINESS_UNIT AND day >= :FROM_DATE AND ${LINE_KEY} > :AFTER_KEY
      ORDER BY row_key LIMIT :limit`,
  }),
];
