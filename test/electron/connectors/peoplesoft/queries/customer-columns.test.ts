import { describe, expect, it } from 'vitest';
import { readParticulars } from '../../../../../electron/connectors/peoplesoft/queries/customer-columns.ts';
import { readCustomer } from '../../../../../electron/connectors/peoplesoft/queries/rows.ts';

const CORE = { SETID: 'SHARE', CUST_ID: '1001', NAME1: 'Ada', CUST_STATUS: 'A' };
const row = (more: Readonly<Record<string, string>>) => new Map(Object.entries({ ...CORE, ...more }));

describe('what the customers query tells besides id and name', () => {
  it('is read where the columns are, blanks as nothing, countries in two letters', () => {
    expect(
      readCustomer(row({ CITY: 'Köln', COUNTRY: 'DEU', PHONE: '', X_CRM: 'A-1' }), { sharedIdField: 'A.X_CRM' }),
    ).toEqual({
      setId: 'SHARE',
      custId: '1001',
      name: 'Ada',
      status: 'active',
      externalId: null,
      particulars: {
        street: null,
        street2: null,
        city: 'Köln',
        postalCode: null,
        region: null,
        country: 'DE',
        phone: null,
        email: null,
        vatId: null,
        taxId: null,
        otherName: null,
        sharedId: 'A-1',
      },
    });
  });

  it('is absent, and no failure, where a site has none of the columns', () => {
    expect(readParticulars(row({}), 'X_CRM')).toBeUndefined();
    expect(readCustomer(row({}), {})).not.toHaveProperty('particulars');
  });
});
