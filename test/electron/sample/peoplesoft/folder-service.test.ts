import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startPeopleSoftSimulator } from '../../../../electron/sample/peoplesoft/simulator.ts';
import { readProcessOptions } from '../../../../electron/sample/peoplesoft/process-options.ts';
import { NOON_MS } from './sample-site.ts';
import { post, textsOf, type Access } from './soap-client.ts';

const XSD = 'http://www.w3.org/2001/XMLSchema';
const NS = 'urn:site/M100.V1';
const ACTIONS = { Create: 'C', Get: 'G', Find: 'F', Update: 'UP', Updatedata: 'UD' } as const;
type Action = keyof typeof ACTIONS;

const BUFFER = `<x:element name="UNIT" type="t:C5"/><x:element name="ID" type="t:C10"/><x:element name="AMT" minOccurs="0"><x:simpleType><x:restriction base="x:decimal"><x:totalDigits value="20"/><x:fractionDigits value="6"/></x:restriction></x:simpleType></x:element>
<x:element name="LINES" minOccurs="0" maxOccurs="2"><x:complexType><x:sequence><x:element name="LINE_NBR" type="x:int"/><x:element name="NOTE" type="t:C10" minOccurs="0"/></x:sequence></x:complexType></x:element>`;
const KEYS = '<x:element name="UNIT" type="t:C5"/><x:element name="ID" type="t:C10"/>';
const requests: Readonly<Record<Action, string>> = {
  Create: BUFFER,
  Get: KEYS,
  Find: KEYS.replaceAll('/>', ' minOccurs="0"/>'),
  Update: BUFFER,
  Updatedata: BUFFER,
};

/** One schema for all messages: the WSDL alone tells which element is which. */
function schema(): string {
  const elements = Object.entries(requests).map(
    ([action, content]) =>
      `<x:element name="${action}__CompIntfc__ZZ"><x:complexType><x:sequence>${content}</x:sequence></x:complexType></x:element>`,
  );
  const found = `<x:element name="Find__CompIntfc__ZZResponse"><x:complexType><x:sequence><x:element name="ZZ" minOccurs="0" maxOccurs="unbounded"><x:complexType><x:sequence>${KEYS}</x:sequence></x:complexType></x:element></x:sequence></x:complexType></x:element>`;
  const type = (length: number) =>
    `<x:simpleType name="C${length}"><x:restriction base="x:string"><x:maxLength value="${length}"/></x:restriction></x:simpleType>`;
  return `<x:schema xmlns:x="${XSD}" xmlns:t="${NS}" targetNamespace="${NS}" elementFormDefault="qualified">${elements.join('')}${found}${type(5)}${type(10)}</x:schema>`;
}

function wsdl(): string {
  const all = Object.entries(ACTIONS);
  const messages = all.map(
    ([action, suffix]) =>
      `<message name="${suffix}"><part xmlns:m="${NS}" name="p" element="m:${action}__CompIntfc__ZZ"/></message><message name="${suffix}R"><part xmlns:m="${NS}" name="p" element="m:${action}__CompIntfc__ZZResponse"/></message>`,
  );
  const ports = all.map(
    ([, suffix]) =>
      `<operation name="O_${suffix}"><input message="t:${suffix}"/><output message="t:${suffix}R"/></operation>`,
  );
  const bindings = all.map(
    ([, suffix]) => `<operation name="O_${suffix}"><s:operation soapAction="ZZ_${suffix}.V1"/></operation>`,
  );
  return `<definitions name="CI_ZZ.1" xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:t" targetNamespace="urn:t">${messages.join('')}<portType name="P">${ports.join('')}</portType><binding name="B" type="t:P"><s:binding/>${bindings.join('')}</binding></definitions>`;
}

async function startSite() {
  const folder = mkdtempSync(join(tmpdir(), 'folder-service-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'zz'));
  writeFileSync(join(folder, 'zz', 'zz.wsdl'), wsdl());
  writeFileSync(join(folder, 'zz', 'one.xsd'), schema());
  const start = async () =>
    await startPeopleSoftSimulator({
      folder: join(folder, 'site'),
      port: 0,
      now: () => NOON_MS,
      batchSeconds: 0,
      serviceFolders: [join(folder, 'zz')],
    });
  const site = await start();
  onTestFinished(() => site.close());
  return { site, start };
}

async function send(site: Access, action: Action, content: string): Promise<string> {
  const answer = await post(
    site,
    `ZZ_${ACTIONS[action]}.V1`,
    `<${action}__CompIntfc__ZZ xmlns="${NS}">${content}</${action}__CompIntfc__ZZ>`,
  );
  return await answer.text();
}

const KEY = '<UNIT>US001</UNIT><ID>A1</ID>';
const line = (number: string, note: string) => `<LINES><LINE_NBR>${number}</LINE_NBR><NOTE>${note}</NOTE></LINES>`;

describe('a service that is only a folder of files', () => {
  it('is handed out as those very files, by file and by message name', async () => {
    const { site } = await startSite();
    const base = `${site.url}/PSIGW/PeopleSoftServiceListeningConnector/${site.node}`;
    const get = async (path: string) => await (await fetch(`${base}${path}`)).text();
    expect(await get('/CI_ZZ.1.wsdl')).toBe(wsdl());
    expect(await get('?Operation=GetWSDL&wsdl=CI_ZZ.1')).toBe(wsdl());
    for (const path of ['/one.xsd', '/M100.V1.xsd', '?Operation=GetSchema&xsd=M100.V1'])
      expect(await get(path)).toBe(schema());
  });

  it('keeps rows by the keys that its messages name, also over a restart', async () => {
    const { site, start } = await startSite();
    const saved = await send(site, 'Create', `${KEY}<AMT>0012345678901234.500000</AMT>${line('7', 'seven')}`);
    expect(textsOf(saved, 'notification')).toEqual(['1']);
    expect(await send(site, 'Create', KEY)).toContain('(91,49)');
    expect(textsOf(await send(site, 'Update', KEY + line('7', 'changed') + line('8', 'new')), 'notification')).toEqual([
      '1',
    ]);
    await site.close();
    const again = await start();
    onTestFinished(() => again.close());
    const got = await send(again, 'Get', KEY);
    expect(textsOf(got, 'AMT')).toEqual(['12345678901234.5']);
    expect(textsOf(got, 'NOTE')).toEqual(['seven', 'new']);
    expect(textsOf(await send(again, 'Updatedata', KEY + line('8', '')), 'notification')).toEqual(['1']);
    expect(textsOf(await send(again, 'Get', KEY), 'NOTE')).toEqual(['seven', '']);
    expect(await send(again, 'Updatedata', KEY + line('9', 'none'))).toContain('(91,60)');
    expect(textsOf(await send(again, 'Find', '<UNIT>US</UNIT>'), 'ID')).toEqual(['A1']);
    expect(textsOf(await send(again, 'Find', '<UNIT>DE</UNIT>'), 'ID')).toEqual([]);
  });

  it('numbers a key that asks for it, and says under which number it was saved', async () => {
    const { site } = await startSite();
    const ids = [];
    for (const id of ['NEXT', 'NEXT']) {
      const saved = await send(site, 'Create', `<UNIT>US001</UNIT><ID>${id}</ID>`);
      ids.push(...textsOf(saved, 'ID'));
    }
    expect(ids).toEqual(['0000000001', '0000000002']);
  });

  it.each([
    ['an unknown element', `${KEY}<WHAT/>`, 'WHAT is not expected'],
    ['an element of another namespace', `${KEY}<AMT xmlns="urn:x">1</AMT>`, 'AMT is not expected'],
    ['elements out of order', '<ID>A1</ID><UNIT>US001</UNIT>', 'has 0 of at least 1 UNIT'],
    ['an element too often', `${KEY}<AMT>1</AMT><AMT>2</AMT>`, 'AMT occurs more than 1'],
    ['too many rows', KEY + line('1', '') + line('2', '') + line('3', ''), 'LINES occurs more than 2'],
    ['a missing element', '<UNIT>US001</UNIT>', 'has 0 of at least 1 ID'],
    ['a row without its key', `${KEY}<LINES><NOTE>x</NOTE></LINES>`, 'has 0 of at least 1 LINE_NBR'],
    ['a text too long', `${KEY}${line('1', 'x'.repeat(11))}`, 'longer than 10'],
    ['too many decimals', `${KEY}<AMT>1.0000001</AMT>`, 'no decimal'],
    ['a word for a number', `${KEY}${line('one', '')}`, 'not a whole number'],
  ])('refuses %s', async (_what, content, words) => {
    const { site } = await startSite();
    expect(textsOf(await send(site, 'Create', content), 'DefaultMessage').join(' ')).toContain(words);
    expect(textsOf(await send(site, 'Find', ''), 'ID')).toEqual([]);
  });

  it('is named to the simulator’s process with --service, as often as there are folders', () => {
    const common = ['--folder', 'f', '--port', '0', '--clock', 'c'];
    const { serviceFolders } = readProcessOptions([...common, '--service', 'a', '--service', 'b']);
    expect(serviceFolders).toEqual(['a', 'b']);
    expect(readProcessOptions(common).serviceFolders).toEqual([]);
  });
});
