import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { BookFact } from '../../../../electron/sample/company/company.ts';
import { startPeopleSoftSimulator } from '../../../../electron/sample/peoplesoft/simulator.ts';
import { runQuery } from './query-client.ts';
import { customer, makeBooks, NOON_MS, startSite } from './sample-site.ts';

const KNOWN: BookFact = {
  kind: 'customer',
  customer: {
    setId: 'SHARE',
    custId: 'C700',
    name: 'Müller Bridge Tools GmbH',
    active: true,
    externalId: null,
    record: {
      address: {
        line1: 'Hauptstr. 5',
        line2: null,
        city: 'Köln',
        region: null,
        postalCode: '50667',
        country: 'DE',
      },
      email: 'ap@mueller-bridge.example',
      phone: '030/23125-100',
      taxId: { type: 'eu_vat', value: 'DE123456789' },
      otherName: 'Bridge Tools',
      crmId: 'A-104711',
    },
  },
};

describe('the customer queries', () => {
  it.each([
    ['X_AR_CUSTOMERS', { SETID: 'SHARE', AFTER_KEY: '' }],
    ['X_AR_CUSTOMERS_BY_ID', { SETID: 'SHARE', CUST_IDS: 'C700;C800' }],
  ])('%s tells what is kept of a customer, blank where nothing is', async (query, prompts) => {
    const site = await startSite([KNOWN, customer('C800')]);
    const rows = await runQuery(site, query, prompts);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      CUST_ID: 'C700',
      ADDRESS1: 'Hauptstr. 5',
      CITY: 'Köln',
      POSTAL: '50667',
      COUNTRY: 'DEU',
      PHONE: '030/23125-100',
      EMAILID: 'ap@mueller-bridge.example',
      VAT_RGSTRN_ID: 'DE123456789',
      TAX_ID: '',
      OTHER_NAME: 'Bridge Tools',
      X_CRM_ACCT: 'A-104711',
    });
    expect(rows[1]).toMatchObject({ CUST_ID: 'C800', ADDRESS1: '', COUNTRY: '', PHONE: '', VAT_RGSTRN_ID: '' });
  });

  it('answer over books made before customers had more than a name', async () => {
    const { folder, file } = makeBooks([customer('C800')]);
    const old = new Database(file);
    old.exec(
      'DROP TABLE cust_contact; DROP TABLE cust_vat_reg; DROP TABLE cust_id_nbrs; ALTER TABLE customer DROP COLUMN name2; ALTER TABLE cust_address DROP COLUMN state',
    );
    old.close();
    for (let start = 0; start < 2; start += 1) {
      const site = await startPeopleSoftSimulator({ folder, port: 0, now: () => NOON_MS });
      const rows = await runQuery(site, 'X_AR_CUSTOMERS', { SETID: 'SHARE', AFTER_KEY: '' });
      await site.close();
      expect(rows).toMatchObject([{ CUST_ID: 'C800', STATE: '' }]);
    }
  });
});
