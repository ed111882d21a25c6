import type {
  BufferRow,
  ComponentDefinition,
  FieldType,
  FieldValue,
  LevelDefinition,
  PropertyDefinition,
} from './component.ts';
import { GatewayRefusal, MESSAGES } from './message-catalog.ts';
import { parseThousandths } from './thousandths.ts';
import { exactText } from './exact-text.ts';
import type { XmlElement } from './xml.ts';

interface ReadOptions {
  readonly namespace: string;
  /** A lenient site ignores elements the schema does not have. */
  readonly lenient: boolean;
}

/**
 * Reads a request's body into rows by the component's definition. Throws GatewayRefusal naming the element when one is
 * unknown, repeated, in a wrong namespace, too long, or no valid number or date.
 */
export function readBuffer(root: XmlElement, component: ComponentDefinition, options: ReadOptions): BufferRow {
  return readLevel(root, component.root, options);
}

/** Reads only key properties of level 0 (Get and Find requests); any other element is unknown. */
export function readKeys(
  root: XmlElement,
  component: ComponentDefinition,
  columns: readonly string[],
  options: ReadOptions,
): BufferRow {
  const properties = component.root.properties.filter((property) => columns.includes(property.column));
  return readLevel(root, { ...component.root, properties, collections: [] }, options);
}

function readLevel(element: XmlElement, level: LevelDefinition, options: ReadOptions): BufferRow {
  const values: Record<string, FieldValue> = {};
  const collections = new Map<string, BufferRow[]>();
  const given = new Set<string>();
  for (const child of element.children) {
    if (child.uri !== options.namespace)
      throw schema(`element ${child.local} is in namespace '${child.uri}', expected '${options.namespace}'`);
    const collection = level.collections.find((candidate) => candidate.name === child.local);
    if (collection) {
      const rows = collections.get(collection.name) ?? [];
      rows.push(readLevel(child, collection, options));
      collections.set(collection.name, rows);
      continue;
    }
    const property = level.properties.find((candidate) => candidate.name === child.local);
    if (!property) {
      if (options.lenient) continue;
      throw schema(`element ${child.local} is not expected in ${level.name}`);
    }
    if (given.has(property.column)) throw schema(`element ${child.local} occurs more than once in ${level.name}`);
    given.add(property.column);
    values[property.column] = readValue(child, property);
  }
  return { values, given, collections };
}

function readValue(element: XmlElement, property: PropertyDefinition): FieldValue {
  if (element.children.length > 0) throw schema(`element ${element.local} has elements inside`);
  const { type } = property;
  if (type.kind === 'char') return readText(element, type);
  if (type.kind === 'exact') return readExact(element, type);
  const text = element.text.trim();
  if (text === '') return '';
  if (type.kind === 'date') {
    if (isPlainDate(text)) return text;
    throw schema(`element ${element.local} is not a date (YYYY-MM-DD): '${text}'`);
  }
  if (type.kind === 'number') {
    if (/^[+-]?\d+$/.test(text) && digitsOf(text) <= type.digits) return Number(text);
    throw schema(`element ${element.local} is not a whole number of at most ${type.digits} digits: '${text}'`);
  }
  const thousandths = parseThousandths(text);
  if (thousandths !== null && digitsOf(text) <= type.digits) return thousandths;
  throw schema(
    `element ${element.local} is not a number of at most ${type.digits} digits and ${type.decimals} decimals: '${text}'`,
  );
}

function readText(element: XmlElement, type: Extract<FieldType, { kind: 'char' }>): string {
  if (Array.from(element.text).length > type.length)
    throw schema(`element ${element.local} is longer than ${type.length} characters`);
  const text = element.text.trimEnd();
  return type.upper === true ? text.toUpperCase() : text;
}

function readExact(element: XmlElement, type: Extract<FieldType, { kind: 'exact' }>): string {
  const text = element.text.trim();
  if (text === '') return '';
  const plain = exactText(text, type);
  if (plain !== null) return plain;
  throw schema(`element ${element.local} is no ${type.form} of at most ${type.digits} digits: '${text}'`);
}

function digitsOf(text: string): number {
  return text.replace(/[^0-9]/g, '').length;
}

function isPlainDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

function schema(reason: string): GatewayRefusal {
  return new GatewayRefusal(MESSAGES.schema(reason));
}
