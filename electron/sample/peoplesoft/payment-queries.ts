import type { Books } from './books-schema.ts';
import { prepared } from './prepared.ts';
import { columns, listPrompt, type QueryDefinition, type QueryValue } from './query-definition.ts';
import { SITE_QUERIES } from './site.ts';

const MOST_PAYMENT_IDS = 1_000;

/**
 * One row a payment and item: the references a payment came with, and once it is applied what it was applied to. A
 * payment without any has one row with blank REF_ columns. PAYMENT_STATUS: U unapplied, W worksheet, A applied, P
 * posted, E group in error.
 */
const PAYMENT_COLUMNS = columns(
  'A.DEPOSIT_BU',
  'A.DEPOSIT_ID',
  'A.PAYMENT_SEQ_NUM:number',
  'A.PAYMENT_ID',
  'A.PAYMENT_AMT:amount',
  'A.PAYMENT_CURRENCY',
  'A.ACCOUNTING_DT:date',
  'B.BANK_CD',
  'B.BANK_ACCT_KEY',
  'B.OPRID',
  'A.COMMENTS',
  'A.PAYMENT_STATUS',
  'A.STATUS_TEXT',
  'C.REF_BUSINESS_UNIT',
  'C.REF_CUST_ID',
  'C.REF_ITEM',
  'C.REF_ITEM_LINE:number',
  'C.REF_AMT:amount',
  'A.SORT_KEY',
  'A.DIRECT_JOURNAL',
  'A.ACCTG_TEMPLATE',
  'PAYMENT_CUST_ID',
);
const PAYMENT_FIELDS = `p.deposit_bu, p.deposit_id, p.payment_seq_num, p.payment_id, p.payment_amt, p.payment_currency, p.accounting_dt,
  d.bank_cd, d.bank_acct_key, d.oprid, p.x_external_id, p.payment_status, p.status_text, i.business_unit, i.cust_id, i.item,
  i.item_line, COALESCE(i.applied_amt, i.pay_amt) AS ref_amt,
  p.sort_key || '|' || printf('%05d', COALESCE(i.id_seq_num, 0)) AS row_key, p.misc_payment, p.acctg_template,
  (SELECT c.cust_id FROM payment_id_cust c WHERE (c.deposit_bu, c.deposit_id, c.payment_seq_num) = (p.deposit_bu, p.deposit_id, p.payment_seq_num)
   ORDER BY c.id_seq_num LIMIT 1) AS payment_cust_id, i.applied_key`;
const PAYMENT_JOINS = `JOIN deposit_control d USING (deposit_bu, deposit_id)
  LEFT JOIN payment_id_item i USING (deposit_bu, deposit_id, payment_seq_num)`;

const APPLIED_KEY_AT = 22;
const REFERENCE_AT = 13;

/**
 * Payments of a deposit business unit from an accounting date on: rows whose SORT_KEY is greater than AFTER_KEY, in its
 * order.
 */
const PAYMENTS: QueryDefinition = {
  name: SITE_QUERIES.payments,
  prompts: ['DEPOSIT_BU', 'FROM_DATE', 'AFTER_KEY'],
  columns: PAYMENT_COLUMNS,
  unitHeading: 'A.DEPOSIT_BU',
  run: ({ books, visibleUntilMs }, { DEPOSIT_BU: unit = '', FROM_DATE: from = '', AFTER_KEY: after = '' }, limit) => {
    const afterPayment = after.slice(0, Math.max(0, after.lastIndexOf('|')));
    const low = `${unit}|`;
    return paymentRows(
      books,
      `SELECT ${PAYMENT_FIELDS} FROM payment p INDEXED BY payment_sort ${PAYMENT_JOINS}
       WHERE p.sort_key >= :low AND p.sort_key < :high AND p.accounting_dt >= :from AND p.saved_at_ms <= :visible
         AND row_key > :after ORDER BY p.sort_key, i.id_seq_num LIMIT :limit`,
      { low: afterPayment > low ? afterPayment : low, high: `${unit}}`, from, visible: visibleUntilMs, after, limit },
    );
  },
};

/** Payments by a list of payment ids joined by ';', every row of each: several payments may share an id. */
const PAYMENTS_BY_ID: QueryDefinition = {
  name: SITE_QUERIES.paymentsById,
  prompts: ['DEPOSIT_BU', 'PAYMENT_IDS'],
  columns: PAYMENT_COLUMNS,
  unitHeading: 'A.DEPOSIT_BU',
  run: ({ books, visibleUntilMs }, { DEPOSIT_BU: unit = '', PAYMENT_IDS: list }, limit) =>
    paymentRows(
      books,
      `SELECT ${PAYMENT_FIELDS} FROM payment p ${PAYMENT_JOINS}
       WHERE p.payment_id IN (SELECT value FROM json_each(:ids)) AND p.deposit_bu = :unit AND p.saved_at_ms <= :visible
       ORDER BY p.sort_key, i.id_seq_num LIMIT :limit`,
      { unit, ids: idsPrompt(list), visible: visibleUntilMs, limit },
    ),
};

/** Payments still in the loader's staging table. */
const STAGING: QueryDefinition = {
  name: SITE_QUERIES.staging,
  prompts: ['DEPOSIT_BU', 'PAYMENT_IDS'],
  columns: columns('A.PAYMENT_ID'),
  run: ({ books }, { DEPOSIT_BU: unit = '', PAYMENT_IDS: list }, limit) =>
    plainRows(books, 'payment_id', 'payment_staging', { unit, ids: idsPrompt(list), limit }),
};

/** Payments the loader refused, with its message. */
const LOAD_ERRORS: QueryDefinition = {
  name: SITE_QUERIES.loadErrors,
  prompts: ['DEPOSIT_BU', 'PAYMENT_IDS'],
  columns: columns('A.PAYMENT_ID', 'A.MESSAGE_TEXT'),
  run: ({ books }, { DEPOSIT_BU: unit = '', PAYMENT_IDS: list }, limit) =>
    plainRows(books, 'payment_id, message_text', 'load_error', { unit, ids: idsPrompt(list), limit }),
};

export const PAYMENT_QUERIES: readonly QueryDefinition[] = [PAYMENTS, PAYMENTS_BY_ID, STAGING, LOAD_ERRORS];

/** Payment ids are stored in capitals by the deposit service, as typed by people: both spellings are asked for. */
function idsPrompt(list: string | undefined): string {
  const ids = listPrompt(list, MOST_PAYMENT_IDS);
  return JSON.stringify([...new Set(ids.flatMap((id) => [id, id.toUpperCase()]))]);
}

function plainRows(
  books: Books,
  fields: string,
  table: string,
  parameters: Readonly<Record<string, QueryValue>>,
): QueryValue[][] {
  return prepared<Record<string, QueryValue>>(
    books,
    `SELECT ${fields} FROM ${table} WHERE deposit_bu = :unit AND payment_id IN (SELECT value FROM json_each(:ids)) LIMIT :limit`,
  )
    .all(parameters)
    .map((row) => Object.values(row));
}

function paymentRows(books: Books, sql: string, parameters: Readonly<Record<string, QueryValue>>): QueryValue[][] {
  return prepared<Record<string, QueryValue>>(books, sql)
    .all(parameters)
    .map((row) => withAppliedItem(Object.values(row)));
}

function withAppliedItem(values: QueryValue[]): QueryValue[] {
  const appliedKey = values[APPLIED_KEY_AT];
  const row = values.slice(0, APPLIED_KEY_AT);
  if (typeof appliedKey === 'string') row.splice(REFERENCE_AT, 4, ...appliedKey.split('|'));
  return row;
}
