import { SaxesParser } from 'saxes';

/** One element of a parsed document; `text` is the concatenated character data directly inside it. */
export interface XmlElement {
  readonly local: string;
  readonly uri: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  /** Namespaces in scope by prefix, for attribute values that are qualified names. */
  readonly namespaces: ReadonlyMap<string, string>;
  text: string;
}

const NO_NAMESPACES: ReadonlyMap<string, string> = new Map();

/** The document is not well formed, has a DOCTYPE, or exceeds a limit; `message` is the parser's sentence. */
export class XmlRefusal extends Error {
  override readonly name = 'XmlRefusal';
}

const MAX_DEPTH = 64;
const MAX_ELEMENTS = 400_000;

/**
 * Parses a whole document, namespaces resolved. Throws XmlRefusal for anything malformed, for any DOCTYPE (entity
 * bombs have no door), for more than 64 levels and for more than 400,000 elements.
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | null = null;
  let elements = 0;
  const append = (chunk: string) => {
    const current = open.at(-1);
    if (current) current.text += chunk;
  };
  parser.on('error', (error) => {
    throw new XmlRefusal(error.message);
  });
  parser.on('doctype', () => {
    throw new XmlRefusal('a document type declaration is not allowed');
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > MAX_ELEMENTS) throw new XmlRefusal(`more than ${MAX_ELEMENTS} elements`);
    if (open.length >= MAX_DEPTH) throw new XmlRefusal(`nested deeper than ${MAX_DEPTH} levels`);
    const attributes = new Map(Object.values(tag.attributes).map((attribute) => [attribute.local, attribute.value]));
    const parent = open.at(-1);
    const outer = parent?.namespaces ?? NO_NAMESPACES;
    const declared = Object.entries(tag.ns);
    const namespaces = declared.length === 0 ? outer : new Map([...outer, ...declared]);
    const element: XmlElement = { local: tag.local, uri: tag.uri, attributes, children: [], namespaces, text: '' };
    if (parent) parent.children.push(element);
    else root = element;
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', append);
  parser.on('cdata', append);
  parser.write(text).close();
  if (root === null) throw new XmlRefusal('document has no element');
  return root;
}

/** The `{namespace}local` of a qualified name in an attribute's value; a prefix that nobody declared throws XmlRefusal. */
export function qualified(element: XmlElement, value: string): string {
  const [left = '', right] = value.trim().split(':');
  const uri = element.namespaces.get(right === undefined ? '' : left);
  if (uri === undefined && right !== undefined) throw new XmlRefusal(`prefix ${left} is not declared`);
  return `{${uri ?? ''}}${right ?? left}`;
}

/** First child of that local name, whatever its namespace. */
export function childNamed(element: XmlElement, local: string): XmlElement | undefined {
  return element.children.find((child) => child.local === local);
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes text for element content and double-quoted attributes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

/** Wraps text in CDATA, splitting a `]]>` that it may contain. */
export function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
