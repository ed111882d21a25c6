import type { MappedProperty, MappingLevel } from '../mapping-fields.ts';
import { APPROVER_NAMES, STRIPE_ID_NAMES } from './common-names.ts';
import { AMOUNT, code, count, DATE, fixedCode, needed, optional, ROWS, text, type Preset } from './preset.ts';

/**
 * A deposit of payments with the items they pay, as a site would build a component interface over the express deposit: field names and
 * lengths of the records DEPOSIT_CONTROL, PAYMENT, PAYMENT_ID_CUST and PAYMENT_ID_ITEM. Source: PeopleBooks, Receivables, "Entering
 * Deposits". Oracle delivers no such service.
 */
export const DEPOSIT_PRESET: Preset<MappedProperty, MappingLevel> = {
  name: 'deposit',
  title: 'Deposit with its payments',
  services: ['CI_SITE_DEPOSIT_CI', 'CI_PAYMENT_EXPRESS_CI'],
  root: { level: 'deposit', where: 'the deposit' },
  levels: [
    {
      level: 'payment',
      parent: 'deposit',
      collection: 'payments',
      marks: ['paymentId', 'paymentAmount', 'paymentSeq', 'paymentMethod'],
      where: 'the payments',
    },
    {
      level: 'item',
      parent: 'payment',
      collection: 'items',
      marks: ['item', 'itemLine', 'itemAmount', 'itemBusinessUnit'],
      where: 'the items',
    },
    {
      level: 'customer',
      parent: 'payment',
      collection: 'customers',
      marks: ['custId'],
      elseAbove: {
        here: 'The payment itself names its customer.',
        none: 'No collection of a payment holds a customer.',
      },
      where: 'the payments',
    },
  ],
  fields: [
    needed('depositBu', 'deposit', 'Deposit business unit', code(5), [
      'DEPOSIT_BU',
      'DEPOSIT_BUSINESS_UNIT',
      'BUSINESS_UNIT',
    ]),
    needed('depositId', 'deposit', 'Deposit id', text(15, true), ['DEPOSIT_ID', 'DEPOSIT']),
    needed('bankCode', 'deposit', 'Bank code', code(5), ['BANK_CD', 'BANK_CODE', 'BANK_SETID_CD']),
    needed('bankAccountKey', 'deposit', 'Bank account key', code(4), [
      'BANK_ACCT_KEY',
      'BANK_ACCOUNT_KEY',
      'BANK_ACCT',
    ]),
    needed('currency', 'deposit', 'Deposit currency', fixedCode(3), [
      'FORMAT_CURRENCY',
      'CONTROL_CURRENCY',
      'DEPOSIT_CURRENCY',
      'CURRENCY_CD',
      'CURRENCY',
    ]),
    needed('accountingDate', 'deposit', 'Deposit accounting date', DATE, [
      'ACCOUNTING_DT',
      'ACCOUNTING_DATE',
      'ACCTG_DT',
    ]),
    optional('receivedDate', 'deposit', 'Received date', DATE, ['RECEIVED_DT', 'RECEIVED_DATE', 'RECV_DT']),
    needed('controlAmount', 'deposit', 'Control amount', AMOUNT, ['CONTROL_AMT', 'CONTROL_AMOUNT', 'CONTROL_TOTAL']),
    needed('controlCount', 'deposit', 'Control count', count(4), ['CONTROL_CNT', 'CONTROL_COUNT', 'CNTL_CNT']),
    needed('payments', 'deposit', 'Payments (collection)', ROWS, [
      'PAYMENT',
      'PAYMENTS',
      'PAYMENT_TBL',
      'PAYMENT_DATA',
    ]),
    needed('paymentSeq', 'payment', 'Payment sequence', count(4), ['PAYMENT_SEQ_NUM', 'PAYMENT_SEQ', 'SEQ_NUM']),
    needed('paymentId', 'payment', 'Payment id', text(15, true), ['PAYMENT_ID', 'PAYMENT_REF', 'PAYMENT_NBR']),
    needed('paymentAmount', 'payment', 'Payment amount', AMOUNT, ['PAYMENT_AMT', 'PAYMENT_AMOUNT', 'ENTRY_AMT']),
    needed('paymentCurrency', 'payment', 'Payment currency', fixedCode(3), [
      'PAYMENT_CURRENCY',
      'CURRENCY_CD',
      'ENTRY_CURRENCY',
      'CURRENCY',
    ]),
    needed('paymentMethod', 'payment', 'Payment method', code(3), ['PAYMENT_METHOD', 'PYMNT_METHOD', 'PAYMENT_MTHD']),
    needed('paymentAccountingDate', 'payment', 'Payment accounting date', DATE, [
      'ACCOUNTING_DT',
      'ACCOUNTING_DATE',
      'ACCTG_DT',
      'PAYMENT_DT',
    ]),
    needed('externalId', 'payment', 'Stripe id', text(27), STRIPE_ID_NAMES),
    optional('approvedBy', 'payment', 'Approved by', text(30), APPROVER_NAMES),
    optional('directJournal', 'payment', 'Journal directly (flag)', code(1), [
      'DIRECT_JOURNAL',
      'MISC_PAYMENT',
      'JOURNAL_DIRECTLY',
    ]),
    optional('accountingTemplate', 'payment', 'Accounting template', code(10), [
      'ACCTG_TEMPLATE',
      'ACCTG_TEMPLATE_ID',
      'ACCOUNTING_TEMPLATE',
      'DST_ID',
      'DISTRIB_CODE',
    ]),
    optional('customers', 'payment', 'Customers (collection)', ROWS, ['PAYMENT_CUST', 'PAYMENT_ID_CUST', 'CUSTOMERS']),
    needed('custId', 'customer', 'Customer', text(15), ['CUST_ID', 'CUSTOMER_ID', 'CUSTOMER']),
    needed('items', 'payment', 'Items (collection)', ROWS, ['PAYMENT_ITEM', 'PAYMENT_ID_ITEM', 'ITEMS', 'ITEM']),
    needed('itemBusinessUnit', 'item', 'Item business unit', code(5), [
      'BUSINESS_UNIT',
      'ITEM_BU',
      'BUSINESS_UNIT_ITEM',
    ]),
    needed('itemCustId', 'item', 'Item customer', text(15), ['CUST_ID', 'CUSTOMER_ID', 'CUSTOMER']),
    needed('item', 'item', 'Item', text(30), ['ITEM', 'ITEM_ID', 'INVOICE', 'REF_VALUE']),
    needed('itemLine', 'item', 'Item line', count(3), ['ITEM_LINE', 'ITEM_LINE_NUM', 'LINE_NBR']),
    needed('itemAmount', 'item', 'Amount of the item', AMOUNT, [
      'PAY_AMT',
      'PAYMENT_AMT',
      'ENTRY_AMT',
      'ITEM_AMT',
      'AMOUNT',
    ]),
    optional('itemEntryType', 'item', 'Entry type of the item', code(5), ['ENTRY_TYPE', 'ITEM_ENTRY_TYPE']),
  ],
  example: {
    depositBu: 'US001',
    depositId: 'D00000000000000',
    bankCode: 'STRPE',
    bankAccountKey: 'US01',
    currency: 'USD',
    accountingDate: '2026-10-30',
    receivedDate: '2026-10-30',
    controlAmount: '125.50',
    controlCount: '1',
    payments: [
      {
        paymentSeq: '1',
        paymentId: 'T00000000000000',
        paymentAmount: '125.50',
        paymentCurrency: 'USD',
        paymentMethod: 'EFT',
        paymentAccountingDate: '2026-10-30',
        externalId: 'ch_000000000000000000000000',
        approvedBy: 'anna',
        customers: [{ custId: '1001' }],
        items: [{ itemBusinessUnit: 'US001', itemCustId: '1001', item: 'INV-1', itemLine: '1', itemAmount: '125.50' }],
      },
    ],
  },
};
