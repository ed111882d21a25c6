import type { CiDocument, GroupShape } from './schema-model.ts';
import { valueOf } from './validate-document.ts';

export const SOAP_ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const PASSWORD_TEXT = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText';

export interface UsernameToken {
  readonly user: string;
  readonly password: string;
}

/**
 * The SOAP 1.1 envelope for a document that `validateDocument` found nothing wrong with: properties in the order of the
 * schema (PeopleSoft fires field defaults in the order they come), each in its message namespace, one element a row. Signed in
 * with a plain UsernameToken without timestamp or nonce, the only form PeopleSoft lists besides signed ones; without a token
 * PeopleSoft works it as the user of its anonymous node.
 */
export function buildEnvelope(document: CiDocument, shape: GroupShape, token: UsernameToken | null): string {
  const prefixes = new Map<string, string>();
  collectNamespaces(shape, prefixes);
  const declarations = [...prefixes]
    .map(([namespace, prefix]) => ` xmlns:${prefix}="${escapeAttribute(namespace)}"`)
    .join('');
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="${SOAP_ENVELOPE}"${declarations}>` +
    `<soapenv:Header>${token === null ? '' : securityHeader(token)}</soapenv:Header>` +
    `<soapenv:Body>${writeGroup(document, shape, prefixes)}</soapenv:Body></soapenv:Envelope>`
  );
}

function securityHeader(token: UsernameToken): string {
  return (
    `<wsse:Security xmlns:wsse="${WSSE}" soapenv:mustUnderstand="1"><wsse:UsernameToken>` +
    `<wsse:Username>${escapeText(token.user)}</wsse:Username>` +
    `<wsse:Password Type="${PASSWORD_TEXT}">${escapeText(token.password)}</wsse:Password>` +
    `</wsse:UsernameToken></wsse:Security>`
  );
}

function collectNamespaces(shape: GroupShape, prefixes: Map<string, string>): void {
  for (const { namespace } of [shape, ...shape.properties])
    if (namespace !== '' && !prefixes.has(namespace))
      prefixes.set(namespace, prefixes.size === 0 ? 'm' : `m${prefixes.size + 1}`);
  for (const property of shape.properties) if (property.kind === 'group') collectNamespaces(property, prefixes);
}

function writeGroup(row: CiDocument, shape: GroupShape, prefixes: ReadonlyMap<string, string>): string {
  const parts = shape.properties.map((property) => {
    const value = valueOf(row, property.name);
    if (value === undefined) return '';
    if (typeof value !== 'string')
      return property.kind === 'group' ? value.map((child) => writeGroup(child, property, prefixes)).join('') : '';
    return writeElement(property, escapeText(value), prefixes);
  });
  return writeElement(shape, parts.join(''), prefixes);
}

function writeElement(
  shape: { readonly name: string; readonly namespace: string },
  content: string,
  prefixes: ReadonlyMap<string, string>,
): string {
  const prefix = prefixes.get(shape.namespace);
  const name = prefix === undefined ? shape.name : `${prefix}:${shape.name}`;
  return `<${name}>${content}</${name}>`;
}

/** A bare carriage return would reach the other side as a line feed, so it is written as a character reference. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}

function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;');
}
