import type { FieldKind } from './draft.ts';

export interface ProfileField {
  /** Path inside the profile, e.g. `peoplesoft.node`. */
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly kind?: FieldKind;
  /** The first is what holds where the profile says nothing, unless one must be chosen. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** Shown while the field is empty: the value that then holds. */
  readonly standard?: string;
  /** A choice without a standard: nothing is chosen for her. */
  readonly mustChoose?: true;
}
export interface SecretField {
  readonly secret: true;
  readonly path: string;
  readonly label: string;
  /** Name of the environment variable proposed for it. */
  readonly proposedName: string;
  /** Left empty there is none. */
  readonly isOptional?: true;
}
export interface FieldGroup {
  readonly title: string;
  readonly note?: string;
  readonly fields: readonly (ProfileField | SecretField)[];
}

/** The choices of a field by what each writes into the profile, in the order they are offered. */
export function choicesOf(labels: Readonly<Record<string, string>>): NonNullable<ProfileField['choices']> {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}

const COMPANY: FieldGroup = {
  title: 'Company',
  fields: [
    { path: 'name', label: 'Name', hint: 'As it stands in the window and in the audit' },
    { path: 'pollMinutes', label: 'Read every (minutes)', kind: 'number', standard: '5' },
    { path: 'matching.dateWindowDays', label: 'Date window for matching (days)', kind: 'number', standard: '45' },
    {
      path: 'linking.compare',
      label: 'Customers are compared by',
      hint: 'Of sharedId, taxId, email, phone, address, name',
      kind: 'list',
      standard: 'sharedId, taxId, email, phone, address, name',
    },
    {
      path: 'linking.precedence',
      label: 'Fields that win, the strongest first',
      hint: 'Another shared or tax id among them forbids a link',
      kind: 'list',
      standard: 'sharedId, taxId',
    },
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
      mustChoose: true,
      choices: choicesOf({ true: 'Live data', false: 'Test data' }),
    },
    {
      path: 'stripe.customerIdKeys',
      label: 'Metadata keys of the customer',
      kind: 'list',
      standard: 'peoplesoft_customer',
    },
    {
      path: 'stripe.sharedIdKey',
      label: 'Metadata key of a shared id',
      hint: 'Of a third system, such as the CRM; PeopleSoft keeps it in the column named below',
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
      choices: choicesOf({ false: 'goes at once', true: 'waits for the quiet window' }),
    },
    {
      path: 'peoplesoft.sender',
      label: 'Who sends payments',
      choices: choicesOf({
        integrationId: 'the operator id above, at any hour',
        approver: 'the approver’s own, while she is signed in',
      }),
    },
    {
      path: 'peoplesoft.approverSignsIn',
      label: 'Approving',
      kind: 'flag',
      choices: choicesOf({ false: 'needs no sign-in to PeopleSoft', true: 'needs the approver signed in' }),
    },
  ],
};
/** What every company answers about itself and its two systems. */
export const FIELD_GROUPS: readonly FieldGroup[] = [COMPANY, STRIPE, PEOPLESOFT];

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
