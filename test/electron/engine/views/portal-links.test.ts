import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portalLinks } from '../../../../electron/engine/views/portal-links.ts';
import { portalSchema } from '../../../../shared/contract/profile-portal.ts';
import { startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';

const address = 'https://erp.example.com/psp/ps/EMPLOYEE/ERP';
const whole = { address, item: 'SITE_AR.ITEM_MAINTAIN.GBL', deposit: 'SITE_AR.PAYMENT_ENTRY.GBL' };

describe('where the portal is', () => {
  it.each([address, `${address}/`, 'http://erp.lan:8000/psc/FSPRD/EMPLOYEE/ERP'])('may be %s', (given) => {
    expect(portalSchema.parse({ address: given })).toMatchObject({
      customer: 'MAINTAIN_CUSTOMERS.CUSTOMER_GENERAL.GBL',
    });
  });

  it.each([
    { address: 'https://erp.example.com/PSIGW' },
    { address: `${address}/c/A.B.GBL` },
    { address: `${address}?cmd=login` },
    { address: 'https://user:pw@erp.example.com/psp/ps/EMPLOYEE/ERP' },
    { address: 'javascript://erp.example.com/psp/ps/EMPLOYEE/ERP' },
    { address, item: 'ITEM_MAINTAIN' },
    { address, item: 'A.B.GBL?x=/../s/WEBLIB' },
  ])('is not taken as %j', (given) => {
    expect(portalSchema.safeParse(given).success).toBe(false);
  });
});

describe('links into PeopleSoft', () => {
  const customer = { page: 'customer', setId: 'SHARE', custId: 'A&B 1' } as const;
  const item = { page: 'item', businessUnit: 'US001', custId: '1042', item: 'IN/1?', itemLine: 2 } as const;

  it('open a page by the keys of its record, each escaped, each row once', () => {
    const links = portalLinks(portalSchema.parse({ ...whole, address: `${address}/` }), [customer, item, item]);
    expect(links).toEqual([
      {
        label: 'customer A&B 1',
        url: `${address}/c/MAINTAIN_CUSTOMERS.CUSTOMER_GENERAL.GBL?Action=U&SETID=SHARE&CUST_ID=A%26B+1`,
      },
      {
        label: 'item IN/1?',
        url: `${address}/c/SITE_AR.ITEM_MAINTAIN.GBL?Action=U&BUSINESS_UNIT=US001&CUST_ID=1042&ITEM=IN%2F1%3F&ITEM_LINE=2`,
      },
    ]);
  });

  it('leave a line that is not known to the person', () => {
    const { itemLine: _line, ...order } = item;
    expect(portalLinks(portalSchema.parse(whole), [order])[0]?.url).toMatch(/&ITEM=IN%2F1%3F$/);
  });

  it('are none without a portal, without a page for the row, or while PeopleSoft has not numbered the deposit', () => {
    expect(portalLinks(undefined, [customer])).toEqual([]);
    expect(portalLinks(portalSchema.parse({ address }), [item])).toEqual([]);
    const deposit = { page: 'deposit', depositBu: 'US001', depositId: 'NEXT' } as const;
    expect(portalLinks(portalSchema.parse(whole), [deposit])).toEqual([]);
  });
});

describe('a company whose profile names the portal', () => {
  let tieout: EngineUnderTest;
  beforeAll(async () => {
    tieout = await startEngineUnderTest({
      size: 220,
      profile: (profile) => ({
        ...profile,
        peoplesoft: { ...profile.peoplesoft, portal: portalSchema.parse(whole) },
      }),
    });
    await tieout.load();
    await tieout.match();
    await tieout.post();
  });
  afterAll(() => tieout.close());

  it('leads from a movement to its customer and items, and from a posting to its deposit, customer and items', async () => {
    const [row] = tieout.rows<{ posting: number; movement: number; cust: string; item: string; deposit: string }>(
      `SELECT p.posting_id AS posting, p.movement_key AS movement, i.cust_id AS cust, i.item, d.deposit_id AS deposit
       FROM posting p JOIN deposit d USING (deposit_key) JOIN allocation a ON a.match_id = p.match_id JOIN ar_item i USING (item_key)
       WHERE p.state IN ('accepted', 'confirmed') AND d.deposit_id <> 'NEXT' LIMIT 1`,
    );
    const { movement, posting, cust, item, deposit } = row!;
    const shown = await tieout.query('match.detail', { movementKey: movement });
    expect(shown.portalLinks.map(({ label }) => label)).toEqual(
      expect.arrayContaining([`customer ${cust}`, `item ${item}`]),
    );
    const sent = await tieout.query('posting.detail', { postingKey: posting });
    expect(sent.portalLinks.map(({ label }) => label)).toEqual(
      expect.arrayContaining([`deposit ${deposit}`, `customer ${cust}`, `item ${item}`]),
    );
    expect(sent.portalLinks[0]?.url).toBe(
      `${address}/c/SITE_AR.PAYMENT_ENTRY.GBL?Action=U&DEPOSIT_BU=US001&DEPOSIT_ID=${deposit}`,
    );
  });
});
