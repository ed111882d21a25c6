import { attributeOf, childOf, childrenOf, qualifiedName, readXml, type XmlElement } from '../../http/xml-reader.ts';
import { DESCRIPTION_LIMITS } from './xml-limits.ts';
import { builtInType, withFacets } from './leaf-facets.ts';
import type { GroupShape, LeafType, PropertyShape } from './schema-model.ts';
import { SchemaUnusable, type QualifiedName } from './wsdl-reader.ts';

const XSD = 'http://www.w3.org/2001/XMLSchema';
/** PeopleSoft scrolls nest four deep at most; more levels mean a type that contains itself. */
const MAX_LEVELS = 12;

/** Parts of a complex type that say nothing about its properties. */
const WITHOUT_PROPERTIES: ReadonlySet<string> = new Set(['annotation', 'attribute', 'attributeGroup', 'anyAttribute']);

interface Declarations {
  readonly elements: Map<string, XmlElement>;
  readonly types: Map<string, XmlElement>;
  /** Schema each declaration stands in: target namespace and whether children are qualified. */
  readonly homes: Map<XmlElement, { readonly namespace: string; readonly qualified: boolean }>;
}
export interface SchemaReference {
  readonly namespace: string;
  readonly location: string;
}

/** Schema documents read so far. Add every document that is referenced, then ask for the shape of a message. */
export class SchemaSet {
  readonly #declared: Declarations = { elements: new Map(), types: new Map(), homes: new Map() };
  readonly #seen = new Set<string>();

  /**
   * Takes in one XSD document; answers the further documents that it imports or includes. The same document again changes
   * nothing. Throws `XmlRefused` or `SchemaUnusable`, also when it contradicts an earlier one.
   */
  add(text: string): readonly SchemaReference[] {
    if (this.#seen.has(text)) return [];
    this.#seen.add(text);
    return this.addSchema(readXml(text, DESCRIPTION_LIMITS));
  }

  /** The same for a schema that stands inside another document, such as a WSDL. */
  addSchema(root: XmlElement): readonly SchemaReference[] {
    if (root.name !== 'schema' || root.namespace !== XSD)
      throw new SchemaUnusable(`expected an XML schema, found <${root.name}>`);
    const namespace = attributeOf(root, 'targetNamespace') ?? '';
    const qualified = attributeOf(root, 'elementFormDefault') === 'qualified';
    for (const child of root.children) {
      if (child.namespace !== XSD) continue;
      const key = keyOf({ namespace, name: attributeOf(child, 'name') ?? '' });
      if (child.name === 'element') declare(this.#declared.elements, key, child);
      if (child.name === 'complexType' || child.name === 'simpleType') declare(this.#declared.types, key, child);
      this.#declared.homes.set(child, { namespace, qualified });
    }
    return [...childrenOf(root, 'import', XSD), ...childrenOf(root, 'include', XSD)].flatMap((reference) => {
      const location = attributeOf(reference, 'schemaLocation');
      return location === null ? [] : [{ namespace: attributeOf(reference, 'namespace') ?? namespace, location }];
    });
  }

  /** Shape of a message by the qualified name of its root element. Throws `SchemaUnusable` for a construct PeopleSoft never generates. */
  message(name: QualifiedName): GroupShape {
    const element = this.#declared.elements.get(keyOf(name));
    if (element === undefined)
      throw new SchemaUnusable(`the element ${name.name} is not declared in the schema of ${name.namespace}`);
    const shape = readElement(this.#declared, element, this.#home(element), 0);
    if (shape.kind === 'leaf') throw new SchemaUnusable(`the message ${name.name} has no properties`);
    return shape;
  }

  #home(element: XmlElement): Home {
    return this.#declared.homes.get(element) ?? { namespace: '', qualified: true };
  }
}

/** Two generations of a service in one folder would else give a message that is half of each. */
function declare(declarations: Map<string, XmlElement>, key: string, element: XmlElement): void {
  if (declarations.has(key))
    throw new SchemaUnusable(`${attributeOf(element, 'name') ?? ''} is declared twice in its namespace`);
  declarations.set(key, element);
}

interface Home {
  readonly namespace: string;
  readonly qualified: boolean;
}

function keyOf(name: QualifiedName): string {
  return `${name.namespace} ${name.name}`;
}

function readElement(declared: Declarations, element: XmlElement, home: Home, level: number): PropertyShape {
  if (level > MAX_LEVELS) throw new SchemaUnusable(`properties nested more than ${MAX_LEVELS} levels deep`);
  const occurrence = readOccurrence(element);
  const reference = attributeOf(element, 'ref');
  if (reference !== null) {
    const target = declared.elements.get(keyOf(qualifiedName(element, reference)));
    if (target === undefined) throw new SchemaUnusable(`the element ${reference} is referred to but not declared`);
    return { ...readElement(declared, target, declared.homes.get(target) ?? home, level + 1), ...occurrence };
  }
  const name = attributeOf(element, 'name') ?? '';
  const form = attributeOf(element, 'form');
  const isQualified = level === 0 || form === 'qualified' || (form === null && home.qualified);
  const identity = { name, namespace: isQualified ? home.namespace : '', ...occurrence };
  const content = readContent(declared, element, home, level);
  return content.kind === 'leaf'
    ? { kind: 'leaf', ...identity, type: content.type }
    : { kind: 'group', ...identity, properties: content.properties };
}

function readOccurrence(element: XmlElement): { minOccurs: number; maxOccurs: number | 'unbounded' } {
  const most = attributeOf(element, 'maxOccurs') ?? '1';
  return {
    minOccurs: Number(attributeOf(element, 'minOccurs') ?? '1'),
    maxOccurs: most === 'unbounded' ? most : Number(most),
  };
}

type Content =
  | { readonly kind: 'leaf'; readonly type: LeafType }
  | { readonly kind: 'group'; readonly properties: readonly PropertyShape[] };

function readContent(declared: Declarations, element: XmlElement, home: Home, level: number): Content {
  const typeName = attributeOf(element, 'type');
  if (typeName === null) {
    const inline = childOf(element, 'complexType', XSD) ?? childOf(element, 'simpleType', XSD);
    if (inline === null) throw new SchemaUnusable(`the element ${attributeOf(element, 'name') ?? ''} has no type`);
    return readType(declared, inline, home, level);
  }
  const name = qualifiedName(element, typeName);
  if (name.namespace === XSD) return { kind: 'leaf', type: builtInType(name.name) };
  const type = declared.types.get(keyOf(name));
  if (type === undefined) throw new SchemaUnusable(`the type ${typeName} is used but not declared`);
  return readType(declared, type, declared.homes.get(type) ?? home, level);
}

function readType(declared: Declarations, type: XmlElement, home: Home, level: number): Content {
  if (type.name === 'simpleType') return { kind: 'leaf', type: readSimple(declared, type, 0) };
  const simple = childOf(type, 'simpleContent', XSD);
  const derived = simple === null ? null : (childOf(simple, 'extension', XSD) ?? childOf(simple, 'restriction', XSD));
  if (derived !== null) return { kind: 'leaf', type: readDerived(declared, derived, 0) };
  const name = attributeOf(type, 'name') ?? 'a type';
  const properties = type.children.flatMap((part) => {
    if (part.namespace !== XSD || WITHOUT_PROPERTIES.has(part.name)) return [];
    if (part.name !== 'sequence' && part.name !== 'all')
      throw new SchemaUnusable(`xsd:${part.name} in ${name} is not understood`);
    return readSequence(declared, part, home, level);
  });
  return { kind: 'group', properties };
}

function readSequence(
  declared: Declarations,
  sequence: XmlElement,
  home: Home,
  level: number,
): readonly PropertyShape[] {
  const { minOccurs, maxOccurs } = readOccurrence(sequence);
  if (maxOccurs !== 1) throw new SchemaUnusable('a sequence of properties that repeats as a whole is not understood');
  const properties = sequence.children.flatMap((child) => {
    if (child.name === 'annotation') return [];
    if (child.name === 'sequence') return readSequence(declared, child, home, level);
    if (child.name !== 'element')
      throw new SchemaUnusable(`xsd:${child.name} in a list of properties is not understood`);
    return [readElement(declared, child, home, level + 1)];
  });
  return minOccurs === 0 ? properties.map((property) => ({ ...property, minOccurs: 0 })) : properties;
}

function readSimple(declared: Declarations, type: XmlElement, level: number): LeafType {
  const restriction = childOf(type, 'restriction', XSD);
  if (restriction === null)
    throw new SchemaUnusable(`the simple type ${attributeOf(type, 'name') ?? ''} is not a restriction`);
  return readDerived(declared, restriction, level);
}

/** A restriction or extension: its base with the facets that it adds. */
function readDerived(declared: Declarations, derived: XmlElement, level: number): LeafType {
  if (level > MAX_LEVELS) throw new SchemaUnusable('a simple type that derives from itself');
  const baseName = attributeOf(derived, 'base');
  const inline = childOf(derived, 'simpleType', XSD);
  if (baseName === null) {
    if (inline === null) throw new SchemaUnusable('a restriction without a base');
    return withFacets(readSimple(declared, inline, level + 1), derived);
  }
  const name = qualifiedName(derived, baseName);
  if (name.namespace === XSD) return withFacets(builtInType(name.name), derived);
  const base = declared.types.get(keyOf(name));
  if (base === undefined) throw new SchemaUnusable(`the type ${baseName} is used but not declared`);
  const content = readTypeAsLeaf(declared, base, level + 1);
  return withFacets(content, derived);
}

function readTypeAsLeaf(declared: Declarations, type: XmlElement, level: number): LeafType {
  if (type.name === 'simpleType') return readSimple(declared, type, level);
  const simple = childOf(type, 'simpleContent', XSD);
  const derived = simple === null ? null : (childOf(simple, 'extension', XSD) ?? childOf(simple, 'restriction', XSD));
  if (derived === null) throw new SchemaUnusable(`the type ${attributeOf(type, 'name') ?? ''} is not text`);
  return readDerived(declared, derived, level);
}
