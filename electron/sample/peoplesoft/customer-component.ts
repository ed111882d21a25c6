import { nextNumber } from './books-schema.ts';
import type { ComponentDefinition, FieldType } from './component.ts';

const key = (length: number): FieldType => ({ kind: 'char', length, upper: true });
const text = (length: number): FieldType => ({ kind: 'char', length });
const blank = () => '';

/**
 * A customer service as a site with one service for all customer data would build it: the customer at level 0,
 * addresses below it. `X_STRIPE_ID` is the site's own field for the other system's id.
 */
export const CUSTOMER_COMPONENT: ComponentDefinition = {
  name: 'X_CUSTOMER_CI',
  root: {
    name: 'X_CUSTOMER_CI',
    table: 'customer',
    properties: [
      {
        name: 'KEYPROP_SETID',
        column: 'setid',
        type: key(5),
        key: true,
        required: true,
        prompt: 'SELECT 1 FROM business_unit WHERE setid = :setid',
      },
      { name: 'KEYPROP_CUST_ID', column: 'cust_id', type: key(15), key: true, required: true },
      { name: 'NAME1', column: 'name1', type: text(40), required: true },
      { name: 'CUST_STATUS', column: 'cust_status', type: key(1), defaultValue: () => 'A', translate: ['A', 'I', 'T'] },
      { name: 'CUST_STATUS_DT', column: 'cust_status_dt', type: { kind: 'date' }, defaultValue: (today) => today },
      { name: 'SINCE_DT', column: 'since_dt', type: { kind: 'date' }, defaultValue: (today) => today },
      { name: 'ADD_DT', column: 'add_dt', type: { kind: 'date' }, defaultValue: (today) => today },
      { name: 'X_STRIPE_ID', column: 'x_stripe_id', type: text(64), defaultValue: blank },
    ],
    collections: [
      {
        name: 'COLL_CUST_ADDRESS',
        table: 'cust_address',
        properties: [
          {
            name: 'KEYPROP_ADDRESS_SEQ_NUM',
            column: 'address_seq_num',
            type: { kind: 'number', digits: 5 },
            key: true,
            required: true,
          },
          { name: 'ADDRESS1', column: 'address1', type: text(55), required: true },
          { name: 'CITY', column: 'city', type: text(30), defaultValue: blank },
          { name: 'POSTAL', column: 'postal', type: text(12), defaultValue: blank },
          { name: 'COUNTRY', column: 'country', type: key(3), defaultValue: blank },
        ],
        collections: [],
      },
    ],
  },
  keys: ['setid', 'cust_id'],
  findKeys: ['setid', 'cust_id', 'name1'],
  findList: ['setid', 'cust_id', 'name1', 'cust_status'],
  autoNumber: {
    column: 'cust_id',
    next: (context) => `N${String(nextNumber(context.books, 'cust_id')).padStart(9, '0')}`,
  },
  stamp: () => ({}),
  saveEdit: () => ({ refusals: [], warnings: [] }),
};
