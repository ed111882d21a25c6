import { code, count, DATE, needed, optional, ROWS, text, type PresetLevel } from './preset.ts';

/** Level 0 of every customer service: the record CUSTOMER. Source: PeopleBooks, Order Management, "Converting Customer Information". */
export const CUSTOMER_FIELDS = [
  needed('setId', 'customer', 'SetID', code(5), ['SETID']),
  needed('custId', 'customer', 'Customer', text(15), ['CUST_ID', 'CUSTOMER_ID']),
  needed('name', 'customer', 'Name', text(40), ['NAME1', 'NAME', 'CUST_NAME']),
  optional('shortName', 'customer', 'Short name', text(10), ['NAMESHORT', 'SHORT_NAME']),
  optional('status', 'customer', 'Status', code(1), ['CUST_STATUS', 'STATUS']),
  optional('statusDate', 'customer', 'Status date', DATE, ['CUST_STATUS_DT', 'STATUS_DT']),
  optional('customerType', 'customer', 'Customer type', code(1), ['CUSTOMER_TYPE', 'CUST_TYPE']),
  optional('sinceDate', 'customer', 'Customer since', DATE, ['SINCE_DT']),
  optional('addedDate', 'customer', 'Added on', DATE, ['ADD_DT']),
  optional('externalId', 'customer', 'Stripe id', text(27), ['STRIPE_ID', 'EXTERNAL_ID', 'EXT_CUST_ID']),
] as const;

/** Addresses: a sequence number (CUST_ADDR_SEQ) with effective-dated rows below it (CUST_ADDRESS), or both in one collection. */
export const ADDRESS_FIELDS = [
  needed('addresses', 'customer', 'Addresses (collection)', ROWS, ['CUST_ADDR_SEQ', 'CUST_ADDRESS', 'ADDRESSES']),
  needed('addressSeq', 'address', 'Address number', count(5), ['ADDRESS_SEQ_NUM', 'ADDRESS_SEQ']),
  optional('addressDescription', 'address', 'Address description', text(30), ['DESCR']),
  optional('addressRows', 'address', 'Effective-dated address (collection)', ROWS, ['CUST_ADDRESS', 'ADDRESS']),
  optional('addressFrom', 'addressRow', 'Address effective from', DATE, ['EFFDT']),
  optional('addressStatus', 'addressRow', 'Address status', code(1), ['EFF_STATUS']),
  needed('address1', 'addressRow', 'Address line 1', text(55), ['ADDRESS1', 'STREET1']),
  optional('address2', 'addressRow', 'Address line 2', text(55), ['ADDRESS2', 'STREET2']),
  optional('city', 'addressRow', 'City', text(30), ['CITY']),
  optional('state', 'addressRow', 'State', code(6), ['STATE']),
  optional('postal', 'addressRow', 'Postal code', text(12), ['POSTAL', 'ZIP']),
  optional('country', 'addressRow', 'Country', code(3), ['COUNTRY']),
] as const;

type CustomerKey = (typeof CUSTOMER_FIELDS)[number]['key'] | (typeof ADDRESS_FIELDS)[number]['key'];
export const ADDRESS_LEVELS: readonly PresetLevel<CustomerKey, 'customer' | 'address' | 'addressRow'>[] = [
  {
    level: 'address',
    parent: 'customer',
    collection: 'addresses',
    marks: ['addressSeq', 'address1', 'city', 'postal'],
    where: 'the addresses',
  },
  {
    level: 'addressRow',
    parent: 'address',
    collection: 'addressRows',
    marks: ['address1', 'city', 'postal', 'country'],
    elseAbove: { here: 'The address itself holds its lines.', none: 'No collection of an address holds its lines.' },
    where: 'the address',
  },
];

export const CUSTOMER_EXAMPLE = {
  setId: 'SHARE',
  custId: 'NEXT',
  name: 'Adele Example Ltd',
  shortName: 'ADELE',
  status: 'A',
  statusDate: '2026-10-30',
  customerType: '1',
  sinceDate: '2026-10-30',
  addedDate: '2026-10-30',
  externalId: 'cus_0000000000000000000000',
} as const;

export const ADDRESSES_EXAMPLE = [
  {
    addressSeq: '1',
    addressDescription: 'Main',
    addressRows: [
      {
        addressFrom: '2026-10-30',
        addressStatus: 'A',
        address1: '1 High Street',
        address2: '',
        city: 'Albany',
        state: 'NY',
        postal: '12207',
        country: 'USA',
      },
    ],
  },
] as const;
