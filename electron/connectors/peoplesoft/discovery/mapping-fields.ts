import type { DepositService } from '../../../../shared/contract/profile.ts';

export type MappedProperty = keyof DepositService['properties'];
/** Property names by what of our deposit goes into them; what has none yet is left out. */
export type PropertyNames = { readonly [Key in MappedProperty]?: string | undefined };
export type MappingLevel = 'deposit' | 'payment' | 'customer' | 'item';

/** What a property must be able to hold. `isAlways`: every value has that length, so that a shorter property can never do. */
export type FieldNeed =
  | { readonly kind: 'text'; readonly length: number; readonly isAlways: boolean; readonly isCode: boolean }
  | { readonly kind: 'count'; readonly digits: number }
  | { readonly kind: 'amount' }
  | { readonly kind: 'date' }
  | { readonly kind: 'rows' };

/** One value of our deposit document that a property of the site's service takes. */
export interface MappingField {
  readonly key: MappedProperty;
  readonly level: MappingLevel;
  readonly label: string;
  readonly isRequired: boolean;
  readonly need: FieldNeed;
  /** Record field names that mean it, the likeliest first, without any prefix. */
  readonly names: readonly string[];
}

/** A code has values of the site's own, so a property may list those it takes. */
const code = (length: number): FieldNeed => ({ kind: 'text', length, isAlways: false, isCode: true });
const text = (length: number, isAlways = false): FieldNeed => ({ kind: 'text', length, isAlways, isCode: false });
const count = (digits: number): FieldNeed => ({ kind: 'count', digits });
const AMOUNT: FieldNeed = { kind: 'amount' };
const DATE: FieldNeed = { kind: 'date' };
const ROWS: FieldNeed = { kind: 'rows' };

const field = (
  key: MappedProperty,
  level: MappingLevel,
  label: string,
  need: FieldNeed,
  names: readonly string[],
  isRequired = true,
): MappingField => ({ key, level, label, isRequired, need, names });

/**
 * Every value of our deposit with the field names of PeopleSoft's own records (DEPOSIT_CONTROL, PAYMENT, PAYMENT_ID_CUST,
 * PAYMENT_ID_ITEM) that hold it, and their lengths there. Source: PeopleBooks, Receivables, "Entering Deposits".
 */
export const MAPPING_FIELDS: readonly MappingField[] = [
  field('depositBu', 'deposit', 'Deposit business unit', code(5), [
    'DEPOSIT_BU',
    'DEPOSIT_BUSINESS_UNIT',
    'BUSINESS_UNIT',
  ]),
  field('depositId', 'deposit', 'Deposit id', text(15, true), ['DEPOSIT_ID', 'DEPOSIT']),
  field('bankCode', 'deposit', 'Bank code', code(5), ['BANK_CD', 'BANK_CODE', 'BANK_SETID_CD']),
  field('bankAccountKey', 'deposit', 'Bank account key', code(4), ['BANK_ACCT_KEY', 'BANK_ACCOUNT_KEY', 'BANK_ACCT']),
  field('currency', 'deposit', 'Deposit currency', { kind: 'text', length: 3, isAlways: true, isCode: true }, [
    'FORMAT_CURRENCY',
    'CONTROL_CURRENCY',
    'DEPOSIT_CURRENCY',
    'CURRENCY_CD',
    'CURRENCY',
  ]),
  field('accountingDate', 'deposit', 'Deposit accounting date', DATE, ['ACCOUNTING_DT', 'ACCOUNTING_DATE', 'ACCTG_DT']),
  field('receivedDate', 'deposit', 'Received date', DATE, ['RECEIVED_DT', 'RECEIVED_DATE', 'RECV_DT'], false),
  field('controlAmount', 'deposit', 'Control amount', AMOUNT, ['CONTROL_AMT', 'CONTROL_AMOUNT', 'CONTROL_TOTAL']),
  field('controlCount', 'deposit', 'Control count', count(4), ['CONTROL_CNT', 'CONTROL_COUNT', 'CNTL_CNT']),
  field('payments', 'deposit', 'Payments (collection)', ROWS, ['PAYMENT', 'PAYMENTS', 'PAYMENT_TBL', 'PAYMENT_DATA']),
  field('paymentSeq', 'payment', 'Payment sequence', count(4), ['PAYMENT_SEQ_NUM', 'PAYMENT_SEQ', 'SEQ_NUM']),
  field('paymentId', 'payment', 'Payment id', text(15, true), ['PAYMENT_ID', 'PAYMENT_REF', 'PAYMENT_NBR']),
  field('paymentAmount', 'payment', 'Payment amount', AMOUNT, ['PAYMENT_AMT', 'PAYMENT_AMOUNT', 'ENTRY_AMT']),
  field('paymentCurrency', 'payment', 'Payment currency', { kind: 'text', length: 3, isAlways: true, isCode: true }, [
    'PAYMENT_CURRENCY',
    'CURRENCY_CD',
    'ENTRY_CURRENCY',
    'CURRENCY',
  ]),
  field('paymentMethod', 'payment', 'Payment method', code(3), ['PAYMENT_METHOD', 'PYMNT_METHOD', 'PAYMENT_MTHD']),
  field('paymentAccountingDate', 'payment', 'Payment accounting date', DATE, [
    'ACCOUNTING_DT',
    'ACCOUNTING_DATE',
    'ACCTG_DT',
    'PAYMENT_DT',
  ]),
  field('externalId', 'payment', 'Stripe id', text(27), [
    'EXTERNAL_ID',
    'STRIPE_ID',
    'EXT_REF_ID',
    'REF_VALUE',
    'EXTERNAL_REF',
    'COMMENTS',
    'DESCR254',
  ]),
  field(
    'approvedBy',
    'payment',
    'Approved by',
    text(30),
    ['APPROVED_BY', 'APPROVER', 'APPROVAL_OPRID', 'OPRID_APPROVED'],
    false,
  ),
  field(
    'customers',
    'payment',
    'Customers (collection)',
    ROWS,
    ['PAYMENT_CUST', 'PAYMENT_ID_CUST', 'CUSTOMERS'],
    false,
  ),
  field('custId', 'customer', 'Customer', text(15), ['CUST_ID', 'CUSTOMER_ID', 'CUSTOMER']),
  field('items', 'payment', 'Items (collection)', ROWS, ['PAYMENT_ITEM', 'PAYMENT_ID_ITEM', 'ITEMS', 'ITEM']),
  field('itemBusinessUnit', 'item', 'Item business unit', code(5), ['BUSINESS_UNIT', 'ITEM_BU', 'BUSINESS_UNIT_ITEM']),
  field('itemCustId', 'item', 'Item customer', text(15), ['CUST_ID', 'CUSTOMER_ID', 'CUSTOMER']),
  field('item', 'item', 'Item', text(30), ['ITEM', 'ITEM_ID', 'INVOICE', 'REF_VALUE']),
  field('itemLine', 'item', 'Item line', count(3), ['ITEM_LINE', 'ITEM_LINE_NUM', 'LINE_NBR']),
  field('itemAmount', 'item', 'Amount of the item', AMOUNT, [
    'PAY_AMT',
    'PAYMENT_AMT',
    'ENTRY_AMT',
    'ITEM_AMT',
    'AMOUNT',
  ]),
  field('itemEntryType', 'item', 'Entry type of the item', code(5), ['ENTRY_TYPE', 'ITEM_ENTRY_TYPE'], false),
];

/** The field of that key; throws for a key that is none, which is a defect. */
export function mappingField(key: MappedProperty): MappingField {
  const found = MAPPING_FIELDS.find((each) => each.key === key);
  if (found === undefined) throw new Error(`no value of a deposit is called ${key}`);
  return found;
}
