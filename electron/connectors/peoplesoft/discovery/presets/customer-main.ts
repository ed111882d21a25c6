import {
  ADDRESS_FIELDS,
  ADDRESS_LEVELS,
  ADDRESSES_EXAMPLE,
  CUSTOMER_EXAMPLE,
  CUSTOMER_FIELDS,
} from './customer-fields.ts';
import type { Preset } from './preset.ts';

/** The first of Oracle's split customer services: the customer with its addresses. Its roles follow by services of their own. */
export const CUSTOMER_MAIN_PRESET: Preset = {
  name: 'customer-main',
  title: 'Customer and addresses (Oracle’s split services)',
  services: ['CI_CUSTOMER_MAIN_CI'],
  root: { level: 'customer', where: 'the customer' },
  levels: ADDRESS_LEVELS,
  fields: [...CUSTOMER_FIELDS, ...ADDRESS_FIELDS],
  example: { ...CUSTOMER_EXAMPLE, addresses: ADDRESSES_EXAMPLE },
};
