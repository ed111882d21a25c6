import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soapToCiAddress } from '../../../../../electron/connectors/peoplesoft/soap-to-ci/address.ts';
import { createComponentSchema } from '../../../../../electron/connectors/peoplesoft/soap-to-ci/component-schema.ts';
import { readShapeOnce } from '../../../../../electron/connectors/peoplesoft/soap-to-ci/read-shape.ts';
import {
  isSignInPage,
  readSoapToCiAnswer,
} from '../../../../../electron/connectors/peoplesoft/soap-to-ci/read-answer.ts';
import { readCiShape } from '../../../../../electron/connectors/peoplesoft/soap-to-ci/shape-reader.ts';
import { soapToCiWire } from '../../../../../electron/connectors/peoplesoft/soap-to-ci/wire.ts';
import { prepareCall, sendCall, showCall } from '../../../../../electron/connectors/peoplesoft/soap/ci-client.ts';
import {
  startPeopleSoftSimulator,
  type PeopleSoftSimulator,
} from '../../../../../electron/sample/peoplesoft/simulator.ts';

const folder = mkdtempSync(join(tmpdir(), 'tieout-s2c-'));
let site: PeopleSoftSimulator;
beforeAll(async () => {
  site = await startPeopleSoftSimulator({
    folder,
    port: 0,
    now: () => Date.parse('2026-11-02T17:00:00Z'),
    batchSeconds: 0,
    unauthorisedUsers: { NOBODY: 'pw' },
  });
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

const CUSTOMER = 'X_CUSTOMER_CI';
const wire = soapToCiWire('MM/DD/YYYY');
const lineTo = () => ({
  fetch,
  url: soapToCiAddress({ address: `${site.url}/psc/ps/EMPLOYEE/ERP/`, language: 'ENG' }),
  timeoutMs: 20_000,
  wire,
});
const me = () => ({ user: site.user, password: site.password });
const schema = () => createComponentSchema(CUSTOMER, (signal) => readShapeOnce(lineTo(), CUSTOMER, me(), signal));
const ADELE = {
  KEYPROP_SETID: 'SHARE',
  KEYPROP_CUST_ID: '4711',
  NAME1: 'Adele & Söhne; <Ltd>',
  SINCE_DT: '2026-03-04',
  COLL_CUST_ADDRESS: [{ KEYPROP_ADDRESS_SEQ_NUM: '1', ADDRESS1: '1 High Street' }],
};
const send = async (data: Record<string, unknown>, action: 'Create' | 'Updatedata' = 'Create', token = me()) =>
  sendCall(lineTo(), await prepareCall(schema(), action, data), token);

describe('a component interface by SOAPToCI', () => {
  it('tells its shape live: types, lengths, what is required, collections; keys once', async () => {
    const { request } = await schema().operation('Create');
    expect(request.name).toBe('CREATE__CompIntfc__X_CUSTOMER_CI');
    expect(request.properties.map(({ name }) => name)).toEqual([
      'KEYPROP_SETID',
      'KEYPROP_CUST_ID',
      'NAME1',
      'CUST_STATUS',
      'CUST_STATUS_DT',
      'SINCE_DT',
      'ADD_DT',
      'X_STRIPE_ID',
      'COLL_CUST_ADDRESS',
    ]);
    expect(request.properties[0]).toMatchObject({ minOccurs: 1, type: { kind: 'string', maxLength: 5 } });
    expect(request.properties[5]).toMatchObject({ minOccurs: 0, type: { kind: 'date' } });
    expect(request.properties[8]).toMatchObject({ kind: 'group', maxOccurs: 'unbounded' });
  });

  it('saves a row with all that needs care on the way: semicolons, markup, the user’s own dates', async () => {
    const call = await prepareCall(schema(), 'Create', ADELE);
    const shown = showCall(call, me(), wire);
    expect(shown).toContain('<NAME1>Adele &amp; Söhne&#59; &lt;Ltd&gt;</NAME1><SINCE_DT>03/04/2026</SINCE_DT>');
    expect(shown).not.toContain(site.password);
    expect(await send(ADELE)).toMatchObject({ outcome: 'saved', notification: 1, messages: [] });
    // A second one under the same key is refused for certain, in PeopleSoft's own words and numbers.
    expect(await send(ADELE)).toMatchObject({
      outcome: 'notSaved',
      messages: [
        {
          type: 'Error',
          set: 91,
          number: 49,
          text: `Row already exists with the specified keys. {${CUSTOMER}} (91,49)`,
        },
      ],
    });
    expect(await send({ ...ADELE, NAME1: 'Adele' }, 'Updatedata')).toMatchObject({ outcome: 'saved' });
  });

  it('has nothing that reads: Get and Find are said not to be there', async () => {
    await expect(prepareCall(schema(), 'Get', {})).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('sends nothing that its shape objects to', async () => {
    const { findings } = await prepareCall(schema(), 'Create', { ...ADELE, KEYPROP_SETID: 'TOOLONG', NAME_1: 'x' });
    expect(findings).toEqual(['NAME_1 is not a property of this service', expect.stringMatching(/^KEYPROP_SETID .*5/)]);
  });

  it('a wrong password is a sign-in page: nothing is known of a save, and no shape comes', async () => {
    const wrong = { user: site.user, password: 'wrong' };
    expect(await send(ADELE, 'Create', wrong)).toMatchObject({ outcome: 'unknown', credentialsFailed: false });
    await expect(readShapeOnce(lineTo(), CUSTOMER, wrong)).rejects.toMatchObject({ kind: 'credentials' });
    expect(await send(ADELE, 'Create', { user: 'NOBODY', password: 'pw' })).toMatchObject({ outcome: 'unknown' });
  });

  it('a date in another form than the user’s is refused and not guessed', async () => {
    const european = { ...lineTo(), wire: soapToCiWire('DD-MON-YYYY') };
    const call = await prepareCall(schema(), 'Create', { ...ADELE, KEYPROP_CUST_ID: '4712' });
    expect(await sendCall(european, call, me())).toMatchObject({ outcome: 'notSaved' });
  });

  it('several roots are worked one by one, which is why one request has one', async () => {
    const root = (id: string, name: string) =>
      `<CREATE__CompIntfc__${CUSTOMER}><KEYPROP_SETID>SHARE</KEYPROP_SETID><KEYPROP_CUST_ID>${id}</KEYPROP_CUST_ID>${name}</CREATE__CompIntfc__${CUSTOMER}>`;
    const body = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${root('5001', '<NAME1>A</NAME1>')}${root('5002', '')}</e:Body></e:Envelope>`;
    const answer = await fetch(lineTo().url, {
      method: 'POST',
      body,
      headers: { userid: site.user, pwd: site.password },
    });
    const text = await answer.text();
    expect(text.match(/<notification>\d/g)).toEqual(['<notification>1', '<notification>0']);
    const expected = { namespace: '', name: `Create__CompIntfc__${CUSTOMER}Response` };
    expect(readSoapToCiAnswer(text, expected)).toMatchObject({ kind: 'odd' });
  });
});

describe('what SOAPToCI answers', () => {
  const expected = { namespace: '', name: 'Updatedata__CompIntfc__XResponse' };
  const wrap = (content: string) =>
    `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${content}</e:Body></e:Envelope>`;
  const inside = (content: string, name = 'UpdateData__compintfc__XResponse') => wrap(`<${name}>${content}</${name}>`);

  it('is read whatever the case of its name, with warnings and keys', () => {
    const detail =
      '<detail><transaction><type>Warning</type><messagetext>Mind it (1,2)</messagetext></transaction><X><KEY>7</KEY></X></detail>';
    expect(readSoapToCiAnswer(inside(`<notification>1</notification>${detail}`), expected)).toMatchObject({
      kind: 'response',
      notification: '1',
      keys: [{ name: 'KEY', value: '7' }],
      messages: [{ type: 'Warning', set: 1, number: 2 }],
    });
  });

  it.each([
    ['two notifications', inside('<notification>1</notification><notification>0</notification>')],
    [
      'saved with an error',
      inside('<notification>1</notification><detail><transaction><type>Error</type></transaction></detail>'),
    ],
    ['another component’s answer', inside('<notification>1</notification>', 'Updatedata__CompIntfc__YResponse')],
    ['an empty text', ''],
    ['a cut document', wrap('<Updatedata__CompIntfc__XResponse><notification>1').slice(0, -20)],
    ['a web page', '<html><body>Busy</body></html>'],
    ['a document type', `<!DOCTYPE x>${inside('<notification>1</notification>')}`],
  ])('is odd, never an answer: %s', (_what, text) => {
    expect(readSoapToCiAnswer(text, expected)).toMatchObject({ kind: 'odd' });
  });

  it('is the sign-in page only where it asks for user and password', () => {
    expect(isSignInPage('<!DOCTYPE html><html><input name="userid"><input name=\'pwd\'></html>')).toBe(true);
    expect(isSignInPage('<html><body>Service Unavailable: userid pwd</body></html>')).toBe(false);
  });

  it('a shape that cannot be used says why', () => {
    const shape = (content: string) =>
      wrap(`<Getcishape__CompIntfc__XResponse>${content}</Getcishape__CompIntfc__XResponse>`);
    expect(() => readCiShape(shape(''), 'X')).toThrow(/no Level0-Collection/);
    expect(() => readCiShape(shape('<Level0-Collection><A fieldtype="9"/></Level0-Collection>'), 'X')).toThrow(
      /property A has no type/,
    );
    expect(() => readCiShape(wrap('<Other/>'), 'X')).toThrow(/<Other> instead of the shape of X/);
    const { properties } = readCiShape(
      shape(
        '<Level0-Collection><A fieldtype="3" fieldlength="12.6"/><B fieldtype="0" fieldlength="4" readonly="True"/></Level0-Collection>',
      ),
      'X',
    );
    expect(properties).toMatchObject([{ name: 'A', type: { kind: 'decimal', totalDigits: 18, fractionDigits: 6 } }]);
  });
});
