import { looksLikeHtml, readAnswer, readContent, type CiAnswer } from '../soap/answer-reader.ts';
import type { QualifiedName } from '../soap/wsdl-reader.ts';
import type { XmlElement } from '../../http/xml-reader.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
const MAX_DEPTH = 32;

/**
 * Reads the JSON answer to one operation: its response, with or without the name of the response around it, or the error forms of
 * Integration Broker and of the component interface. Whatever is no JSON object of these is read as XML, or odd. Never throws.
 */
export function readRestAnswer(text: string, expected: QualifiedName): CiAnswer {
  const value = parseObject(text);
  if (value === null)
    return looksLikeHtml(text) || /^\s*(<|$)/.test(text)
      ? readAnswer(text, expected)
      : odd('the answer is no JSON object');
  const [name, ...more] = Object.keys(value);
  if (name === undefined) return odd('the answer is an empty object');
  if (depthOf(value) > MAX_DEPTH) return odd('the answer is nested too deep');
  const inner = value[name];
  if (more.length === 0 && (name === 'IBResponse' || name === 'CIFault'))
    return readFault(name, inner ?? null, expected);
  if ('notification' in value) return readContent(element(expected.name, value, expected.namespace), expected);
  if (more.length > 0 || inner === undefined || !isObject(inner))
    return odd(`the answer is not the ${expected.name} of the operation`);
  return readContent(element(name, inner, expected.namespace), expected);
}

function readFault(name: string, inner: Json, expected: QualifiedName): CiAnswer {
  const [entry] = elements(name, inner, '');
  if (entry === undefined) return odd('the answer is an empty error');
  return readContent(name === 'IBResponse' ? entry : wrapped('Fault', entry), expected);
}

function wrapped(name: string, child: XmlElement): XmlElement {
  return { name, namespace: '', attributes: [], children: [child], text: '', scope: null };
}

/** JSON as the elements it stands for: a list is the same element again and again. */
function elements(name: string, value: Json, namespace: string): readonly XmlElement[] {
  return isList(value) ? value.map((each) => element(name, each, namespace)) : [element(name, value, namespace)];
}

function element(name: string, value: Json, namespace: string): XmlElement {
  if (!isObject(value)) return { name, namespace, attributes: [], children: [], text: textOf(value), scope: null };
  const attributes = Object.entries(value).flatMap(([key, each]) =>
    key === 'type' || key === '@type' ? [{ namespace: '', name: 'type', value: textOf(each) }] : [],
  );
  const children = Object.entries(value).flatMap(([key, each]) => elements(key, each, namespace));
  return { name, namespace, attributes, children, text: '', scope: null };
}

function textOf(value: Json): string {
  return value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

function parseObject(text: string): { readonly [name: string]: Json } | null {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function depthOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function odd(reason: string): CiAnswer {
  return { kind: 'odd', reason, schemaChanged: false };
}
