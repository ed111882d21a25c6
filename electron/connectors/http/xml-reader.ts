import { SaxesParser } from 'saxes';

/** One element of a document that was read whole and found well-formed. Names are compared by namespace and local name: prefixes mean nothing. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** Direct character data and CDATA of this element, in order, unchanged. */
  readonly text: string;
  /** Namespaces in force here, for attribute values that are qualified names (`type="tns:Amount"`). */
  readonly scope: NamespaceScope | null;
}
export interface XmlAttribute {
  readonly namespace: string;
  readonly name: string;
  readonly value: string;
}
interface NamespaceScope {
  readonly bindings: Readonly<Record<string, string>>;
  readonly outer: NamespaceScope | null;
}

export interface XmlLimits {
  /** Longest document, in characters. */
  readonly maxLength: number;
  readonly maxDepth: number;
  readonly maxElements: number;
  /** Most attributes of one element, namespace declarations included. */
  readonly maxAttributes: number;
  /** Longest attribute value, in characters. */
  readonly maxAttributeLength: number;
  /** About the longest text, comment or name, in characters: the parser keeps one whole before it shows it. */
  readonly maxTokenLength: number;
}
export const XML_LIMITS: XmlLimits = {
  maxLength: 64 * 1024 * 1024,
  maxDepth: 64,
  maxElements: 4_000_000,
  maxAttributes: 64,
  maxAttributeLength: 8_192,
  maxTokenLength: 256 * 1024,
};
const PIECE_LENGTH = 65_536;
/** A document type behind nothing but declaration and comments; where it hides better, the parser meets it. */
const DOCTYPE_AHEAD = /^\uFEFF?\s*(?:<\?[^>]*\?>\s*)?(?:<!--(?:(?!-->)[^])*-->\s*)*<!DOCTYPE/;
const DOCTYPE_REFUSED = 'it has a DOCTYPE, which is never accepted';

/** A document that is not taken in; the message says why and where. */
export class XmlRefused extends Error {
  override readonly name = 'XmlRefused';
}

/**
 * Reads a whole XML 1.0 document strictly. Throws `XmlRefused` for anything that is not well-formed (also one that ends
 * early), for every DOCTYPE and so for every entity but the five of XML itself, and for whatever exceeds `limits`.
 */
export function readXml(text: string, limits: XmlLimits = XML_LIMITS): XmlElement {
  if (text.length > limits.maxLength) throw new XmlRefused(`longer than ${limits.maxLength} characters`);
  refuseAtSight(text);
  const tree = new TreeBuilder(limits);
  const parser = new SaxesParser({ xmlns: true, position: true, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  parser.on('error', (error) => {
    throw new XmlRefused(`not well-formed XML: ${error.message}`, { cause: error });
  });
  const pieces = new Pieces(limits);
  parser.on('doctype', () => {
    throw new XmlRefused(DOCTYPE_REFUSED);
  });
  parser.on('attribute', (attribute) => {
    pieces.progress('tag');
    tree.countAttribute(attribute.name, attribute.value);
  });
  parser.on('opentagstart', () => {
    pieces.progress('tag');
    tree.startTag();
  });
  parser.on('opentag', (tag) => {
    pieces.progress();
    tree.open(
      tag.uri,
      tag.local,
      tag.ns,
      Object.values(tag.attributes).map(({ uri, local, value }) => ({ namespace: uri, name: local, value })),
    );
  });
  parser.on('text', (data) => {
    pieces.progress();
    tree.text(data);
  });
  parser.on('cdata', (data) => {
    pieces.progress();
    tree.text(data);
  });
  parser.on('comment', () => pieces.progress());
  parser.on('processinginstruction', () => pieces.progress());
  parser.on('closetag', () => {
    pieces.progress();
    tree.close();
  });
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; at += PIECE_LENGTH) {
    pieces.next();
    parser.write(text.slice(at, at + PIECE_LENGTH));
  }
  parser.close();
  return tree.finish();
}

/** What beginning and end tell already need not be read through; what passes is still read strictly. */
function refuseAtSight(text: string): void {
  const whole = text.trimEnd();
  if (DOCTYPE_AHEAD.test(text.slice(0, 4_096))) throw new XmlRefused(DOCTYPE_REFUSED);
  const root = /^\uFEFF?\s*(?:<\?[^>]*\?>\s*)?<([^\s/>!?]+)/.exec(text.slice(0, 4_096));
  const end = /(?:<\/([^\s<>]+)\s*|(\/|--|\?))>$/.exec(whole.slice(-1_000));
  const [, closed, otherwise] = end ?? [];
  const isSingleElement = root !== null && whole.lastIndexOf('<') < root[0].length;
  const isCutOff = root !== null && (closed !== undefined ? closed !== root[1] : otherwise === '/' && !isSingleElement);
  if (isCutOff || !whole.endsWith('>')) throw new XmlRefused('not well-formed XML: it ends before its root does');
}

/** First child with that name, in `namespace` where one is given; null when there is none. */
export function childOf(element: XmlElement, name: string, namespace?: string): XmlElement | null {
  return element.children.find((child) => isNamed(child, name, namespace)) ?? null;
}

/** All children with that name, in document order. */
export function childrenOf(element: XmlElement, name: string, namespace?: string): readonly XmlElement[] {
  return element.children.filter((child) => isNamed(child, name, namespace));
}

/** The element and all below it with that local name, in document order. */
export function* descendantsOf(element: XmlElement, name: string): Generator<XmlElement> {
  if (element.name === name) yield element;
  for (const child of element.children) yield* descendantsOf(child, name);
}

/** Value of the un-namespaced attribute, or null. */
export function attributeOf(element: XmlElement, name: string): string | null {
  return element.attributes.find((attribute) => attribute.namespace === '' && attribute.name === name)?.value ?? null;
}

/** Turns a qualified name in content (`tns:Amount`) into namespace and local name; throws `XmlRefused` for an undeclared prefix. */
export function qualifiedName(
  element: XmlElement,
  value: string,
): { readonly namespace: string; readonly name: string } {
  const [left, right] = value.trim().split(':');
  const prefix = right === undefined ? '' : (left ?? '');
  for (let scope = element.scope; scope !== null; scope = scope.outer) {
    const namespace = Object.hasOwn(scope.bindings, prefix) ? scope.bindings[prefix] : undefined;
    if (namespace !== undefined) return { namespace, name: right ?? left ?? '' };
  }
  if (prefix !== '') throw new XmlRefused(`the prefix ${prefix} of ${value} is not declared`);
  return { namespace: '', name: left ?? '' };
}

function isNamed(element: XmlElement, name: string, namespace: string | undefined): boolean {
  return element.name === name && (namespace === undefined || element.namespace === namespace);
}

interface OpenElement {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: XmlElement[];
  readonly scope: NamespaceScope | null;
  text: string;
}

/** Watches that the parser shows something now and then: what it has not shown yet, it holds in memory. */
class Pieces {
  readonly #limits: XmlLimits;
  #most: number;
  #waiting = 0;

  constructor(limits: XmlLimits) {
    this.#limits = limits;
    this.#most = limits.maxTokenLength;
  }

  /** Something was shown; inside a tag only attributes can follow, whose values are short. */
  progress(inside: 'tag' | 'content' = 'content'): void {
    this.#waiting = 0;
    this.#most = inside === 'tag' ? this.#limits.maxAttributeLength : this.#limits.maxTokenLength;
  }

  next(): void {
    if (this.#waiting > this.#most)
      throw new XmlRefused(`an attribute, text or name longer than ${this.#most} characters`);
    this.#waiting += PIECE_LENGTH;
  }
}

class TreeBuilder {
  readonly #limits: XmlLimits;
  readonly #path: OpenElement[] = [];
  #root: XmlElement | null = null;
  #elements = 0;
  #attributes = 0;

  constructor(limits: XmlLimits) {
    this.#limits = limits;
  }

  startTag(): void {
    this.#attributes = 0;
    this.#elements += 1;
    if (this.#elements > this.#limits.maxElements)
      throw new XmlRefused(`more than ${this.#limits.maxElements} elements`);
    if (this.#path.length >= this.#limits.maxDepth)
      throw new XmlRefused(`nested deeper than ${this.#limits.maxDepth} levels`);
  }

  countAttribute(name: string, value: string): void {
    this.#attributes += 1;
    if (this.#attributes > this.#limits.maxAttributes)
      throw new XmlRefused(`an element with more than ${this.#limits.maxAttributes} attributes`);
    if (value.length > this.#limits.maxAttributeLength)
      throw new XmlRefused(`the attribute ${name} is longer than ${this.#limits.maxAttributeLength} characters`);
  }

  open(namespace: string, name: string, declared: Record<string, string>, attributes: readonly XmlAttribute[]): void {
    const outer = this.#path.at(-1)?.scope ?? null;
    const scope = Object.keys(declared).length === 0 ? outer : { bindings: declared, outer };
    this.#path.push({ namespace, name, attributes, children: [], scope, text: '' });
  }

  text(data: string): void {
    const current = this.#path.at(-1);
    if (current !== undefined) current.text += data;
  }

  close(): void {
    const element = this.#path.pop();
    if (element === undefined) return;
    const parent = this.#path.at(-1);
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
  }

  finish(): XmlElement {
    if (this.#root === null) throw new XmlRefused('it holds no element');
    return this.#root;
  }
}
