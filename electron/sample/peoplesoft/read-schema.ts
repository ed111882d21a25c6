import type { FieldType } from './component.ts';
import type { Shape } from './message-shape.ts';
import { childNamed, parseXml, qualified, type XmlElement } from './xml.ts';

const XSD = '{http://www.w3.org/2001/XMLSchema}';
/** Whole numbers with the digits that the largest of them has. */
const WHOLE = new Map([
  ['short', 5],
  ['int', 10],
  ['long', 19],
  ['integer', 100],
  ['nonNegativeInteger', 100],
  ['positiveInteger', 100],
]);
/** Whole numbers beyond this many digits are not exact as numbers. */
const EXACT_DIGITS = 15;
const MOST_LEVELS = 12;

interface Declared {
  readonly node: XmlElement;
  readonly namespace: string;
  readonly qualifiedChildren: boolean;
}

/** Global declarations of any number of schemas, by `{namespace}name`. */
export interface Schemas {
  readonly elements: ReadonlyMap<string, Declared>;
  readonly types: ReadonlyMap<string, Declared>;
}

/** Reads schema documents. Throws XmlRefusal, or an Error for a document that is no schema. */
export function readSchemas(texts: readonly string[]): Schemas {
  const elements = new Map<string, Declared>();
  const types = new Map<string, Declared>();
  for (const text of texts) {
    const root = parseXml(text);
    if (`{${root.uri}}${root.local}` !== `${XSD}schema`) throw new Error(`<${root.local}> is no schema.`);
    const namespace = root.attributes.get('targetNamespace') ?? '';
    const qualifiedChildren = root.attributes.get('elementFormDefault') === 'qualified';
    for (const node of root.children) {
      const target = node.local === 'element' ? elements : types;
      const name = node.attributes.get('name');
      if (name !== undefined) target.set(`{${namespace}}${name}`, { node, namespace, qualifiedChildren });
    }
  }
  return { elements, types };
}

/**
 * The shape of a message by `{namespace}name`; null when no schema declares it. Throws an Error for what no
 * PeopleSoft schema holds.
 */
export function messageShape(schemas: Schemas, name: string): Shape | null {
  const declared = schemas.elements.get(name);
  return declared === undefined ? null : readElement(schemas, declared.node, declared, 0);
}

function readElement(schemas: Schemas, node: XmlElement, home: Declared, level: number): Shape {
  if (level > MOST_LEVELS) throw new Error('A schema nests without end.');
  const occurs = { min: Number(node.attributes.get('minOccurs') ?? '1'), max: mostOf(node) };
  const reference = node.attributes.get('ref');
  if (reference !== undefined) {
    const target = schemas.elements.get(qualified(node, reference));
    if (target === undefined) throw new Error(`The element ${reference} is not declared.`);
    return { ...readElement(schemas, target.node, target, level), ...occurs };
  }
  const form = node.attributes.get('form') ?? (home.qualifiedChildren ? 'qualified' : 'unqualified');
  const namespace = level === 0 || form === 'qualified' ? home.namespace : '';
  const common = { name: node.attributes.get('name') ?? '', namespace, ...occurs };
  const type = typeOf(schemas, node, home);
  if (type === null) return { ...common, leaf: builtIn(localType(node), []) };
  const sequence = childNamed(type.node, 'sequence') ?? childNamed(type.node, 'all');
  if (
    sequence === undefined &&
    type.node.local === 'complexType' &&
    childNamed(type.node, 'simpleContent') === undefined
  )
    return { ...common, children: [] };
  if (sequence === undefined) return { ...common, leaf: readLeaf(schemas, type, []) };
  const children = sequence.children.filter(({ local }) => local === 'element');
  return { ...common, children: children.map((child) => readElement(schemas, child, type, level + 1)) };
}

function mostOf(node: XmlElement): number | 'unbounded' {
  const most = node.attributes.get('maxOccurs') ?? '1';
  return most === 'unbounded' ? most : Number(most);
}

/** The type of an element as a declaration; null for one of XML Schema itself. */
function typeOf(schemas: Schemas, node: XmlElement, home: Declared): Declared | null {
  const name = node.attributes.get('type') ?? node.attributes.get('base');
  if (name === undefined) {
    const inline = childNamed(node, 'complexType') ?? childNamed(node, 'simpleType');
    if (inline === undefined) throw new Error(`${node.attributes.get('name') ?? node.local} has no type.`);
    return { ...home, node: inline };
  }
  const full = qualified(node, name);
  if (full.startsWith(XSD)) return null;
  const type = schemas.types.get(full);
  if (type === undefined) throw new Error(`The type ${name} is not declared.`);
  return type;
}

function localType(node: XmlElement): string {
  return (node.attributes.get('type') ?? node.attributes.get('base') ?? '').split(':').at(-1) ?? '';
}

/** Follows restrictions and extensions down to a built-in type; facets nearest to the element count first. */
function readLeaf(schemas: Schemas, type: Declared, facets: readonly XmlElement[]): FieldType {
  const content = childNamed(type.node, 'simpleContent') ?? type.node;
  const derived = childNamed(content, 'restriction') ?? childNamed(content, 'extension');
  if (derived === undefined) throw new Error('A simple type is neither restriction nor extension.');
  const all = [...facets, ...derived.children];
  const base = typeOf(schemas, derived, type);
  return base === null ? builtIn(localType(derived), all) : readLeaf(schemas, base, all);
}

function builtIn(name: string, facets: readonly XmlElement[]): FieldType {
  const facet = (local: string): number | undefined => {
    const value = facets.find((one) => one.local === local)?.attributes.get('value');
    return value === undefined ? undefined : Number(value);
  };
  const most = WHOLE.get(name);
  if (most !== undefined) {
    const digits = facet('totalDigits') ?? most;
    return digits <= EXACT_DIGITS ? { kind: 'number', digits } : { kind: 'exact', form: 'int', digits, decimals: 0 };
  }
  switch (name) {
    case 'date':
      return { kind: 'date' };
    case 'time':
    case 'dateTime':
    case 'boolean':
      return { kind: 'exact', form: name, digits: 0, decimals: 0 };
    case 'decimal': {
      const digits = facet('totalDigits') ?? 100;
      return { kind: 'exact', form: 'decimal', digits, decimals: facet('fractionDigits') ?? digits };
    }
    case 'string':
      return { kind: 'char', length: facet('maxLength') ?? facet('length') ?? Number.MAX_SAFE_INTEGER };
    default:
      throw new Error(`xsd:${name} is no type of a PeopleSoft schema.`);
  }
}
