import type { Profile } from '../../../shared/contract/profile.ts';

/**
 * The site's own names for its deposit service, as its administrator would enter them in a connection profile. The mix
 * of `KEYPROP_`, `COLL_`, plain and `_0` names is what component-interface authors leave behind.
 */
export const SITE_DEPOSIT: Profile['peoplesoft']['deposit'] = {
  service: 'CI_X_AR_DEPOSIT_CI',
  version: '1',
  depositIds: 'next',
  properties: {
    depositBu: 'KEYPROP_DEPOSIT_BU',
    depositId: 'KEYPROP_DEPOSIT_ID',
    bankCode: 'BANK_CD',
    bankAccountKey: 'BANK_ACCT_KEY',
    currency: 'FORMAT_CURRENCY',
    accountingDate: 'ACCOUNTING_DT',
    receivedDate: 'RECEIVED_DT',
    controlAmount: 'CONTROL_AMT',
    controlCount: 'CONTROL_CNT',
    payments: 'COLL_PAYMENT',
    paymentSeq: 'KEYPROP_PAYMENT_SEQ_NUM',
    paymentId: 'PAYMENT_ID',
    paymentAmount: 'PAYMENT_AMT',
    paymentCurrency: 'PAYMENT_CURRENCY',
    paymentMethod: 'PAYMENT_METHOD',
    paymentAccountingDate: 'ACCOUNTING_DT_0',
    externalId: 'X_EXTERNAL_ID',
    approvedBy: 'X_APPROVED_BY',
    directJournal: 'MISC_PAYMENT',
    accountingTemplate: 'X_ACCTG_TEMPLATE',
    customers: 'COLL_PAYMENT_CUST',
    custId: 'CUST_ID',
    items: 'COLL_PAYMENT_ITEM',
    itemBusinessUnit: 'BUSINESS_UNIT',
    itemCustId: 'CUST_ID_0',
    item: 'ITEM',
    itemLine: 'ITEM_LINE',
    itemAmount: 'PAY_AMT',
    itemEntryType: 'X_ENTRY_TYPE',
  },
};

/** Entry type of this site for cash that goes out, and the one that Receivables Refund turns into a voucher. */
export const SITE_REFUNDS: NonNullable<Profile['units'][number]['refunds']> = {
  entryType: 'CO',
  voucherEntryTypes: ['RF'],
};

/** What this site books itself of the money that is no customer's; payouts and the rest are booked by GL, as at most sites. */
export const SITE_BOOKINGS: NonNullable<Profile['units'][number]['bookings']> = {
  fees: { how: 'directJournal', accountingTemplate: 'STRIPEFEE' },
  taxOnFees: { how: 'directJournal', accountingTemplate: 'STRIPETAX' },
  chargesWithoutInvoice: { how: 'directJournal', accountingTemplate: 'MISCCASH' },
};

/** Column of the customers query with the number of the company's CRM, which Stripe's metadata holds as well. */
export const SITE_SHARED_ID_FIELD = 'X_CRM_ACCT';

/** The queries this site's administrator created, by what Tieout asks of them. */
export const SITE_QUERIES: Profile['peoplesoft']['queries'] = {
  owner: 'public',
  maxRows: 1_000,
  customers: 'X_AR_CUSTOMERS',
  openItems: 'X_AR_OPEN_ITEMS',
  itemsByKey: 'X_AR_ITEMS_BY_KEY',
  customersById: 'X_AR_CUSTOMERS_BY_ID',
  payments: 'X_AR_PAYMENTS',
  paymentsById: 'X_AR_PAYMENTS_BY_ID',
  staging: 'X_AR_PAY_STAGING',
  loadErrors: 'X_AR_PAY_LOAD_ERRORS',
  bankAccounts: 'X_AR_BANK_ACCOUNTS',
  openPeriods: 'X_AR_OPEN_PERIODS',
  batchStatus: 'X_AR_BATCH_STATUS',
  customerTotals: 'X_AR_CUSTOMER_TOTALS',
  openItemTotals: 'X_AR_OPEN_ITEM_TOTALS',
  paymentTotals: 'X_AR_PAYMENT_TOTALS',
  itemActivity: 'X_AR_ITEM_ACTIVITY',
  deposits: 'X_AR_DEPOSITS',
  entryTypes: 'X_AR_ENTRY_TYPES',
  accountingTemplates: 'X_AR_ACCTG_TEMPLATES',
  ledgerBalances: 'X_GL_BALANCES',
  journalLines: 'X_GL_JOURNAL_LINES',
  database: 'X_DATABASE',
  pendingItems: 'X_AR_PENDING_ITEMS',
  externalIdField: 'X_STRIPE_ID',
};
