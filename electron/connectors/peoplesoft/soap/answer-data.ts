import type { XmlElement } from '../../http/xml-reader.ts';
import type { GroupShape, PropertyShape } from './schema-model.ts';

/** What an answer holds: leaves as text, collections as arrays however many rows came, single groups as objects. */
export interface AnswerData {
  readonly [name: string]: AnswerValue;
}
type AnswerValue = string | AnswerData | readonly AnswerValue[];

export interface AnswerReading {
  readonly data: AnswerData;
  /** Why it is not what the schema promises, one reason each; empty for an answer that fits. */
  readonly oddities: readonly string[];
}

/**
 * The content of a response as data, by namespace and local name. With its shape, an empty collection is an empty
 * array and a single row an array of one; without (the site's folder lacks that schema), what has elements inside
 * counts as a collection. Elements that the shape lacks are kept when they are of the response's own namespace.
 */
export function readAnswerData(
  content: XmlElement,
  shape: GroupShape | null,
  leaveOut: ReadonlySet<string> = new Set(),
): AnswerReading {
  const oddities: string[] = content.text.trim() === '' ? [] : [`<${content.name}> holds text beside its properties`];
  return { data: readGroup(content, shape, leaveOut, oddities), oddities };
}

function readGroup(
  group: XmlElement,
  shape: GroupShape | null,
  leaveOut: ReadonlySet<string>,
  oddities: string[],
): AnswerData {
  const data = new Map<string, AnswerValue>();
  for (const [name, elements] of Map.groupBy(group.children, (child) => child.name)) {
    if (leaveOut.has(name)) continue;
    const property = shape?.properties.find((candidate) => candidate.name === name) ?? null;
    const namespace = property?.namespace ?? group.namespace;
    const foreign = elements.find((element) => element.namespace !== namespace);
    if (foreign !== undefined)
      oddities.push(`<${name}> is in the namespace “${foreign.namespace}” instead of “${namespace}”`);
    else data.set(name, readElements(name, elements, property, oddities));
  }
  for (const property of shape?.properties ?? [])
    if (
      property.kind === 'group' &&
      property.maxOccurs !== 1 &&
      !leaveOut.has(property.name) &&
      !data.has(property.name)
    )
      data.set(property.name, []);
  return Object.fromEntries(data);
}

function readElements(
  name: string,
  elements: readonly XmlElement[],
  property: PropertyShape | null,
  oddities: string[],
): AnswerValue {
  const isGroup = property === null ? elements.some(({ children }) => children.length > 0) : property.kind === 'group';
  if (isGroup) {
    const shape = property?.kind === 'group' ? property : null;
    if (elements.some((element) => element.text.trim() !== ''))
      oddities.push(`<${name}> holds text beside its properties`);
    const rows = elements.map((element) => readGroup(element, shape, new Set(), oddities));
    const [row] = rows;
    return shape?.maxOccurs === 1 && rows.length === 1 && row !== undefined ? row : rows;
  }
  if (elements.some(({ children }) => children.length > 0))
    oddities.push(`<${name}> holds elements instead of a value`);
  const texts = elements.map((element) => leafText(element, property));
  const [text = ''] = texts;
  if (texts.length === 1) return text;
  if (property?.maxOccurs === 1) oddities.push(`<${name}> occurs ${texts.length} times`);
  return texts;
}

/** Text keeps its blanks, as PeopleSoft means them; around numbers and dates they mean nothing. */
function leafText(element: XmlElement, property: PropertyShape | null): string {
  return property?.kind === 'leaf' && property.type.kind !== 'string' ? element.text.trim() : element.text;
}
