import { describe, expect, it } from 'vitest';
import type { GroupShape } from '../../../../../electron/connectors/peoplesoft/soap/schema-model.ts';
import { createServiceSchema } from '../../../../../electron/connectors/peoplesoft/soap/service-schema.ts';
import { readWsdl } from '../../../../../electron/connectors/peoplesoft/soap/wsdl-reader.ts';
import { SchemaSet } from '../../../../../electron/connectors/peoplesoft/soap/xsd-reader.ts';
import { validateDocument } from '../../../../../electron/connectors/peoplesoft/soap/validate-document.ts';
import { DEPOSIT_SPEC, wsdlDocument, XSD, xsdDocument } from '../site/ci-documents.ts';
import { randomNames } from '../site/test-site.ts';

const shapeOf = (body: string, more = ''): GroupShape => {
  const set = new SchemaSet();
  set.add(
    `<s:schema xmlns:s="${XSD}" xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified"><s:element name="R"><s:complexType>${body}</s:complexType></s:element>${more}</s:schema>`,
  );
  return set.message({ namespace: 'urn:t', name: 'R' });
};
const leaf = (type: string, occurs = '') =>
  shapeOf(`<s:sequence><s:element name="P" type="${type}" ${occurs}/></s:sequence>`);

const objections = (...args: Parameters<typeof validateDocument>) => validateDocument(...args).map(({ text }) => text);

describe('the WSDL of a service', () => {
  it('names operations, SOAPActions, message elements, schema locations and the address', () => {
    const names = randomNames('V2');
    const model = readWsdl(wsdlDocument(DEPOSIT_SPEC, names));
    expect(model.operations.map(({ action, name, soapAction }) => [action, name, soapAction])).toEqual([
      ['Create', 'CI_X_DEPOSIT_CI_C', names.createAction],
      ['Get', 'CI_X_DEPOSIT_CI_G', names.getAction],
    ]);
    expect(model.operations[0]?.request).toEqual({
      namespace: `${names.base}/${names.createRequest}`,
      name: 'Create__CompIntfc__X_DEPOSIT_CI',
    });
    expect(model.schemaLocations.size).toBe(4);
    expect(model.address).toContain(names.internal);
  });

  it('is refused when it is something else, in words', async () => {
    const schema = (text: string) =>
      createServiceSchema({
        what: 'service CI_X',
        wsdlLocation: 'w',
        read: async () => text,
        relocate: (location) => location,
      });
    await expect(schema('<html/>').wsdl()).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('<html>') as string,
    });
    await expect(schema('<!DOCTYPE x><x/>').wsdl()).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('DOCTYPE') as string,
    });
    await expect(schema(wsdlDocument(DEPOSIT_SPEC, randomNames())).operation('Update')).rejects.toMatchObject({
      kind: 'notFound',
    });
  });
});

describe('the schema of a message', () => {
  it('is read through TypeShape and TypeDef, three collections deep', () => {
    const set = new SchemaSet();
    set.add(xsdDocument('urn:m', 'Create__CompIntfc__X', DEPOSIT_SPEC.create));
    const shape = set.message({ namespace: 'urn:m', name: 'Create__CompIntfc__X' });
    const payment = shape.properties.find((property) => property.name === 'COLL_PAYMENT');
    expect(payment).toMatchObject({ kind: 'group', minOccurs: 0, maxOccurs: 'unbounded', namespace: 'urn:m' });
    expect(shape.properties.find((property) => property.name === 'CONTROL_AMT')).toMatchObject({
      type: { kind: 'decimal', totalDigits: 26, fractionDigits: 3 },
    });
    const customers =
      payment?.kind === 'group' ? payment.properties.find((property) => property.name === 'COLL_CUST') : undefined;
    expect(customers?.kind === 'group' ? customers.properties[1] : null).toMatchObject({
      kind: 'group',
      name: 'NOTES',
      properties: [{ type: { kind: 'string', maxLength: 30 } }],
    });
  });

  it('follows references, nested restrictions and enumerations, and imports', () => {
    const shape = shapeOf(
      '<s:sequence><s:element ref="t:Q" minOccurs="0"/><s:element name="E" form="unqualified"><s:simpleType><s:restriction base="t:B"><s:enumeration value="Y"/></s:restriction></s:simpleType></s:element></s:sequence><s:attribute name="a"/>',
      '<s:element name="Q" type="s:date"/><s:simpleType name="B"><s:restriction base="s:string"><s:maxLength value="1"/></s:restriction></s:simpleType>',
    );
    expect(shape.properties).toMatchObject([
      { name: 'Q', minOccurs: 0, type: { kind: 'date' } },
      { name: 'E', namespace: '', type: { maxLength: 1, values: ['Y'] } },
    ]);
    expect(
      new SchemaSet().add(
        `<s:schema xmlns:s="${XSD}"><s:import namespace="urn:a" schemaLocation="a.xsd"/><s:include schemaLocation="b.xsd"/></s:schema>`,
      ),
    ).toEqual([
      { namespace: 'urn:a', location: 'a.xsd' },
      { namespace: '', location: 'b.xsd' },
    ]);
  });

  it('takes sequences inside sequences as one list, optional as a whole or not', () => {
    const element = (name: string) => `<s:element name="${name}" type="s:string"/>`;
    const shape = shapeOf(
      `<s:sequence>${element('A')}<s:sequence minOccurs="0">${element('B')}</s:sequence>${element('C')}</s:sequence>`,
    );
    expect(shape.properties.map(({ name, minOccurs }) => [name, minOccurs])).toEqual([
      ['A', 1],
      ['B', 0],
      ['C', 1],
    ]);
    expect(() => shapeOf(`<s:sequence maxOccurs="unbounded">${element('A')}</s:sequence>`)).toThrow(/not understood/);
  });

  it.each([
    ['a choice', () => shapeOf('<s:choice><s:element name="P" type="s:string"/></s:choice>')],
    ['a wildcard', () => shapeOf('<s:sequence><s:any/></s:sequence>')],
    ['an unknown built-in type', () => leaf('s:base64Binary')],
    ['an undeclared type', () => leaf('t:Nothing')],
    [
      'a type inside itself',
      () =>
        shapeOf(
          '<s:sequence><s:element name="P" type="t:L"/></s:sequence>',
          '<s:complexType name="L"><s:sequence><s:element name="P" type="t:L"/></s:sequence></s:complexType>',
        ),
    ],
    [
      'a simple type from itself',
      () =>
        shapeOf(
          '<s:sequence><s:element name="P" type="t:L"/></s:sequence>',
          '<s:simpleType name="L"><s:restriction base="t:L"/></s:simpleType>',
        ),
    ],
  ])('refuses %s', (_what, read) => {
    expect(read).toThrow(/not understood|not declared|deep|itself/);
  });
});

describe('what a schema objects to', () => {
  it.each([
    ['s:date', '2024-02-30', /not a date/],
    ['s:date', '02/28/2024', /not a date/],
    ['s:date', '', /required and empty/],
    ['s:int', '1.0', /whole number/],
    ['s:int', '+1', /whole number/],
    ['s:decimal', '1,5', /plain decimal/],
    ['s:decimal', '1e3', /plain decimal/],
    ['s:decimal', 'NaN', /plain decimal/],
    ['s:boolean', 'Y', /true nor false/],
    ['s:int', '2147483648', /more than 2147483647/],
    ['s:short', '-32769', /less than -32768/],
    ['s:positiveInteger', '0', /less than 1/],
    ['s:long', '9223372036854775808', /more than 9223372036854775807/],
    ['s:string', 'a\u0000', /U\+0000/],
    ['s:string', 'a\uD800', /U\+D800/],
    ['s:string', '\uFFFE', /U\+FFFE/],
  ])('%s %j', (type, value, reason) => {
    expect(objections({ P: value }, leaf(type))).toEqual([expect.stringMatching(reason)]);
  });

  const restricted = (base: string, facets: string) =>
    shapeOf(
      `<s:sequence><s:element name="P"><s:simpleType><s:restriction base="s:${base}">${facets}</s:restriction></s:simpleType></s:element></s:sequence>`,
    );

  it('lengths, digits and limits are those of the schema, exactly', () => {
    const found = (base: string, facets: string, value: string) => objections({ P: value }, restricted(base, facets));
    expect(found('string', '<s:minLength value="2"/>', 'a')).toEqual([expect.stringMatching(/at least 2/)]);
    expect(found('string', '<s:length value="2"/>', 'abc')).toEqual([expect.stringMatching(/takes 2/)]);
    expect(found('string', '<s:maxLength value="2"/>', '😀é')).toEqual([]);
    expect(found('decimal', '<s:minInclusive value="-0.5"/>', '-0.50')).toEqual([]);
    expect(found('decimal', '<s:minInclusive value="-0.5"/>', '-0.501')).toEqual([expect.stringMatching(/less than/)]);
    expect(found('decimal', '<s:maxInclusive value="99999999999999999.9"/>', '99999999999999999.91')).toHaveLength(1);
    expect(found('decimal', '<s:totalDigits value="5"/><s:fractionDigits value="2"/>', '0123.450')).toEqual([]);
    expect(() => restricted('string', '<s:pattern value="[A-Z]"/>')).toThrow(/xsd:pattern is not understood/);
    expect(() => restricted('string', '<s:maxLength value="many"/>')).toThrow(/instead of a number/);
  });

  it('nothing, where a blank key of a Find stands for any value', () => {
    const shape = shapeOf(
      '<s:sequence><s:element name="A" type="s:string"/><s:element name="N" type="s:int" minOccurs="0"/></s:sequence>',
    );
    expect(objections({ A: '' }, shape, 'anyValue')).toEqual([]);
    expect(objections({ A: '', N: '' }, shape, 'anyValue')).toEqual(['N is empty; leave it out instead']);
    expect(objections({ A: '' }, shape)).toEqual(['A is required and empty']);
  });

  it('unknown, missing, misplaced and repeated properties are each named with their path', () => {
    const shape = shapeOf(
      '<s:sequence><s:element name="KEYPROP_A" type="s:string"/><s:element name="C" maxOccurs="2" minOccurs="1"><s:complexType><s:sequence><s:element name="D" type="s:string"/></s:sequence></s:complexType></s:element></s:sequence>',
    );
    expect(objections({ A: 'x', KEYPROP_A: [], C: [{}, { D: 'd', E: 'e' }] }, shape)).toEqual([
      'A is not a property of this service; did you mean KEYPROP_A?',
      'KEYPROP_A is a single value, but rows were given',
      'C[1].D is required and missing',
      'C[2].E is not a property of this service',
    ]);
    expect(objections({ KEYPROP_A: 'x', C: [] }, shape)).toEqual(['C needs at least 1 row(s), 0 given']);
    expect(objections({ KEYPROP_A: 'x', C: [{ D: '1' }, { D: '1' }, { D: '1' }] }, shape)).toEqual([
      'C takes at most 2 row(s), 3 given',
    ]);
    expect(objections({ KEYPROP_A: 'x', C: 'text' }, shape)).toEqual([
      'C is a collection, but a single value was given',
    ]);
    expect(objections({ C: [{ D: 'd' }], constructor: 'x' }, shape)).toHaveLength(2);
  });

  it('each is the mapping’s fault where the form differs, and the row’s where a value does', () => {
    const shape = shapeOf(
      '<s:sequence><s:element name="A" type="s:string"/><s:element name="N" type="s:int"/><s:element name="C" maxOccurs="1" minOccurs="1"><s:complexType><s:sequence><s:element name="D" type="s:string"/></s:sequence></s:complexType></s:element></s:sequence>',
    );
    const faults = (document: Parameters<typeof validateDocument>[0]) =>
      validateDocument(document, shape).map(({ fault }) => fault);
    const good = { A: 'x', N: '1', C: [{ D: 'd' }] };
    expect(faults(good)).toEqual([]);
    for (const other of [
      { ...good, B: 'x' },
      { N: '1', C: good.C },
      { ...good, A: [] },
      { ...good, C: 'x' },
    ])
      expect(faults(other)).toEqual(['mapping']);
    for (const other of [
      { ...good, A: '' },
      { ...good, N: 'one' },
      { ...good, C: [] },
      { ...good, C: [...good.C, ...good.C] },
    ])
      expect(faults(other)).toEqual(['row']);
  });
});
