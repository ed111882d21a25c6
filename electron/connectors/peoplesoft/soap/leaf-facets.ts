import { attributeOf, childrenOf, type XmlElement } from '../../http/xml-reader.ts';
import { assertNever } from '../../../../shared/domain/assert-never.ts';
import type { LeafType } from './schema-model.ts';
import { SchemaUnusable } from './wsdl-reader.ts';

const XSD = 'http://www.w3.org/2001/XMLSchema';
/** Limits of the built-in whole numbers. Source: W3C XML Schema Part 2, section 3.3. */
const WHOLE_NUMBERS: Readonly<Record<string, { readonly least?: string; readonly most?: string }>> = {
  integer: {},
  nonNegativeInteger: { least: '0' },
  positiveInteger: { least: '1' },
  nonPositiveInteger: { most: '0' },
  negativeInteger: { most: '-1' },
  long: { least: '-9223372036854775808', most: '9223372036854775807' },
  int: { least: '-2147483648', most: '2147483647' },
  short: { least: '-32768', most: '32767' },
  byte: { least: '-128', most: '127' },
  unsignedLong: { least: '0', most: '18446744073709551615' },
  unsignedInt: { least: '0', most: '4294967295' },
  unsignedShort: { least: '0', most: '65535' },
  unsignedByte: { least: '0', most: '255' },
};
const NUMBER = /^[+-]?\d+(\.\d+)?$/;
/** Facets that restrict nothing we send: blanks are kept as they are. */
const HARMLESS = new Set(['whiteSpace', 'annotation', 'simpleType', 'attribute', 'attributeGroup', 'anyAttribute']);

/** The type behind a name of XML Schema itself. Throws `SchemaUnusable` for one that PeopleSoft never generates. */
export function builtInType(name: string): LeafType {
  const bounds = WHOLE_NUMBERS[name];
  if (bounds !== undefined) return { kind: 'int', totalDigits: null, ...bounds };
  switch (name) {
    case 'string':
    case 'normalizedString':
    case 'token':
    case 'anySimpleType':
      return { kind: 'string', maxLength: null, values: null };
    case 'decimal':
    case 'float':
    case 'double':
      return { kind: 'decimal', totalDigits: null, fractionDigits: null };
    case 'date':
    case 'time':
    case 'dateTime':
    case 'boolean':
      return { kind: name };
    default:
      throw new SchemaUnusable(`the type xsd:${name} is not understood`);
  }
}

/** The base type narrowed by the facets of a restriction. Throws `SchemaUnusable` for a facet that it cannot check. */
export function withFacets(base: LeafType, derived: XmlElement): LeafType {
  const facets = new Facets(derived);
  const narrowed = narrow(base, facets);
  facets.assertAllRead();
  return narrowed;
}

function narrow(base: LeafType, facets: Facets): LeafType {
  switch (base.kind) {
    case 'string': {
      const exact = facets.count('length');
      const least = exact ?? facets.count('minLength') ?? base.minLength;
      const values = facets.texts('enumeration');
      return {
        kind: 'string',
        ...(least === undefined ? {} : { minLength: least }),
        maxLength: exact ?? facets.count('maxLength') ?? base.maxLength,
        values: values.length > 0 ? values : base.values,
      };
    }
    case 'int':
      facets.count('fractionDigits');
      return { ...base, totalDigits: facets.count('totalDigits') ?? base.totalDigits, ...facets.bounds() };
    case 'decimal':
      return {
        ...base,
        totalDigits: facets.count('totalDigits') ?? base.totalDigits,
        fractionDigits: facets.count('fractionDigits') ?? base.fractionDigits,
        ...facets.bounds(),
      };
    case 'date':
    case 'time':
    case 'dateTime':
    case 'boolean':
      return base;
    default:
      return assertNever(base, 'leaf type');
  }
}

/** Facets of one restriction; each must be read by somebody, so that none is passed over in silence. */
class Facets {
  readonly #derived: XmlElement;
  readonly #read = new Set(HARMLESS);

  constructor(derived: XmlElement) {
    this.#derived = derived;
  }

  texts(name: string): readonly string[] {
    this.#read.add(name);
    return childrenOf(this.#derived, name, XSD).map((element) => attributeOf(element, 'value') ?? '');
  }

  count(name: string): number | undefined {
    const [value] = this.texts(name);
    if (value === undefined) return undefined;
    if (/^\d{1,9}$/.test(value.trim())) return Number(value);
    throw new SchemaUnusable(`xsd:${name} is ${JSON.stringify(value)} instead of a number`);
  }

  bounds(): { readonly least?: string; readonly most?: string } {
    const [least] = this.texts('minInclusive');
    const [most] = this.texts('maxInclusive');
    for (const bound of [least, most])
      if (bound !== undefined && !NUMBER.test(bound)) throw new SchemaUnusable(`the limit ${bound} is not understood`);
    return { ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }) };
  }

  assertAllRead(): void {
    const unread = this.#derived.children.find((child) => child.namespace === XSD && !this.#read.has(child.name));
    if (unread !== undefined) throw new SchemaUnusable(`the restriction xsd:${unread.name} is not understood`);
  }
}
