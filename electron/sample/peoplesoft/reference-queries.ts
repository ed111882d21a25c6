import { readSite, type Books } from './books-schema.ts';
import { prepared } from './prepared.ts';
import { columns, listPrompt, type QueryDefinition, type QueryValue } from './query-definition.ts';
import { SITE_QUERIES } from './site.ts';

const MOST_IDS = 1_000;

function rowsOf(books: Books, sql: string, parameters: Readonly<Record<string, QueryValue>>): QueryValue[][] {
  return prepared<Record<string, QueryValue>>(books, sql)
    .all(parameters)
    .map((row) => Object.values(row));
}

const CUSTOMER_COLUMNS = columns(
  'A.SETID',
  'A.CUST_ID',
  'A.NAME1',
  'A.CUST_STATUS',
  'A.X_STRIPE_ID',
  'A.SORT_KEY',
  'B.ADDRESS1',
  'B.ADDRESS2',
  'B.CITY',
  'B.STATE',
  'B.POSTAL',
  'B.COUNTRY',
  'C.PHONE',
  'C.EMAILID',
  'D.VAT_RGSTRN_ID',
  'TAX_ID',
  'OTHER_NAME',
  'A.X_CRM_ACCT',
);
/** A customer with its first address, contact and registration, blank where it has none. */
const CUSTOMER_SELECT = `SELECT a.setid, a.cust_id, a.name1, a.cust_status, a.x_stripe_id, a.setid || '|' || a.cust_id AS sort_key,
    coalesce(b.address1, '') AS address1, coalesce(b.address2, '') AS address2, coalesce(b.city, '') AS city, coalesce(b.state, '') AS state,
    coalesce(b.postal, '') AS postal, coalesce(b.country, '') AS country, coalesce(c.phone, '') AS phone, coalesce(c.email, '') AS email,
    coalesce((SELECT vat_rgstrn_id FROM cust_vat_reg d WHERE d.setid = a.setid AND d.cust_id = a.cust_id LIMIT 1), '') AS vat,
    coalesce((SELECT std_id_num FROM cust_id_nbrs e WHERE e.setid = a.setid AND e.cust_id = a.cust_id AND e.std_id_num_qual = 'TAX'), '') AS tax,
    a.name2, a.x_crm_acct
  FROM customer a
    LEFT JOIN cust_address b ON b.setid = a.setid AND b.cust_id = a.cust_id AND b.address_seq_num = 1
    LEFT JOIN cust_contact c ON c.setid = a.setid AND c.cust_id = a.cust_id AND c.cntct_seq_num = 1`;

/**
 * Customers of a SetID, a page at a time: rows whose SORT_KEY (`SETID|CUST_ID`) is greater than AFTER_KEY, in its
 * order.
 */
const CUSTOMERS: QueryDefinition = {
  name: SITE_QUERIES.customers,
  prompts: ['SETID', 'AFTER_KEY'],
  columns: CUSTOMER_COLUMNS,
  run: ({ books }, { SETID: setid = '', AFTER_KEY: after = '' }, limit) => {
    const prefix = `${setid}|`;
    const afterCustomer = after.startsWith(prefix) ? after.slice(prefix.length) : '';
    const sql = `${CUSTOMER_SELECT} WHERE a.setid = :setid AND a.cust_id > :after ORDER BY a.cust_id LIMIT :limit`;
    return rowsOf(books, sql, { setid, after: afterCustomer, limit });
  },
};

/** Customers by a list of ids joined by ';'. */
const CUSTOMERS_BY_ID: QueryDefinition = {
  name: SITE_QUERIES.customersById,
  prompts: ['SETID', 'CUST_IDS'],
  columns: CUSTOMER_COLUMNS,
  run: ({ books }, { SETID: setid = '', CUST_IDS: ids }, limit) => {
    const sql = `${CUSTOMER_SELECT} WHERE a.setid = :setid AND a.cust_id IN (SELECT value FROM json_each(:ids)) ORDER BY a.cust_id LIMIT :limit`;
    return rowsOf(books, sql, { setid, ids: JSON.stringify(listPrompt(ids, MOST_IDS)), limit });
  },
};

/** Bank accounts; a blank prompt means any. */
const BANK_ACCOUNTS: QueryDefinition = {
  name: SITE_QUERIES.bankAccounts,
  prompts: ['BANK_CD', 'BANK_ACCT_KEY'],
  columns: columns('A.BANK_CD', 'A.BANK_ACCT_KEY', 'A.CURRENCY_CD', 'A.ACCT_STATUS', 'A.ACCOUNT'),
  run: ({ books }, { BANK_CD: bank = '', BANK_ACCT_KEY: account = '' }, limit) =>
    rowsOf(
      books,
      `SELECT bank_cd, bank_acct_key, currency_cd, acct_status, account FROM bank_account
       WHERE :bank IN ('', bank_cd) AND :account IN ('', bank_acct_key) ORDER BY bank_cd, bank_acct_key LIMIT :limit`,
      { bank, account, limit },
    ),
};

/** Whether one date can be booked in a business unit; no row for an unknown unit. */
const OPEN_PERIODS: QueryDefinition = {
  name: SITE_QUERIES.openPeriods,
  prompts: ['BUSINESS_UNIT', 'ACCOUNTING_DT'],
  columns: columns('A.BUSINESS_UNIT', 'A.ACCOUNTING_DT:date', 'A.OPEN_FLAG'),
  unitHeading: 'A.BUSINESS_UNIT',
  run: ({ books }, { BUSINESS_UNIT: unit = '', ACCOUNTING_DT: date = '' }, limit) =>
    rowsOf(
      books,
      `SELECT business_unit, :date AS accounting_dt, COALESCE((SELECT open_flag FROM open_period p
         WHERE p.business_unit = b.business_unit AND :date BETWEEN from_dt AND to_dt), 'N') AS open_flag
       FROM business_unit b WHERE business_unit = :unit LIMIT :limit`,
      { unit, date, limit },
    ),
};

/** Receivables Update runs here at six in the morning and in the evening, UTC, and whenever work waits. */
const BATCH_HOURS = [6, 18, 30] as const;

function nextRun(nowMs: number): string {
  const midnightMs = Math.floor(nowMs / 86_400_000) * 86_400_000;
  const dueMs = BATCH_HOURS.map((hour) => midnightMs + hour * 3_600_000).find((ms) => ms > nowMs) ?? nowMs;
  return dateTime(dueMs);
}

function dateTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+0000`;
}

/** When Receivables Update last ran and is due, and how many groups it left in error. */
const BATCH_STATUS: QueryDefinition = {
  name: SITE_QUERIES.batchStatus,
  prompts: [],
  columns: columns('A.LAST_RUN_DTTM', 'A.NEXT_RUN_DTTM', 'A.GROUPS_IN_ERROR:number'),
  run: ({ books, nowMs }) => {
    const lastRunMs = Number(readSite(books, 'last_run_ms') ?? '0');
    const errors = prepared<{ n: number }>(
      books,
      `SELECT COUNT(*) AS n FROM group_control WHERE post_status = 'E'`,
    ).get();
    return [[dateTime(lastRunMs), nextRun(nowMs), errors?.n ?? 0]];
  },
};

/** Which database this is: name, environment GUID, local node and the number of its latest process. */
const DATABASE: QueryDefinition = {
  name: SITE_QUERIES.database ?? '',
  prompts: [],
  columns: columns('A.DBNAME', 'A.GUID', 'A.LOCAL_NODE', 'A.LAST_INSTANCE:number'),
  run: ({ books, database: { databaseName, environmentGuid, node } }) => [
    [databaseName, environmentGuid, node, Number(readSite(books, 'process_instance') ?? '0')],
  ],
};

export const REFERENCE_QUERIES: readonly QueryDefinition[] = [
  CUSTOMERS,
  CUSTOMERS_BY_ID,
  BANK_ACCOUNTS,
  OPEN_PERIODS,
  BATCH_STATUS,
  DATABASE,
];
