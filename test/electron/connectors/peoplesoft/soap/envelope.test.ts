import fc from 'fast-check';
import { createClientAsync, WSSecurity } from 'soap';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childOf, readXml, type XmlElement } from '../../../../../electron/connectors/http/xml-reader.ts';
import { buildEnvelope } from '../../../../../electron/connectors/peoplesoft/soap/envelope.ts';
import type {
  CiDocument,
  GroupShape,
  LeafType,
  PropertyShape,
} from '../../../../../electron/connectors/peoplesoft/soap/schema-model.ts';
import { validateDocument } from '../../../../../electron/connectors/peoplesoft/soap/validate-document.ts';
import {
  savedAnswer,
  sampleDeposit,
  connectorOf,
  startTestSite,
  PASSWORD,
  USER,
  type TestSite,
} from '../site/test-site.ts';

const TOKEN = { user: 'u', password: 'p' };

/** Reads a message back by its shape, as a receiver that knows the schema would. */
function readBack(element: XmlElement, shape: GroupShape): CiDocument {
  const document = new Map<string, string | CiDocument[]>();
  let last = -1;
  for (const child of element.children) {
    const index = shape.properties.findIndex(
      (property) => property.name === child.name && property.namespace === child.namespace,
    );
    if (index < last) throw new Error(`${child.name} is unknown here or out of order`);
    last = index;
    const property = shape.properties[index];
    const rows = document.get(child.name) ?? [];
    if (property?.kind === 'group' && Array.isArray(rows))
      document.set(child.name, [...rows, readBack(child, property)]);
    else document.set(child.name, child.text);
  }
  return Object.fromEntries(document);
}

const awkward = ['<', '>', '&', '"', "'", ']]>', '\r', '\n', '\t', ' ', 'é', '漢', '😀', '\u0085', '\u2028', 'x'];
const xmlText = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
  {
    weight: 6,
    arbitrary: fc.array(fc.constantFrom(...awkward), { maxLength: 8 }).map((parts) => parts.join('')),
  },
);
const name = fc.constantFrom('KEYPROP_A', 'PROP_B', 'C', 'D_0', 'constructor', 'toString', 'EFFDT_1', 'É', 'x.y');
const typed: fc.Arbitrary<readonly [LeafType, fc.Arbitrary<string>]> = fc.oneof(
  fc.constant([{ kind: 'string', maxLength: 30, values: null } as LeafType, xmlText] as const),
  fc.constant([
    { kind: 'int', totalDigits: 6 } as LeafType,
    fc.integer({ min: -999_999, max: 9_999_999 }).map(String),
  ] as const),
  fc.constant([
    { kind: 'decimal', totalDigits: 9, fractionDigits: 3 } as LeafType,
    fc
      .tuple(fc.integer({ min: -99_999, max: 999_999 }), fc.integer({ min: 0, max: 9_999 }))
      .map((parts) => parts.join('.')),
  ] as const),
  fc.constant([
    { kind: 'date' } as LeafType,
    fc.oneof(fc.constant('2024-02-29'), fc.constant('2023-02-29'), fc.constant('9999-12-31')),
  ] as const),
);
type Made = readonly [PropertyShape, fc.Arbitrary<string | readonly CiDocument[] | undefined>];

function property(depth: number): fc.Arbitrary<Made> {
  const leaf = fc
    .tuple(name, typed, fc.integer({ min: 0, max: 1 }), fc.constantFrom('urn:m', ''))
    .map(([leafName, [type, values], minOccurs, namespace]): Made => [
      { kind: 'leaf', name: leafName, namespace, minOccurs, maxOccurs: 1, type },
      minOccurs === 0 ? fc.option(values, { nil: undefined }) : values,
    ]);
  return depth === 0
    ? leaf
    : fc.oneof(
        { weight: 3, arbitrary: leaf },
        {
          weight: 1,
          arbitrary: fc
            .tuple(name, group(depth - 1))
            .map(([groupName, [shape, rows]]): Made => [
              { ...shape, name: groupName },
              fc.array(rows, { maxLength: 3 }),
            ]),
        },
      );
}

function group(depth: number): fc.Arbitrary<readonly [GroupShape, fc.Arbitrary<CiDocument>]> {
  return fc
    .uniqueArray(property(depth), { minLength: 1, maxLength: 6, selector: ([shape]) => shape.name })
    .map((made) => [
      {
        kind: 'group',
        name: 'Create__CompIntfc__X',
        namespace: 'urn:m',
        minOccurs: 0,
        maxOccurs: 'unbounded',
        properties: made.map(([shape]) => shape),
      },
      fc
        .tuple(...made.map(([, values]) => values))
        .map((values) =>
          Object.fromEntries(
            made.flatMap(([shape], index) =>
              values[index] === undefined ? [] : [[shape.name, values[index]] as const],
            ),
          ),
        ),
    ]);
}

/** Empty collections are the same as absent ones on the wire. */
function normal(document: CiDocument): CiDocument {
  const kept = Object.entries(document).filter(([, value]) => typeof value === 'string' || value.length > 0);
  return Object.fromEntries(kept.map(([key, value]) => [key, typeof value === 'string' ? value : value.map(normal)]));
}

describe('the SOAP envelope', () => {
  it('carries any document that validates unchanged to a strict reader, in schema order and namespace', () => {
    let valid = 0;
    fc.assert(
      fc.property(
        group(3).chain(([shape, documents]) => fc.tuple(fc.constant(shape), documents)),
        ([shape, document]) => {
          if (validateDocument(document, shape).length > 0) return;
          valid += 1;
          const body = childOf(
            readXml(buildEnvelope(document, shape, TOKEN)),
            'Body',
            'http://schemas.xmlsoap.org/soap/envelope/',
          );
          const [root] = body?.children ?? [];
          if (root === undefined) throw new Error('the body is empty');
          expect([root.namespace, root.name]).toEqual([shape.namespace, shape.name]);
          expect(readBack(root, shape)).toEqual(normal(document));
        },
      ),
      { numRuns: 600 },
    );
    expect(valid).toBeGreaterThan(80);
  });

  describe('against an independent SOAP client', () => {
    let site: TestSite;
    beforeEach(async () => {
      site = await startTestSite();
    });
    afterEach(() => site.close());

    it('has the body, the action and the token that npm soap builds from the same WSDL', async () => {
      site.onSoap = (_request, self) => ({ body: savedAnswer(self.names, []) });
      // The other client follows the WSDL's internal host for the first schema; here that host is nobody's.
      site.names = { ...site.names, internal: new URL(site.origin).host };
      await connectorOf(site).createDeposit(sampleDeposit());
      const ours = site.posts().at(-1);
      const base = `${site.origin}/PSIGW/PeopleSoftServiceListeningConnector/PSFT_EP`;
      const client = await createClientAsync(`${base}/CI_X_DEPOSIT_CI.1.wsdl`);
      client.setSecurity(
        new WSSecurity(USER, PASSWORD, {
          hasTimeStamp: false,
          hasTokenCreated: false,
          hasNonce: false,
          mustUnderstand: true,
          passwordType: 'PasswordText',
        }),
      );
      client.setEndpoint(base);
      const root = childOf(readXml(ours?.body ?? ''), 'Body')?.children[0];
      const call: unknown = Reflect.get(client, 'CI_X_DEPOSIT_CI_CAsync');
      if (typeof call !== 'function' || root === undefined) throw new Error('no operation');
      await call.call(client, asArguments(root));
      const theirs = site.posts().at(-1);
      expect(theirs).not.toBe(ours);
      expect(theirs?.headers['soapaction']).toBe(ours?.headers['soapaction']);
      expect(flat(childOf(readXml(theirs?.body ?? ''), 'Body'))).toEqual(
        flat(childOf(readXml(ours?.body ?? ''), 'Body')),
      );
      const leaves = (text: string | undefined) =>
        flat(childOf(readXml(text ?? ''), 'Header')).filter((line) => /Username|Password/.test(line));
      expect(leaves(theirs?.body)).toEqual(leaves(ours?.body));
    });
  });
});

function asArguments(element: XmlElement): Record<string, unknown> {
  const grouped = Map.groupBy(element.children, (child) => child.name);
  return Object.fromEntries(
    [...grouped].map(([key, rows]) => [
      key,
      rows.every((row) => row.children.length === 0) ? rows[0]?.text : rows.map(asArguments),
    ]),
  );
}

function flat(element: XmlElement | null, path = ''): string[] {
  if (element === null) return [];
  const here = `${path}/{${element.namespace}}${element.name}`;
  return element.children.length === 0
    ? [`${here}=${element.text}`]
    : element.children.flatMap((child) => flat(child, here));
}
