import { code, count, DATE, optional, ROWS, type PresetLevel } from './preset.ts';

/** Bill-to options: the effective-dated record CUST_OPTION. Source: PeopleBooks, Order Management, "Converting Customer Information". */
export const BILL_TO_FIELDS = [
  optional('billTo', 'customer', 'Bill-to options (collection)', ROWS, ['CUST_OPTION', 'BILL_TO', 'CUST_BILLTO']),
  optional('billToFrom', 'billTo', 'Bill-to effective from', DATE, ['EFFDT']),
  optional('billToStatus', 'billTo', 'Bill-to status', code(1), ['EFF_STATUS']),
  optional('paymentTerms', 'billTo', 'Payment terms', code(5), ['PYMNT_TERMS_CD', 'PAYMENT_TERMS']),
  optional('paymentMethod', 'billTo', 'Payment method', code(3), ['PAYMENT_METHOD']),
  optional('graceDays', 'billTo', 'Grace days', count(3), ['GRACE_DUE_DAYS']),
] as const;

export const BILL_TO_LEVEL: PresetLevel<(typeof BILL_TO_FIELDS)[number]['key'], 'customer' | 'billTo'> = {
  level: 'billTo',
  parent: 'customer',
  collection: 'billTo',
  marks: ['paymentTerms', 'paymentMethod', 'graceDays'],
  where: 'the bill-to options',
};

export const BILL_TO_EXAMPLE = {
  billToFrom: '2026-10-30',
  billToStatus: 'A',
  paymentTerms: 'NET30',
  paymentMethod: 'EFT',
  graceDays: '5',
} as const;
