import * as soap from 'soap';
import { describe, expect, it } from 'vitest';
import { DEPOSIT } from './soap-client.ts';
import { inBooks, startSite, type RunningSite } from './sample-site.ts';

const connector = (site: RunningSite) => `${site.url}/PSIGW/PeopleSoftServiceListeningConnector`;
const read = async (address: string) => (await fetch(address)).text();

const REQUEST = {
  KEYPROP_DEPOSIT_BU: 'US001',
  KEYPROP_DEPOSIT_ID: 'NEXT',
  BANK_CD: 'STRPE',
  BANK_ACCT_KEY: 'US01',
  FORMAT_CURRENCY: 'USD',
  ACCOUNTING_DT: '2026-10-15',
  CONTROL_AMT: '100.00',
  CONTROL_CNT: '1',
  COLL_PAYMENT: [
    {
      KEYPROP_PAYMENT_SEQ_NUM: '1',
      PAYMENT_ID: 'T1',
      PAYMENT_AMT: '100.00',
      PAYMENT_CURRENCY: 'USD',
      ACCOUNTING_DT_0: '2026-10-15',
      COLL_PAYMENT_CUST: [{ CUST_ID: 'C100' }],
      COLL_PAYMENT_ITEM: [
        { BUSINESS_UNIT: 'US001', CUST_ID_0: 'C100', ITEM: 'INV-1', ITEM_LINE: '1', PAY_AMT: '100.00' },
      ],
    },
  ],
};

async function createThroughSoapLibrary(site: RunningSite, wsdl: string): Promise<unknown> {
  const client = await soap.createClientAsync(wsdl);
  client.setEndpoint(`${connector(site)}/${site.node}`);
  const options = { hasTimeStamp: false, hasTokenCreated: false, hasNonce: false, mustUnderstand: true };
  client.setSecurity(new soap.WSSecurity(site.user, site.password, { ...options, passwordType: 'PasswordText' }));
  const operation: unknown = client[`${DEPOSIT}_CAsync`];
  if (typeof operation !== 'function') throw new Error('the WSDL has no create operation');
  const [result] = (await operation.call(client, REQUEST)) as unknown[];
  return result;
}

describe('the WSDL of a service', () => {
  it.each([
    ['by path', (site: RunningSite) => `${connector(site)}/${site.node}/${DEPOSIT}.1.wsdl`],
    ['by path without node', (site: RunningSite) => `${connector(site)}/${DEPOSIT}.1.wsdl`],
    ['by query', (site: RunningSite) => `${connector(site)}?Operation=GetWSDL&wsdl=${DEPOSIT}.1`],
  ])('lets a SOAP library load it %s and create a deposit', async (_how, address) => {
    const site = await startSite();
    const result = await createThroughSoapLibrary(site, address(site));
    expect(result).toMatchObject({
      notification: '1',
      detail: { X_AR_DEPOSIT_CI: { KEYPROP_DEPOSIT_ID: '0000000001' } },
    });
    expect(inBooks(site.file, (books) => [...books.payments()].map(({ paymentId }) => paymentId))).toEqual(['T1']);
  });

  it('imports fifteen schemas under random message names, different at each start', async () => {
    const address = (site: RunningSite) => `${connector(site)}/${DEPOSIT}.1.wsdl`;
    const messagesOf = async (site: RunningSite) =>
      (await read(address(site))).match(/schemaLocation="M\d{6}\.V1\.xsd"/g);
    const first = await messagesOf(await startSite());
    const second = await messagesOf(await startSite());
    expect(first).toHaveLength(15);
    expect(new Set([...(first ?? []), ...(second ?? [])]).size).toBeGreaterThan(15);
  });

  it('names an internal host as its address, and the version its site gave each action', async () => {
    const site = await startSite(undefined, {
      settings: { actionVersion: 'V2', schemaNamespace: 'http://inside/schemas' },
    });
    const wsdl = await read(`${connector(site)}/${site.node}/${DEPOSIT}.1.wsdl`);
    expect(wsdl).toContain('<soap:address location="http://psfin-app01.corp.invalid:8000/PSIGW/');
    expect(wsdl.match(/soapAction="[^"]+\.V2"/g)).toHaveLength(5);
    expect(wsdl).toMatch(/xmlns:M\d{6}\.V1="http:\/\/inside\/schemas\/M\d{6}\.V1"/);
  });

  it('describes leaves by shape and restriction, collections as unbounded', async () => {
    const site = await startSite();
    const wsdl = await read(`${connector(site)}/${DEPOSIT}.1.wsdl`);
    const request = /<wsdl:input message="[^:]+:(M\d+\.V1)"/.exec(wsdl)?.[1] ?? '';
    const schema = await read(`${connector(site)}/${site.node}/${request}.xsd`);
    expect(schema).toContain(
      '<xsd:element maxOccurs="unbounded" minOccurs="0" name="COLL_PAYMENT" type="COLL_PAYMENTTypeShape"/>',
    );
    expect(schema).toContain('<xsd:element maxOccurs="1" minOccurs="1" name="PAYMENT_ID" type="PAYMENT_IDTypeShape"/>');
    expect(schema).toMatch(
      /name="PAYMENT_IDTypeDef">\s*<xsd:restriction base="xsd:string"><xsd:maxLength value="15"\/>/,
    );
    expect(schema).toMatch(
      /name="PAY_AMTTypeDef">\s*<xsd:restriction base="xsd:decimal"><xsd:totalDigits value="28"\/>/,
    );
    expect(await read(`${connector(site)}?Operation=GetSchema&xsd=${request}`)).toBe(schema);
  });

  it('does not exist for an unknown service, message or node', async () => {
    const site = await startSite();
    for (const path of ['CI_NONE.1.wsdl', 'M000000.V1.xsd', `PSFT_HR/${DEPOSIT}.1.wsdl`])
      expect((await fetch(`${connector(site)}/${path}`)).status).toBe(404);
  });
});
