import { BILL_TO_EXAMPLE, BILL_TO_FIELDS, BILL_TO_LEVEL } from './bill-to-fields.ts';
import { AMOUNT, code, DATE, needed, optional, ROWS, text, type Preset } from './preset.ts';

/** The second of Oracle's split customer services: bill-to options and credit of a customer that the main service has made. */
export const CUSTOMER_BILL_TO_PRESET: Preset = {
  name: 'customer-bill-to',
  title: 'Bill-to options and credit (Oracle’s split services)',
  services: ['CI_CUSTOMER_BILLTO_CI'],
  root: { level: 'customer', where: 'the customer' },
  levels: [
    BILL_TO_LEVEL,
    {
      level: 'credit',
      parent: 'customer',
      collection: 'credit',
      marks: ['creditLimit', 'creditClass', 'riskCode'],
      where: 'the credit',
    },
  ],
  fields: [
    needed('setId', 'customer', 'SetID', code(5), ['SETID']),
    needed('custId', 'customer', 'Customer', text(15), ['CUST_ID', 'CUSTOMER_ID']),
    ...BILL_TO_FIELDS,
    optional('credit', 'customer', 'Credit (collection)', ROWS, ['CUST_CREDIT', 'CREDIT']),
    optional('creditFrom', 'credit', 'Credit effective from', DATE, ['EFFDT']),
    optional('creditStatus', 'credit', 'Credit status', code(1), ['EFF_STATUS']),
    optional('creditLimit', 'credit', 'Credit limit', AMOUNT, ['CR_LIMIT', 'CREDIT_LIMIT']),
    optional('creditCurrency', 'credit', 'Credit currency', code(3), ['CURRENCY_CD']),
    optional('creditClass', 'credit', 'Credit class', code(2), ['CREDIT_CLASS']),
    optional('riskCode', 'credit', 'Risk code', code(2), ['RISK_CODE']),
  ],
  example: {
    setId: 'SHARE',
    custId: '1001',
    billTo: [BILL_TO_EXAMPLE],
    credit: [
      {
        creditFrom: '2026-10-30',
        creditStatus: 'A',
        creditLimit: '10000.00',
        creditCurrency: 'USD',
        creditClass: 'A',
        riskCode: '1',
      },
    ],
  },
};
