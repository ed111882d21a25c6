import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readServiceFolder } from '../../../../../electron/connectors/peoplesoft/soap/service-folder.ts';
import { createServiceSchema } from '../../../../../electron/connectors/peoplesoft/soap/service-schema.ts';
import { XSD } from '../site/ci-documents.ts';

const SOAP = 'http://schemas.xmlsoap.org/wsdl/soap/';

interface Offered {
  readonly name: string;
  readonly soapAction: string;
  readonly namespace: string;
}

function wsdlOf(offered: readonly Offered[], types = ''): string {
  const messages = offered.map(
    ({ namespace }, at) =>
      `<message name="q${at}"><part xmlns:n="${namespace}" element="n:Get__CompIntfc__X" name="p"/></message>` +
      `<message name="a${at}"><part xmlns:n="${namespace}" element="n:Get__CompIntfc__XResponse" name="p"/></message>`,
  );
  const ports = offered.map(
    ({ name }, at) => `<operation name="${name}"><input message="t:q${at}"/><output message="t:a${at}"/></operation>`,
  );
  const bindings = offered.map(
    ({ name, soapAction }) => `<operation name="${name}"><s:operation soapAction="${soapAction}"/></operation>`,
  );
  return `<?xml version="1.0" encoding="ENCODING"?><definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="${SOAP}" xmlns:t="urn:t" targetNamespace="urn:t">
<types>${types}</types>${messages.join('')}<portType name="P">${ports.join('')}</portType><binding name="B" type="t:P"><s:binding/>${bindings.join('')}</binding></definitions>`;
}

const schemaOf = (namespace: string, key: string) =>
  `<x:schema xmlns:x="${XSD}" targetNamespace="${namespace}" elementFormDefault="qualified"><x:element name="Get__CompIntfc__X"><x:complexType><x:sequence><x:element name="${key}" type="x:string"/></x:sequence></x:complexType></x:element></x:schema>`;

function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'service-folder-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const ONE = [{ name: 'CI_X_G', soapAction: 'G.V1', namespace: 'urn:m1' }];
const keysOf = async (folder: string) => {
  const operation = await createServiceSchema(readServiceFolder(folder)).operation('Get');
  return [operation.soapAction, ...operation.request.properties.map(({ name }) => name)];
};

describe('a folder with the WSDL of a service', () => {
  it('is read with schemas under any names, or inside the WSDL itself', async () => {
    const wsdl = wsdlOf(ONE).replace('ENCODING', 'UTF-8');
    expect(await keysOf(folderOf({ 'a.wsdl': wsdl, 'Any Name (1).XSD': schemaOf('urn:m1', 'ID') }))).toEqual([
      'G.V1',
      'ID',
    ]);
    const inline = wsdlOf(ONE, schemaOf('urn:m1', 'INSIDE')).replace('ENCODING', 'UTF-8');
    expect(await keysOf(folderOf({ 'a.wsdl': inline }))).toEqual(['G.V1', 'INSIDE']);
  });

  it('is read in the encoding that each file has', async () => {
    const schema = schemaOf('urn:m1', 'GRÖSSE');
    const wsdl = wsdlOf(ONE).replace('ENCODING', 'UTF-16');
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(wsdl, 'utf16le')]);
    const latin = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${schema}`, 'latin1');
    expect(await keysOf(folderOf({ 'a.wsdl': utf16, 'b.xsd': latin }))).toEqual(['G.V1', 'GRÖSSE']);
    const broken = folderOf({
      'a.wsdl': wsdlOf(ONE).replace('ENCODING', 'UTF-8'),
      'b.xsd': Buffer.from(schema, 'latin1'),
    });
    expect(() => readServiceFolder(broken)).toThrow(/b\.xsd cannot be read as text/);
  });

  it('offers the newest of several versions of an operation', async () => {
    const versions = ['V1', 'V10', 'V2'].map((version) => ({
      name: `CI_X_G_${version}`,
      soapAction: `CI_X_G.${version}`,
      namespace: `urn:${version}`,
    }));
    const schemas = versions.map(({ namespace }, at) => [`${at}.xsd`, schemaOf(namespace, `ID_${at}`)] as const);
    const files = { 'a.wsdl': wsdlOf(versions).replace('ENCODING', 'UTF-8'), ...Object.fromEntries(schemas) };
    expect(await keysOf(folderOf(files))).toEqual(['CI_X_G.V10', 'ID_1']);
  });

  it('is refused when two generations of a schema contradict each other; a copy does no harm', async () => {
    const wsdl = wsdlOf(ONE).replace('ENCODING', 'UTF-8');
    const schema = schemaOf('urn:m1', 'ID');
    expect(await keysOf(folderOf({ 'a.wsdl': wsdl, 'b.xsd': schema, 'c.xsd': schema }))).toEqual(['G.V1', 'ID']);
    const two = folderOf({ 'a.wsdl': wsdl, 'b.xsd': schema, 'c.xsd': schemaOf('urn:m1', 'OTHER') });
    await expect(keysOf(two)).rejects.toThrow(/declared twice/);
  });

  it('is refused in words when it is none, or its operation is missing', async () => {
    expect(() => readServiceFolder(join(tmpdir(), 'nothing-there-at-all'))).toThrow(/no folder that can be read/);
    expect(() => readServiceFolder(folderOf({ 'a.xsd': schemaOf('urn:m1', 'ID') }))).toThrow(/no \.wsdl file/);
    const wsdl = wsdlOf(ONE).replace('ENCODING', 'UTF-8');
    const schema = createServiceSchema(
      readServiceFolder(folderOf({ 'a.wsdl': wsdl, 'b.xsd': schemaOf('urn:m1', 'I') })),
    );
    await expect(schema.operation('Find')).rejects.toMatchObject({ kind: 'notFound' });
    // The response has no schema here: it is read by what it looks like.
    await expect(schema.response('Get')).resolves.toBeNull();
  });
});
