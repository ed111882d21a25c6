import { attributeOf, childOf, readXml, XmlRefused, type XmlElement } from '../../http/xml-reader.ts';
import type { GroupShape, LeafShape, LeafType } from '../soap/schema-model.ts';
import { SchemaUnusable } from '../soap/wsdl-reader.ts';
import { DESCRIPTION_LIMITS } from '../soap/xml-limits.ts';

const LEVEL = /^Level(\d)-Collection$/i;

/**
 * Reads what GetCIShape tells of a component interface: the properties of each level with type, length and whether they are required.
 * Keys stand there twice where keys to create and to get are the same: the second one does not count. Throws `SchemaUnusable`.
 */
export function readCiShape(text: string, component: string): Omit<GroupShape, 'name'> {
  const level0 = levelBelow(responseOf(text, component), 0);
  if (level0 === null) throw new SchemaUnusable(`the shape of ${component} has no Level0-Collection`);
  return { ...groupOf(level0), minOccurs: 1, maxOccurs: 1 };
}

function responseOf(text: string, component: string): XmlElement {
  let root: XmlElement;
  try {
    root = readXml(text, DESCRIPTION_LIMITS);
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    throw new SchemaUnusable(`the shape of ${component} cannot be read: ${error.message}`);
  }
  const content = root.name === 'Envelope' ? childOf(root, 'Body', root.namespace)?.children[0] : root;
  const wanted = `getcishape__compintfc__${component}response`.toLowerCase();
  if (content !== undefined && content.name.toLowerCase() === wanted) return content;
  throw new SchemaUnusable(`the answer holds <${content?.name ?? 'nothing'}> instead of the shape of ${component}`);
}

function levelBelow(element: XmlElement, depth: number): XmlElement | null {
  return element.children.find(({ name }) => Number(LEVEL.exec(name)?.[1] ?? Number.NaN) === depth) ?? null;
}

function groupOf(level: XmlElement): Omit<GroupShape, 'name' | 'minOccurs' | 'maxOccurs'> {
  const properties = new Map<string, LeafShape | GroupShape>();
  for (const child of level.children) {
    if (LEVEL.test(child.name)) {
      const name = attributeOf(child, 'name') ?? '';
      if (name === '') throw new SchemaUnusable('a collection of the shape has no name');
      properties.set(name, { ...groupOf(child), name, minOccurs: 0, maxOccurs: 'unbounded' });
      continue;
    }
    const leaf = leafOf(child);
    if (leaf !== null && !properties.has(leaf.name)) properties.set(leaf.name, leaf);
  }
  return { kind: 'group', namespace: '', properties: [...properties.values()] };
}

/** Null for what is only shown: a read-only property takes no value. */
function leafOf(field: XmlElement): LeafShape | null {
  const isSet = (name: string) => /^(true|y|1)$/i.test(attributeOf(field, name) ?? '');
  if (isSet('readonly')) return null;
  const isRequired = isSet('key') || isSet('required');
  return {
    kind: 'leaf',
    name: field.name,
    namespace: '',
    minOccurs: isRequired ? 1 : 0,
    maxOccurs: 1,
    type: typeOf(field),
  };
}

/** Field types as PeopleTools numbers them: 0 character, 1 long, 2 number, 3 signed number, 4 date, 5 time, 6 date and time. */
function typeOf(field: XmlElement): LeafType {
  const length = attributeOf(field, 'fieldlength') ?? '';
  const [whole = 0, decimals = 0] = length.split('.').map(Number);
  switch (attributeOf(field, 'fieldtype') ?? '') {
    case '0':
      return { kind: 'string', maxLength: whole > 0 ? whole : null, values: null };
    case '1':
      return { kind: 'string', maxLength: null, values: null };
    case '2':
    case '3':
      if (decimals > 0) return { kind: 'decimal', totalDigits: whole + decimals, fractionDigits: decimals };
      return { kind: 'int', totalDigits: whole > 0 ? whole : null };
    case '4':
      return { kind: 'date' };
    case '5':
      return { kind: 'time' };
    case '6':
      return { kind: 'dateTime' };
    default:
      throw new SchemaUnusable(`the property ${field.name} has no type that is known`);
  }
}
