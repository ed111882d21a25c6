import type { FieldKind } from './draft.ts';

export interface ProfileField {
  /** Path inside the profile, e.g. `peoplesoft.node`. */
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly kind?: FieldKind;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** Shown while the field is empty: the value that then holds. */
  readonly standard?: string;
}
export interface SecretField {
  readonly secret: true;
  readonly path: string;
  readonly label: string;
  /** Name of the environment variable proposed for it. */
  readonly proposedName: string;
}
export interface FieldGroup {
  readonly title: string;
  readonly note?: string;
  readonly fields: readonly (ProfileField | SecretField)[];
}

const COMPANY: FieldGroup = {
  title: 'Company',
  fields: [
    { path: 'name', label: 'Name', hint: 'As it stands in the window and in the audit' },
    { path: 'pollMinutes', label: 'Read every (minutes)', kind: 'number', standard: '5' },
    { path: 'matching.dateWindowDays', label: 'Date window for matching (days)', kind: 'number', standard: '45' },
  ],
};
const STRIPE: FieldGroup = {
  title: 'Stripe',
  fields: [
    { path: 'stripe.address', label: 'Address', standard: 'https://api.stripe.com' },
    { secret: true, path: 'stripe.key', label: 'Restricted key', proposedName: 'TIEOUT_STRIPE_KEY' },
    { path: 'stripe.account', label: 'Account', hint: 'acct_…; a key of another account is refused' },
    {
      path: 'stripe.livemode',
      label: 'Data',
      kind: 'flag',
      choices: [
        { value: 'true', label: 'Live data' },
        { value: 'false', label: 'Test data' },
      ],
    },
    {
      path: 'stripe.customerIdKeys',
      label: 'Metadata keys with the PeopleSoft customer',
      kind: 'list',
      standard: 'peoplesoft_customer',
    },
    { path: 'stripe.lookBackSeconds', label: 'Look back (seconds)', kind: 'number', standard: '3600' },
    { path: 'stripe.rate.requestsPerSecond', label: 'Requests a second', kind: 'number', standard: '8' },
    { path: 'stripe.rate.concurrency', label: 'At once', kind: 'number', standard: '4' },
  ],
};
const PEOPLESOFT: FieldGroup = {
  title: 'PeopleSoft',
  fields: [
    { path: 'peoplesoft.soapAddress', label: 'Gateway address', hint: 'Up to and including /PSIGW' },
    { path: 'peoplesoft.restAddress', label: 'REST address', hint: 'Only when it differs' },
    { path: 'peoplesoft.node', label: 'Node' },
    { path: 'peoplesoft.setId', label: 'SetID' },
    { secret: true, path: 'peoplesoft.user', label: 'Operator id', proposedName: 'TIEOUT_PEOPLESOFT_USER' },
    { secret: true, path: 'peoplesoft.password', label: 'Password', proposedName: 'TIEOUT_PEOPLESOFT_PASSWORD' },
    { path: 'peoplesoft.readTimeoutSeconds', label: 'Read time-out (seconds)', kind: 'number', standard: '45' },
    { path: 'peoplesoft.writeTimeoutSeconds', label: 'Write time-out (seconds)', kind: 'number', standard: '120' },
    {
      path: 'peoplesoft.settleSeconds',
      label: 'Settle time (seconds)',
      hint: 'Longer than the server’s own service time-out',
      kind: 'number',
      standard: '300',
    },
    { path: 'peoplesoft.rate.requestsPerSecond', label: 'Requests a second', kind: 'number', standard: '2' },
    { path: 'peoplesoft.rate.concurrency', label: 'At once', kind: 'number', standard: '1' },
    {
      path: 'peoplesoft.bulkPace.paymentsPerDeposit',
      label: 'Payments per deposit',
      kind: 'number',
      standard: '200',
    },
    {
      path: 'peoplesoft.databaseZone',
      label: 'Zone of the database',
      hint: 'Of its clock, e.g. America/New_York; without it times of the batch are not compared with any',
    },
    {
      path: 'peoplesoft.oneClickWaits',
      label: 'Approve and post',
      kind: 'flag',
      choices: [
        { value: 'false', label: 'goes at once' },
        { value: 'true', label: 'waits for the quiet window' },
      ],
    },
    {
      path: 'peoplesoft.sender',
      label: 'Who sends payments',
      choices: [
        { value: 'integrationId', label: 'the operator id above, at any hour' },
        { value: 'approver', label: 'the approver’s own, while she is signed in' },
      ],
    },
    {
      path: 'peoplesoft.approverSignsIn',
      label: 'Approving',
      kind: 'flag',
      choices: [
        { value: 'false', label: 'needs no sign-in to PeopleSoft' },
        { value: 'true', label: 'needs the approver signed in' },
      ],
    },
  ],
};
const QUIET_WINDOW: FieldGroup = {
  title: 'Quiet window',
  note: 'The hours in which PeopleSoft lets us read and post in bulk. Leave all three empty for “always”. More windows, their days and days without bulk work: under Connections, once the company is open.',
  fields: [
    { path: 'peoplesoft.quietWindow.0.zone', label: 'Zone', hint: 'e.g. America/New_York' },
    { path: 'peoplesoft.quietWindow.0.from', label: 'From', hint: 'HH:MM' },
    { path: 'peoplesoft.quietWindow.0.to', label: 'To', hint: 'HH:MM' },
  ],
};

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
const QUERIES: FieldGroup = {
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
      choices: [
        { value: 'public', label: 'public' },
        { value: 'private', label: 'private' },
      ],
    },
    { path: 'peoplesoft.queries.maxRows', label: 'Rows a call', kind: 'number', standard: '1000' },
    {
      path: 'peoplesoft.queries.externalIdField',
      label: 'Column with the Stripe customer',
      hint: 'Of the customer queries, if there is one',
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
  ['directJournal', 'Journal directly, flag (optional)'],
  ['accountingTemplate', 'Accounting template (optional)'],
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
const DEPOSIT: FieldGroup = {
  title: 'Deposit service and its properties',
  note: 'The component-interface service that takes deposits, and the names its properties have at your site.',
  fields: [
    { path: 'peoplesoft.deposit.service', label: 'Service', hint: 'e.g. CI_SITE_DEPOSIT_CI' },
    { path: 'peoplesoft.deposit.version', label: 'Version', standard: '1' },
    {
      path: 'peoplesoft.deposit.depositIds',
      label: 'Deposit ids',
      kind: 'choice',
      choices: [
        { value: 'given', label: 'given by Tieout' },
        { value: 'next', label: 'numbered by PeopleSoft' },
      ],
    },
    ...PROPERTY_LABELS.map(([name, label]) => ({ path: `peoplesoft.deposit.properties.${name}`, label })),
  ],
};

/** The groups in the order of the form, before the units. */
export const FIELD_GROUPS: readonly FieldGroup[] = [COMPANY, STRIPE, PEOPLESOFT, QUIET_WINDOW, QUERIES, DEPOSIT];

/** The group of one reconciliation unit. */
export function unitGroup(index: number): FieldGroup {
  const at = (name: string) => `units.${index}.${name}`;
  return {
    title: `Unit ${index + 1}`,
    fields: [
      { path: at('unit'), label: 'Name' },
      { path: at('businessUnits'), label: 'PeopleSoft business units', hint: 'Whose items it pays', kind: 'list' },
      { path: at('depositBu'), label: 'Deposit business unit' },
      { path: at('zone'), label: 'Zone of the cut-off', hint: 'e.g. America/New_York' },
      { path: at('goLiveDate'), label: 'Go-live date', hint: 'YYYY-MM-DD; without it nothing posts' },
      { path: at('currencies'), label: 'Currencies', hint: 'USD, CAD', kind: 'list' },
      {
        path: at('peopleSoftExponents'),
        label: 'Decimals where not 2',
        hint: 'JPY=0, KWD=3',
        kind: 'counts',
      },
    ],
  };
}

/** The group of one clearing account of a unit. */
export function clearingGroup(unitIndex: number, index: number): FieldGroup {
  const at = (name: string) => `units.${unitIndex}.clearing.${index}.${name}`;
  return {
    title: `Clearing account ${index + 1}`,
    fields: [
      { path: at('settlementCurrency'), label: 'Settlement currency' },
      { path: at('bankCode'), label: 'Bank code' },
      { path: at('bankAccountKey'), label: 'Bank account key', hint: 'At most 4 characters' },
      { path: at('cashAccount'), label: 'Cash account' },
      { path: at('paymentMethod'), label: 'Payment method', standard: 'EFT' },
    ],
  };
}
