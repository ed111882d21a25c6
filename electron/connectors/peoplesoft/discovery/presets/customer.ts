import {
  ADDRESS_FIELDS,
  ADDRESS_LEVELS,
  ADDRESSES_EXAMPLE,
  CUSTOMER_EXAMPLE,
  CUSTOMER_FIELDS,
} from './customer-fields.ts';
import { BILL_TO_EXAMPLE, BILL_TO_FIELDS, BILL_TO_LEVEL } from './bill-to-fields.ts';
import type { Preset } from './preset.ts';

/** One service for all customer data, as sites build it over the general customer component. */
export const CUSTOMER_PRESET: Preset = {
  name: 'customer',
  title: 'Customer, one service for everything',
  services: ['CI_CUSTOMER_CI', 'CI_CUSTOMER_GENERAL'],
  root: { level: 'customer', where: 'the customer' },
  levels: [...ADDRESS_LEVELS, BILL_TO_LEVEL],
  fields: [...CUSTOMER_FIELDS, ...ADDRESS_FIELDS, ...BILL_TO_FIELDS],
  example: { ...CUSTOMER_EXAMPLE, addresses: ADDRESSES_EXAMPLE, billTo: [BILL_TO_EXAMPLE] },
};
