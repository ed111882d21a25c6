import { code, count, DATE, needed, optional, ROWS, text, type Preset } from './preset.ts';

/** A contact with its customers and phones: the records CONTACT, CONTACT_CUST and CONTACT_PHONE. Oracle delivers no such service. */
export const CONTACT_PRESET: Preset = {
  name: 'contact',
  title: 'Contact of a customer',
  services: ['CI_SITE_CONTACT_CI', 'CI_CONTACT_CI'],
  root: { level: 'contact', where: 'the contact' },
  levels: [
    {
      level: 'customer',
      parent: 'contact',
      collection: 'customers',
      marks: ['custId', 'primary'],
      elseAbove: { here: 'The contact itself names its customer.', none: 'No collection of it holds a customer.' },
      where: 'the customers',
    },
    { level: 'phone', parent: 'contact', collection: 'phones', marks: ['phone', 'phoneType'], where: 'the phones' },
  ],
  fields: [
    needed('setId', 'contact', 'SetID', code(5), ['SETID', 'CONTACT_SETID']),
    needed('contactId', 'contact', 'Contact', text(15), ['CONTACT_ID']),
    optional('from', 'contact', 'Effective from', DATE, ['EFFDT']),
    optional('status', 'contact', 'Status', code(1), ['EFF_STATUS', 'CONTACT_STATUS']),
    needed('name', 'contact', 'Name', text(40), ['NAME1', 'NAME', 'CONTACT_NAME']),
    optional('email', 'contact', 'E-mail', text(70), ['EMAILID', 'EMAIL_ADDR', 'EMAIL']),
    optional('title', 'contact', 'Title', text(35), ['TITLE', 'CONTACT_TITLE']),
    optional('externalId', 'contact', 'Id in the other system', text(27), ['EXTERNAL_ID', 'PIPEDRIVE_ID', 'STRIPE_ID']),
    optional('customers', 'contact', 'Customers (collection)', ROWS, ['CONTACT_CUST', 'CUST_CONTACT', 'CUSTOMERS']),
    needed('custId', 'customer', 'Customer', text(15), ['CUST_ID', 'CUSTOMER_ID']),
    optional('contactSeq', 'customer', 'Contact number', count(5), ['CNTCT_SEQ_NUM', 'CONTACT_SEQ_NUM']),
    optional('primary', 'customer', 'Primary contact', code(1), ['PRIMARY_FLAG', 'PRIMARY_IND']),
    optional('phones', 'contact', 'Phones (collection)', ROWS, ['CONTACT_PHONE', 'CONTACT_PHN', 'PHONES']),
    optional('phoneType', 'phone', 'Kind of phone', code(4), ['PHONE_TYPE']),
    needed('phone', 'phone', 'Phone', text(24), ['PHONE', 'PHONE_NUM']),
  ],
  example: {
    setId: 'SHARE',
    contactId: 'NEXT',
    from: '2026-10-30',
    status: 'A',
    name: 'Adele Example',
    email: 'adele@example.com',
    title: 'Accounts payable',
    externalId: '4711',
    customers: [{ custId: '1001', contactSeq: '1', primary: 'Y' }],
    phones: [{ phoneType: 'BUSN', phone: '+1 518 555 0100' }],
  },
};
