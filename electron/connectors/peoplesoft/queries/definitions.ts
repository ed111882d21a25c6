import type { PeopleSoftProfile } from '../../../../shared/contract/profile.ts';
import { CUSTOMER_COLUMNS, PARTICULAR_COLUMNS } from './customer-columns.ts';
import { OPTIONAL_DEFINITIONS } from './optional-definitions.ts';
import {
  BUSINESS_UNIT,
  column,
  define,
  defineList,
  DEPOSIT_BU,
  FROM_DATE,
  KEYS_PER_QUERY,
  optionalColumn,
  PAYMENT_CUST_ID,
  prompt,
  SETID,
  type QueryDefinition,
} from './query-definition.ts';

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
  optionalColumn(
    'DIRECT_JOURNAL',
    'Y where the payment is journalled directly; without it no direct journal is confirmed',
  ),
  optionalColumn('ACCTG_TEMPLATE', 'its accounting template or distribution code, blank for others'),
  optionalColumn(
    PAYMENT_CUST_ID,
    'expression: customer whose account keeps the cash that is on no item; without it no payment that leaves cash on account is confirmed',
  ),
];

const PAYMENT_IDS = prompt('PAYMENT_IDS', `up to ${KEYS_PER_QUERY} payment ids joined by ;`);
const PAYMENT_HINT =
  'PAYMENT joined to DEPOSIT_CONTROL and, by an outer join, to the items applied (ITEM_ACTIVITY) or, while unapplied, referenced (PAYMENT_ID_ITEM); DIRECT_JOURNAL: MISC_PAYMENT, and then P only where its accounting entries are complete and posted; PAYMENT_CUST_ID: CUST_ID of the item the cash on account became, before that of the first row of PAYMENT_ID_CUST';

/** Queries every site needs. */
const REQUIRED_DEFINITIONS = {
  customers: defineList({
    purpose: 'all customers of a SetID',
    prompts: [SETID],
    columns: [...CUSTOMER_COLUMNS, ...PARTICULAR_COLUMNS],
    without: 'Without it no Stripe customer can be linked and nothing is matched.',
    hint: 'CUSTOMER, all statuses; SORT_KEY = SETID|CUST_ID. For the optional columns, each by an outer join that finds one row at most: CUST_ADDRESS (by ADDRESS_SEQ_NUM of CUSTOMER, the row in effect), telephone and mail of the contact bills go to, VAT_RGSTRN_ID of CUST_VAT_REG in the country of the address, NAME2 for OTHER_NAME.',
  }),
  openItems: defineList({
    purpose: 'open items of a business unit',
    prompts: [BUSINESS_UNIT],
    columns: ITEM_COLUMNS,
    without: 'Without it there is nothing to match charges to.',
    hint: "ITEM where ITEM_STATUS = 'O'; SORT_KEY = BUSINESS_UNIT|CUST_ID|ITEM|ITEM_LINE.",
  }),
  payments: defineList({
    purpose: 'payments of a deposit business unit from a date on, one row a payment and item',
    prompts: [DEPOSIT_BU, FROM_DATE],
    columns: PAYMENT_COLUMNS,
    without: 'Without it receipts that were keyed by hand are not found and would be posted a second time.',
    hint: `${PAYMENT_HINT}; SORT_KEY = DEPOSIT_BU|DEPOSIT_ID|PAYMENT_SEQ_NUM|sequence of the item, numbers with leading zeros.`,
  }),
  itemsByKey: define({
    purpose: 'items by key, open or closed',
    prompts: [prompt('ITEM_KEYS', `up to ${KEYS_PER_QUERY} keys BUSINESS_UNIT|CUST_ID|ITEM|ITEM_LINE joined by ;`)],
    columns: ITEM_COLUMNS,
    without: 'Without it items cannot be checked just before sending, so nothing is sent.',
    hint: "ITEM of any status, one criterion: INSTR(';' || :1 || ';', ';' || the four keys joined by | || ';') > 0.",
  }),
  customersById: define({
    purpose: 'customers by id',
    prompts: [SETID, prompt('CUST_IDS', `up to ${KEYS_PER_QUERY} customer ids joined by ;`)],
    columns: CUSTOMER_COLUMNS,
    without: 'Without it customers cannot be checked just before sending, so nothing is sent.',
    hint: "CUSTOMER of any status: INSTR(';' || :2 || ';', ';' || CUST_ID || ';') > 0.",
  }),
  paymentsById: define({
    purpose: 'payments by payment id, one row a payment and item',
    prompts: [DEPOSIT_BU, PAYMENT_IDS],
    columns: PAYMENT_COLUMNS,
    without: 'Without it an unknown outcome cannot be read back, so it stays unknown and nothing is confirmed.',
    hint: `${PAYMENT_HINT}: INSTR(';' || :2 || ';', ';' || PAYMENT_ID || ';') > 0, compared without case.`,
  }),
  staging: define({
    purpose: 'payments still in the staging tables of the payment loader',
    prompts: [DEPOSIT_BU, PAYMENT_IDS],
    columns: [column('PAYMENT_ID', 'payment id')],
    without: 'Without it a payment on its way into PeopleSoft looks absent, so unknown outcomes stay unknown.',
    hint: 'AR_PAYMENT_EC (and PAYMENT_EXCEL where spreadsheets are loaded), not yet taken by AR_PAYLOAD.',
  }),
  loadErrors: define({
    purpose: 'payments the loader refused',
    prompts: [DEPOSIT_BU, PAYMENT_IDS],
    columns: [column('PAYMENT_ID', 'payment id'), column('MESSAGE_TEXT', 'why')],
    without: 'Without it a payment the loader refused looks absent, so unknown outcomes stay unknown.',
    hint: 'The error rows of the payment loader with their message text.',
  }),
  bankAccounts: define({
    purpose: 'bank accounts with their cash accounts, one row an account',
    prompts: [
      prompt('BANK_CD', 'bank code; empty for any'),
      prompt('BANK_ACCT_KEY', 'bank account key; empty for any'),
    ],
    columns: [
      column('BANK_CD', 'bank code'),
      column('BANK_ACCT_KEY', 'bank account key'),
      column('CURRENCY_CD', 'currency; blank when it takes any'),
      column('ACCT_STATUS', 'A active, I inactive'),
      column('ACCOUNT', 'cash account its deposits are booked to'),
    ],
    without: 'Without it the cash account cannot be checked just before sending, so nothing is sent.',
    hint: 'BANK_ACCT_DEFN joined to BANK_ACCT_CHRT for the cash account.',
  }),
  openPeriods: define({
    purpose: 'whether Receivables accepts a date',
    prompts: [BUSINESS_UNIT, prompt('ACCOUNTING_DT', 'the day, YYYY-MM-DD')],
    columns: [
      column('BUSINESS_UNIT', 'business unit'),
      column('ACCOUNTING_DT', 'the day'),
      column('OPEN_FLAG', 'Y or N'),
    ],
    without: 'Without it a payment for a closed period is noticed only when PeopleSoft refuses it, so nothing is sent.',
    hint: 'FIN_OPEN_PERIOD of the transactions ARD and ARI, joined to the calendar of the business unit.',
  }),
  batchStatus: define({
    purpose: 'Receivables Update: when it ran, when it is due, what it refused',
    prompts: [],
    columns: [
      column('LAST_RUN_DTTM', 'when it last ended; blank when it never ran'),
      column('GROUPS_IN_ERROR', 'number of groups it could not post'),
      optionalColumn('NEXT_RUN_DTTM', 'when it is due next; without it the next run is not shown'),
    ],
    without: 'Without it nobody sees that Receivables Update has not run and why payments stay unposted.',
    hint: "PSPRCSRQST of PRCSJOBNAME 'ARUPDATE' (last ended, next queued) and COUNT(*) of GROUP_CONTROL with a posting error.",
  }),
} as const;

/** Every query Tieout knows: those it needs and those a site may leave out, by their key in the profile (`queries`). */
const DEFINITIONS = { ...REQUIRED_DEFINITIONS, ...OPTIONAL_DEFINITIONS };
export type QueryKey = keyof typeof DEFINITIONS;

/**
 * What each query must offer. This is the set the administrator creates in PeopleSoft Query and grants to the integration
 * user; names of the queries themselves are free and stand in the profile.
 */
export const QUERY_DEFINITIONS: Readonly<Record<QueryKey, QueryDefinition>> = DEFINITIONS;
/** The keys in the order of the documentation. */
export const QUERY_KEYS = Object.keys(DEFINITIONS) as readonly QueryKey[];

/** Columns a query must offer at this site: the definition, and the Stripe id where the profile names a column for it. */
export function requiredColumns(key: QueryKey, queries: PeopleSoftProfile['queries']): readonly string[] {
  const fields = QUERY_DEFINITIONS[key].columns.filter((one) => !one.isOptional).map((one) => one.field);
  const isCustomers = key === 'customers' || key === 'customersById';
  return isCustomers && queries.externalIdField !== undefined ? [...fields, fieldOf(queries.externalIdField)] : fields;
}

/** Field of a column name: PeopleSoft Query puts the record's alias before it (`A.CUST_ID`). */
export function fieldOf(column: string): string {
  return column.slice(column.lastIndexOf('.') + 1).toUpperCase();
}
