import {
  BUSINESS_UNIT,
  column,
  define,
  defineList,
  DEPOSIT_BU,
  FROM_DATE,
  KEYS_PER_QUERY,
  optionalColumn,
  prompt,
  ROW_COUNT,
  SETID,
  TOTAL_AMT,
} from './query-definition.ts';

const UNCOUNTED =
  'a list that PeopleSoft cuts off or hides rows of cannot be told from a whole one, and the stream says “not counted”';
const COUNT = column(ROW_COUNT, 'expression: number of rows');

/** Queries beside the bulk lists: the same criteria without AFTER_KEY, counted and summed. */
const TOTALS = {
  customerTotals: define({
    purpose: 'number of customers of a SetID',
    isOptional: true,
    prompts: [SETID],
    columns: [column('SETID', 'SetID'), COUNT],
    without: `Without it ${UNCOUNTED}.`,
    hint: 'CUSTOMER with the criteria of the customers query: SETID, COUNT(*). Build it on the record itself and not on a row-secured view, so that rows a view hides are counted.',
  }),
  openItemTotals: define({
    purpose: 'number and sum of the open items of a business unit, one row a currency',
    isOptional: true,
    prompts: [BUSINESS_UNIT],
    columns: [column('BAL_CURRENCY', 'currency'), COUNT, column(TOTAL_AMT, 'expression: sum of BAL_AMT')],
    without: `Without it ${UNCOUNTED}.`,
    hint: "ITEM where ITEM_STATUS = 'O' and BUSINESS_UNIT is the prompt: BAL_CURRENCY, COUNT(*), SUM(BAL_AMT). Build it on the record itself and not on a row-secured view.",
  }),
  paymentTotals: define({
    purpose: 'number and sum of the payments of a deposit business unit from a date on, one row a currency',
    isOptional: true,
    prompts: [DEPOSIT_BU, FROM_DATE],
    columns: [
      column('PAYMENT_CURRENCY', 'currency'),
      column(ROW_COUNT, 'expression: number of payments, not of their items'),
      column(TOTAL_AMT, 'expression: sum of PAYMENT_AMT'),
    ],
    without: `Without it ${UNCOUNTED}.`,
    hint: 'PAYMENT alone, without the join to its items: PAYMENT_CURRENCY, COUNT(*), SUM(PAYMENT_AMT), ACCOUNTING_DT not before the prompt. Build it on the record itself and not on a row-secured view.',
  }),
} as const;

/** Queries that only the month-end close needs. */
const CLOSE = {
  itemActivity: defineList({
    purpose: 'what happened to items of a business unit from a date on',
    isOptional: true,
    prompts: [BUSINESS_UNIT, FROM_DATE],
    columns: [
      column('BUSINESS_UNIT', 'business unit of the item'),
      column('CUST_ID', 'customer id'),
      column('ITEM', 'item id'),
      column('ITEM_LINE', 'line of the item'),
      column('ITEM_SEQ_NUM', 'sequence of the activity'),
      column('ENTRY_TYPE', 'entry type'),
      column('ENTRY_AMT', 'amount with its sign'),
      column('ENTRY_CURRENCY', 'currency of the amount'),
      column('ACCOUNTING_DT', 'accounting date'),
      column('PAYMENT_ID', 'payment it came from, may be blank'),
    ],
    without: 'Without it the receivables side of the month-end statement is not evaluated.',
    hint: 'ITEM_ACTIVITY where ACCOUNTING_DT is not before the prompt; SORT_KEY = BUSINESS_UNIT|CUST_ID|ITEM|ITEM_LINE|ITEM_SEQ_NUM.',
  }),
  deposits: defineList({
    purpose: 'deposits of a deposit business unit from a date on',
    isOptional: true,
    prompts: [DEPOSIT_BU, FROM_DATE],
    columns: [
      column('DEPOSIT_BU', 'deposit business unit'),
      column('DEPOSIT_ID', 'deposit id'),
      column('BANK_CD', 'bank code'),
      column('BANK_ACCT_KEY', 'bank account key'),
      column('CONTROL_AMT', 'control total'),
      column('CONTROL_CNT', 'number of payments'),
      column('FORMAT_CURRENCY', 'currency of the control total'),
      column('ACCOUNTING_DT', 'accounting date'),
      column('DEP_POST_STATUS', 'C complete, else not posted whole'),
    ],
    without: 'Without it deposits whose payments do not reach their control total are not listed.',
    hint: 'DEPOSIT_CONTROL where ACCOUNTING_DT is not before the prompt; SORT_KEY = DEPOSIT_BU|DEPOSIT_ID.',
  }),
  entryTypes: define({
    purpose: 'entry types of a SetID',
    isOptional: true,
    prompts: [SETID],
    columns: [
      column('ENTRY_TYPE', 'entry type'),
      column('DESCR', 'its description'),
      column('EFF_STATUS', 'A active, I inactive'),
    ],
    without: 'Without it entry types are typed in by hand and a wrong one is noticed only when PeopleSoft refuses it.',
    hint: 'ENTRY_TYPE_TBL, the effective row of today.',
  }),
  accountingTemplates: define({
    purpose: 'accounting templates of direct journals',
    isOptional: true,
    prompts: [SETID],
    columns: [
      column('ACCTG_TEMPLATE', 'accounting template, or the distribution code direct journals are booked by'),
      column('DESCR', 'its description'),
      column('EFF_STATUS', 'A active, I inactive'),
    ],
    without: 'Without it nothing is posted as a direct journal.',
    hint: 'The template or distribution code table that the direct-journal accounting entries are filled from (DST_CODE_TBL for distribution codes), the effective row of today.',
  }),
  ledgerBalances: define({
    purpose: 'balances of the accounts of a business unit in one accounting period',
    isOptional: true,
    prompts: [
      BUSINESS_UNIT,
      prompt('FISCAL_YEAR', 'fiscal year, four digits'),
      prompt('ACCOUNTING_PERIOD', 'accounting period, 1 to 12'),
    ],
    columns: [
      column('BUSINESS_UNIT', 'GL business unit'),
      column('ACCOUNT', 'account'),
      column('CURRENCY_CD', 'currency'),
      column('FISCAL_YEAR', 'fiscal year'),
      column('ACCOUNTING_PERIOD', 'accounting period'),
      column('POSTED_TOTAL_AMT', 'movement of the period'),
    ],
    without: 'Without it the general-ledger column of the month-end statement is not evaluated.',
    hint: 'LEDGER of the actuals ledger, limited to the clearing, cash and receivables control accounts, summed by account and currency.',
  }),
  journalLines: defineList({
    purpose: 'journal lines on the clearing and control accounts of a business unit from a date on',
    isOptional: true,
    prompts: [BUSINESS_UNIT, FROM_DATE],
    columns: [
      column('BUSINESS_UNIT', 'GL business unit'),
      column('JOURNAL_ID', 'journal id'),
      column('JOURNAL_DATE', 'date of the journal'),
      column('JOURNAL_LINE', 'line'),
      column('ACCOUNT', 'account'),
      column('MONETARY_AMOUNT', 'amount with its sign'),
      column('CURRENCY_CD', 'currency of the amount'),
      column('SOURCE', 'where the journal comes from'),
    ],
    without: 'Without it a difference between receivables and the general ledger cannot be traced to its journal.',
    hint: 'JRNL_HEADER joined to JRNL_LN, posted journals only; SORT_KEY = BUSINESS_UNIT|JOURNAL_DATE|JOURNAL_ID|JOURNAL_LINE.',
  }),
} as const;

/** What only a site needs whose Stripe invoices become items. */
const ITEMS = {
  pendingItems: define({
    purpose: 'pending items of a business unit by item id, of any group',
    isOptional: true,
    prompts: [BUSINESS_UNIT, prompt('ITEMS', `up to ${KEYS_PER_QUERY} item ids joined by ;`)],
    columns: [
      column('GROUP_BU', 'business unit of the group'),
      column('GROUP_ID', 'group id'),
      column('BUSINESS_UNIT', 'business unit of the item'),
      column('CUST_ID', 'customer id'),
      column('ITEM', 'item id'),
      column('ITEM_LINE', 'line of the item'),
      column('ENTRY_TYPE', 'entry type'),
      column('ENTRY_REASON', 'entry reason, may be blank'),
      column('ENTRY_AMT', 'amount with its sign'),
      column('ENTRY_CURRENCY', 'currency of the amount'),
      column('ACCOUNTING_DT', 'accounting date'),
      column('POSTED_FLAG', 'expression: Y posted, N not posted, E its group is in error'),
      column('STATUS_TEXT', 'words to an error, may be blank'),
    ],
    without: 'Without it an item that was sent cannot be read back, so Stripe invoices are not made into items.',
    hint: "PENDING_ITEM joined to GROUP_CONTROL: INSTR(';' || :2 || ';', ';' || ITEM || ';') > 0, compared without case; E where the group has a posting error.",
  }),
} as const;

/** Which database this is. */
const IDENTITY = {
  database: define({
    purpose: 'which database this is, one row',
    isOptional: true,
    prompts: [],
    columns: [
      column('DBNAME', 'expression: name of the database, asked of the database itself'),
      column('GUID', 'PeopleSoft’s own id of this environment, may be blank'),
      optionalColumn('LOCAL_NODE', 'default local node; without it a renamed node is not noticed'),
      optionalColumn(
        'LAST_INSTANCE',
        'expression: highest process instance; without it a restored backup is noticed only when a confirmed payment is gone',
      ),
    ],
    without:
      'Without it a copy of this database at the same address is noticed only when a payment that PeopleSoft had posted is gone.',
    hint: "PSOPTIONS, one row. DBNAME: SYS_CONTEXT('USERENV', 'DB_NAME') on Oracle, DB_NAME() on SQL Server, else DBNAME of PSDBOWNER; LOCAL_NODE: MSGNODENAME of PSMSGNODEDEFN where LOCALDEFAULTFLG = 'Y'; LAST_INSTANCE: (SELECT MAX(PRCSINSTANCE) FROM PSPRCSRQST). Who copies a database blanks PSOPTIONS.GUID, as PeopleBooks says, and gets a new one.",
  }),
} as const;

/** Queries a site may leave out, each with what is missing then. */
export const OPTIONAL_DEFINITIONS = { ...TOTALS, ...CLOSE, ...ITEMS, ...IDENTITY };
