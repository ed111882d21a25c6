import type { PeopleSoftProfile } from '../../../../shared/contract/profile.ts';

/** The queries a site's administrator creates for Tieout, by their key in the profile (`queries`). */
export const QUERY_KEYS = [
  'customers',
  'openItems',
  'itemsByKey',
  'customersById',
  'payments',
  'paymentsById',
  'staging',
  'loadErrors',
  'bankAccounts',
  'openPeriods',
  'batchStatus',
] as const;
export type QueryKey = (typeof QUERY_KEYS)[number];

export interface QueryPrompt {
  /** Unique prompt name, exactly as PeopleSoft Query spells it (it is case-sensitive). */
  readonly name: string;
  readonly meaning: string;
}
export interface QueryColumn {
  /** Field name without the record alias: `A.CUST_ID` is found as `CUST_ID`. An expression column gets this as its unique field name. */
  readonly field: string;
  readonly meaning: string;
}
export interface QueryDefinition {
  readonly purpose: string;
  readonly prompts: readonly QueryPrompt[];
  readonly columns: readonly QueryColumn[];
  /** A list is read page by page: it has the AFTER_KEY prompt and the SORT_KEY column, and comes ordered by it. */
  readonly isList: boolean;
}

export const AFTER_KEY = 'AFTER_KEY';
export const SORT_KEY = 'SORT_KEY';
/** Most keys in one prompt value of a by-key query. */
export const KEYS_PER_QUERY = 50;
/** Between the keys of one prompt value, and between the parts of one key. */
export const KEY_SEPARATOR = ';';
export const PART_SEPARATOR = '|';

const column = (field: string, meaning: string): QueryColumn => ({ field, meaning });
const prompt = (name: string, meaning: string): QueryPrompt => ({ name, meaning });

const CUSTOMER_COLUMNS = [
  column('SETID', 'SetID of the customer'),
  column('CUST_ID', 'customer id'),
  column('NAME1', 'name'),
  column('CUST_STATUS', 'A active, I inactive, T template'),
];
const ITEM_COLUMNS = [
  column('BUSINESS_UNIT', 'business unit of the item'),
  column('CUST_ID', 'customer id'),
  column('ITEM', 'item id'),
  column('ITEM_LINE', 'line of the item'),
  column('ITEM_STATUS', 'O open, C closed'),
  column('BAL_AMT', 'open balance'),
  column('BAL_CURRENCY', 'currency of balance and original amount'),
  column('ORIG_ITEM_AMT', 'original amount'),
  column('ITEM_DT', 'accounting date of the item'),
  column('DUE_DT', 'due date, may be blank'),
  column('PO_REF', 'purchase order reference, may be blank'),
  column('ENTRY_TYPE', 'entry type'),
];
const PAYMENT_COLUMNS = [
  column('DEPOSIT_BU', 'deposit business unit'),
  column('DEPOSIT_ID', 'deposit id'),
  column('PAYMENT_SEQ_NUM', 'sequence of the payment in its deposit'),
  column('PAYMENT_ID', 'payment id'),
  column('PAYMENT_AMT', 'amount'),
  column('PAYMENT_CURRENCY', 'currency of the amount and of what is applied'),
  column('ACCOUNTING_DT', 'accounting date'),
  column('BANK_CD', 'bank code'),
  column('BANK_ACCT_KEY', 'bank account key'),
  column('OPRID', 'user who entered it'),
  column('COMMENTS', 'the field that keeps the whole Stripe id; else the comment'),
  column('PAYMENT_STATUS', 'U unapplied, W on a worksheet, A applied and set to post, P posted, E error'),
  column('STATUS_TEXT', 'words to the status, may be blank'),
  column('REF_BUSINESS_UNIT', 'business unit of the item applied or referenced; blank when there is none'),
  column('REF_CUST_ID', 'its customer'),
  column('REF_ITEM', 'its item'),
  column('REF_ITEM_LINE', 'its line'),
  column('REF_AMT', 'amount applied to it'),
];

const after = prompt(AFTER_KEY, 'rows with SORT_KEY > this value; empty for the first page');
const sortKey = column(SORT_KEY, 'expression: the keys of the row joined by |; the order of the rows');
const list = (purpose: string, prompts: readonly QueryPrompt[], columns: readonly QueryColumn[]): QueryDefinition => ({
  purpose,
  prompts: [...prompts, after],
  columns: [...columns, sortKey],
  isList: true,
});
const byKey = (purpose: string, prompts: readonly QueryPrompt[], columns: readonly QueryColumn[]): QueryDefinition => ({
  purpose,
  prompts,
  columns,
  isList: false,
});

const DEPOSIT_BU = prompt('DEPOSIT_BU', 'deposit business unit');
const PAYMENT_IDS = prompt('PAYMENT_IDS', `up to ${KEYS_PER_QUERY} payment ids joined by ;`);
const SETID = prompt('SETID', 'SetID of the customers');

/**
 * What each query must offer. This is the set the administrator creates in PeopleSoft Query and grants to the integration
 * user; names of the queries themselves are free and stand in the profile.
 */
export const QUERY_DEFINITIONS: Readonly<Record<QueryKey, QueryDefinition>> = {
  customers: list('all customers of a SetID', [SETID], CUSTOMER_COLUMNS),
  openItems: list('open items of a business unit', [prompt('BUSINESS_UNIT', 'business unit')], ITEM_COLUMNS),
  payments: list(
    'payments of a deposit business unit from a date on, one row a payment and item',
    [DEPOSIT_BU, prompt('FROM_DATE', 'accounting date not before this day, YYYY-MM-DD')],
    PAYMENT_COLUMNS,
  ),
  itemsByKey: byKey(
    'items by key, open or closed',
    [prompt('ITEM_KEYS', `up to ${KEYS_PER_QUERY} keys BUSINESS_UNIT|CUST_ID|ITEM|ITEM_LINE joined by ;`)],
    ITEM_COLUMNS,
  ),
  customersById: byKey(
    'customers by id',
    [SETID, prompt('CUST_IDS', `up to ${KEYS_PER_QUERY} customer ids joined by ;`)],
    CUSTOMER_COLUMNS,
  ),
  paymentsById: byKey('payments by payment id, one row a payment and item', [DEPOSIT_BU, PAYMENT_IDS], PAYMENT_COLUMNS),
  staging: byKey(
    'payments still in the staging tables of the payment loader',
    [DEPOSIT_BU, PAYMENT_IDS],
    [column('PAYMENT_ID', 'payment id')],
  ),
  loadErrors: byKey(
    'payments the loader refused',
    [DEPOSIT_BU, PAYMENT_IDS],
    [column('PAYMENT_ID', 'payment id'), column('MESSAGE_TEXT', 'why')],
  ),
  bankAccounts: byKey(
    'bank accounts with their cash accounts, one row an account',
    [prompt('BANK_CD', 'bank code'), prompt('BANK_ACCT_KEY', 'bank account key')],
    [
      column('BANK_CD', 'bank code'),
      column('BANK_ACCT_KEY', 'bank account key'),
      column('CURRENCY_CD', 'currency; blank when it takes any'),
      column('ACCT_STATUS', 'A active, I inactive'),
      column('ACCOUNT', 'cash account its deposits are booked to'),
    ],
  ),
  openPeriods: byKey(
    'whether Receivables accepts a date',
    [prompt('BUSINESS_UNIT', 'business unit'), prompt('ACCOUNTING_DT', 'the day, YYYY-MM-DD')],
    [column('BUSINESS_UNIT', 'business unit'), column('ACCOUNTING_DT', 'the day'), column('OPEN_FLAG', 'Y or N')],
  ),
  batchStatus: byKey(
    'Receivables Update',
    [],
    [
      column('LAST_RUN_DTTM', 'when it last ended; blank when it never ran'),
      column('GROUPS_IN_ERROR', 'number of groups it could not post'),
    ],
  ),
};

/** Columns a query must offer at this site: the definition, and the Stripe id where the profile names a column for it. */
export function requiredColumns(key: QueryKey, queries: PeopleSoftProfile['queries']): readonly string[] {
  const fields = QUERY_DEFINITIONS[key].columns.map((one) => one.field);
  const isCustomers = key === 'customers' || key === 'customersById';
  return isCustomers && queries.externalIdField !== undefined ? [...fields, fieldOf(queries.externalIdField)] : fields;
}

/** Field of a column name: PeopleSoft Query puts the record's alias before it (`A.CUST_ID`). */
export function fieldOf(column: string): string {
  return column.slice(column.lastIndexOf('.') + 1).toUpperCase();
}
