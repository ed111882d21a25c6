import { choicesOf } from './profile-fields.ts';
import type { FieldGroup } from './profile-fields.ts';

const QUERY_LABELS: readonly (readonly [string, string])[] = [
  ['customers', 'Customers'],
  ['customersById', 'Customers by id'],
  ['openItems', 'Open items'],
  ['itemsByKey', 'Items by key'],
  ['payments', 'Payments'],
  ['paymentsById', 'Payments by id'],
  ['staging', 'Staging'],
  ['loadErrors', 'Load errors'],
  ['bankAccounts', 'Bank accounts'],
  ['openPeriods', 'Open periods'],
  ['batchStatus', 'Batch status'],
];
const OPTIONAL_QUERY_LABELS: readonly (readonly [string, string])[] = [
  ['customerTotals', 'Count of customers'],
  ['openItemTotals', 'Count of open items'],
  ['paymentTotals', 'Count of payments'],
  ['itemActivity', 'Item activity'],
  ['deposits', 'Deposits'],
  ['entryTypes', 'Entry types'],
  ['accountingTemplates', 'Accounting templates'],
  ['ledgerBalances', 'Ledger balances'],
  ['journalLines', 'Journal lines'],
  ['database', 'Which database this is'],
];
/** Names of the queries at the site. */
export const QUERIES: FieldGroup = {
  title: 'PeopleSoft queries',
  note: 'Names of the queries your administrator created.',
  fields: [
    ...QUERY_LABELS.map(([name, label]) => ({ path: `peoplesoft.queries.${name}`, label })),
    ...OPTIONAL_QUERY_LABELS.map(([name, label]) => ({
      path: `peoplesoft.queries.${name}`,
      label,
      hint: 'Optional; the ping says what goes without it',
    })),
    {
      path: 'peoplesoft.queries.owner',
      label: 'Owner',
      kind: 'choice',
      choices: choicesOf({ public: 'public', private: 'private' }),
    },
    { path: 'peoplesoft.queries.maxRows', label: 'Rows a call', kind: 'number', standard: '1000' },
    {
      path: 'peoplesoft.queries.externalIdField',
      label: 'Column with the Stripe customer',
      hint: 'Of the customer queries, if there is one',
    },
    {
      path: 'peoplesoft.queries.sharedIdField',
      label: 'Column with the shared id',
      hint: 'Of the customers query, where Stripe keeps it in its metadata as well',
    },
  ],
};

const PROPERTY_LABELS: readonly (readonly [string, string])[] = [
  ['depositBu', 'Deposit business unit'],
  ['depositId', 'Deposit id'],
  ['bankCode', 'Bank code'],
  ['bankAccountKey', 'Bank account key'],
  ['currency', 'Currency'],
  ['accountingDate', 'Accounting date'],
  ['receivedDate', 'Received date (optional)'],
  ['controlAmount', 'Control amount'],
  ['controlCount', 'Control count'],
  ['payments', 'Collection: payments'],
  ['paymentSeq', 'Payment sequence'],
  ['paymentId', 'Payment id'],
  ['paymentAmount', 'Payment amount'],
  ['paymentCurrency', 'Payment currency'],
  ['paymentMethod', 'Payment method'],
  ['paymentAccountingDate', 'Payment accounting date'],
  ['externalId', 'Whole Stripe id'],
  ['approvedBy', 'Approved by (optional)'],
  ['customers', 'Collection: customers (optional)'],
  ['custId', 'Customer id'],
  ['items', 'Collection: items'],
  ['itemBusinessUnit', 'Item business unit'],
  ['itemCustId', 'Item customer id'],
  ['item', 'Item'],
  ['itemLine', 'Item line'],
  ['itemAmount', 'Item amount'],
  ['itemEntryType', 'Entry type of the item (optional)'],
];
/** The deposit service at the site and the names of its properties. */
export const DEPOSIT: FieldGroup = {
  title: 'Deposit service and its properties',
  note: 'The component-interface service that takes deposits, and the names its properties have at your site.',
  fields: [
    { path: 'peoplesoft.deposit.service', label: 'Service', hint: 'e.g. CI_SITE_DEPOSIT_CI' },
    { path: 'peoplesoft.deposit.version', label: 'Version', standard: '1' },
    {
      path: 'peoplesoft.deposit.depositIds',
      label: 'Deposit ids',
      kind: 'choice',
      mustChoose: true,
      choices: choicesOf({ given: 'given by Tieout', next: 'numbered by PeopleSoft' }),
    },
    ...PROPERTY_LABELS.map(([name, label]) => ({ path: `peoplesoft.deposit.properties.${name}`, label })),
  ],
};
