import {
  attributeOf,
  childOf,
  childrenOf,
  descendantsOf,
  readXml,
  XmlRefused,
  type XmlElement,
} from '../../http/xml-reader.ts';
import type { PeopleSoftMessage } from '../types.ts';
import type { QualifiedName } from './wsdl-reader.ts';
import { ANSWER_LIMITS } from './xml-limits.ts';

const ENVELOPES = new Set(['http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope']);

export interface KeyValue {
  readonly name: string;
  readonly value: string;
}
export interface CiResponse {
  readonly kind: 'response';
  /** `1` saved, `0` not saved; null where the operation has none (Get, Find). */
  readonly notification: string | null;
  /** Keys that came back in `detail`: where PeopleSoft numbers documents, the number it gave. */
  readonly keys: readonly KeyValue[];
  readonly messages: readonly PeopleSoftMessage[];
  /** The response element itself, for what an operation answers besides. */
  readonly content: XmlElement;
}
export interface CiFault {
  readonly kind: 'fault';
  /** `componentInterface`: the CI itself said no and rolled back · `broker`: Integration Broker or something before it. */
  readonly origin: 'componentInterface' | 'broker';
  readonly faultCode: string;
  readonly messages: readonly PeopleSoftMessage[];
  readonly keys: readonly KeyValue[];
  readonly parameters: readonly string[];
}
/** What one SOAP answer says, before anything is concluded from it. */
export type CiAnswer =
  | CiResponse
  | CiFault
  | {
      readonly kind: 'odd';
      readonly reason: string;
      /** The answer is of another generation of the service: its schema must be read again. */ readonly schemaChanged: boolean;
    };

/** True for a web page where data was expected: a sign-in page, or an error page of the web server or a proxy. */
export function looksLikeHtml(text: string): boolean {
  return /^\s*(<\?xml[^>]*\?>\s*)?(<!--[\s\S]{0,2000}?-->\s*)*<(!doctype\s+html|html)[\s>]/i.test(text.slice(0, 4_000));
}

/**
 * Reads the text of an answer to one operation whose response element is `expected`. Never throws: whatever is not a known
 * form is `odd`, with the reason in words. Known forms: response, CI fault (direct or nested), IBResponse inside a fault's
 * detail or bare. Elements are found by namespace and local name.
 */
export function readAnswer(text: string, expected: QualifiedName): CiAnswer {
  if (text.trim() === '') return odd('the answer is empty');
  if (looksLikeHtml(text))
    return odd(
      'the answer is a web page instead of data: a sign-in page, or an error page of the web server or a proxy',
    );
  try {
    return readRoot(readXml(text, ANSWER_LIMITS), expected);
  } catch (error) {
    if (error instanceof XmlRefused) return odd(`the answer cannot be read: ${error.message}`);
    throw error;
  }
}

function readRoot(root: XmlElement, expected: QualifiedName): CiAnswer {
  if (root.name === 'IBResponse') return readBareBroker(root);
  if (root.name !== 'Envelope' || !ENVELOPES.has(root.namespace))
    return odd(`the answer is <${root.name}> instead of a SOAP envelope`);
  const bodies = childrenOf(root, 'Body', root.namespace);
  if (bodies.length > 1) return odd('the SOAP envelope holds more than one body');
  const [content, ...more] = bodies[0]?.children ?? [];
  if (content === undefined) return odd('the SOAP body is empty');
  if (more.length > 0) return odd('the SOAP body holds more than one element');
  if (content.name === 'Fault' && content.namespace !== root.namespace)
    return odd(`the SOAP body holds <Fault> instead of <${expected.name}>`);
  return readContent(content, expected);
}

/** What the one element says that an answer holds: the response, or a fault. */
export function readContent(content: XmlElement, expected: QualifiedName): CiAnswer {
  if (content.name === 'Fault') return readFault(content);
  if (content.name === 'IBResponse') return readBareBroker(content);
  if (content.name !== expected.name) return odd(`the answer holds <${content.name}> instead of <${expected.name}>`);
  if (content.namespace !== expected.namespace)
    return {
      kind: 'odd',
      reason: `<${content.name}> is in the namespace ${content.namespace}, the schema says ${expected.namespace}`,
      schemaChanged: true,
    };
  return readResponse(content);
}

function readResponse(response: XmlElement): CiAnswer {
  const notifications = childrenOf(response, 'notification', response.namespace);
  if (notifications.some((each) => each.children.length > 0 || isNil(each)))
    return odd('its notification is no plain value');
  const said = new Set(notifications.map((each) => each.text.trim()));
  if (said.size > 1) return odd(`the answer contradicts itself: notification ${[...said].join(' and ')}`);
  const [notification = null] = said;
  const detail = childOf(response, 'detail', response.namespace);
  const messages = [
    ...childrenOf(response, 'messages', response.namespace),
    ...(detail === null ? [] : childrenOf(detail, 'messages', response.namespace)),
  ];
  const read = messages.map(readMessage);
  if (notification === '1' && read.some(({ type }) => /^error$/i.test(type)))
    return odd('the answer contradicts itself: it says saved, and has an error');
  return {
    kind: 'response',
    notification,
    keys:
      detail === null
        ? []
        : leaves(detail)
            .filter((leaf) => !messages.some((message) => message.children.includes(leaf)))
            .map(asKeyValue),
    messages: read,
    content: response,
  };
}

/** Whether an element says that it holds nothing (XML Schema instance, `nil`), whatever stands in it. */
function isNil({ attributes }: XmlElement): boolean {
  return attributes.some(({ name, value }) => name === 'nil' && /^\s*(true|1)\s*$/.test(value));
}

/** Children of `messages` in a response. Numbers may be absent; text is kept as PeopleSoft wrote it. */
function readMessage(message: XmlElement): PeopleSoftMessage {
  const text = childText(message, 'messagetext') ?? '';
  const trailing = trailingNumbers(text);
  return {
    type: childText(message, 'type') ?? '',
    set: wholeNumber(childText(message, 'messagesetnumber')) ?? trailing?.set ?? null,
    number: wholeNumber(childText(message, 'messagenumber')) ?? trailing?.number ?? null,
    text,
    explain: childText(message, 'explaintext'),
  };
}

function readFault(fault: XmlElement): CiAnswer {
  const faultCode = childText(fault, 'faultcode') ?? [...descendantsOf(fault, 'Value')][0]?.text.trim() ?? '';
  const details = [...descendantsOf(fault, 'IBResponse')];
  const isFromInterface = [...descendantsOf(fault, 'CIFault')].length > 0;
  const older = [...descendantsOf(fault, 'Error-Warning')].flatMap((each) => childrenOf(each, 'Message'));
  const said = childText(fault, 'faultstring') ?? [...descendantsOf(fault, 'Text')][0]?.text.trim() ?? '';
  const spoken =
    said === '' || said === 'null'
      ? []
      : [{ type: 'error', set: null, number: null, ...trailingNumbers(said), text: said, explain: null }];
  return {
    kind: 'fault',
    origin: isFromInterface ? 'componentInterface' : 'broker',
    faultCode: faultCode.split(':').at(-1) ?? '',
    messages: details.length > 0 ? details.map(readBroker) : older.length > 0 ? older.map(readOlder) : spoken,
    keys: details.flatMap((detail) => [...descendantsOf(detail, 'keyinformation')].flatMap(leaves).map(asKeyValue)),
    parameters: details.flatMap((detail) =>
      [...descendantsOf(detail, 'Parameter')].map((parameter) => parameter.text.trim()),
    ),
  };
}

/** The form of older releases. Source: Oracle PeopleBooks, Component Interfaces, "Receiving Responses". */
function readOlder(message: XmlElement): PeopleSoftMessage {
  const text = childText(message, 'MessageText') ?? '';
  const trailing = trailingNumbers(text);
  return {
    type: childText(message, 'Type') ?? 'error',
    set: wholeNumber(childText(message, 'MessageSetNumber')) ?? trailing?.set ?? null,
    number: wholeNumber(childText(message, 'MessageNumber')) ?? trailing?.number ?? null,
    text,
    explain: childText(message, 'ExplainText'),
  };
}

function readBareBroker(response: XmlElement): CiAnswer {
  const status = childText(response, 'StatusCode') ?? '';
  const isError = attributeOf(response, 'type') === 'error' || (status !== '' && status !== '0');
  if (!isError) return odd('the answer is a bare acknowledgement, not the response of the operation');
  const parameters = [...descendantsOf(response, 'Parameter')].map((parameter) => parameter.text.trim());
  return { kind: 'fault', origin: 'broker', faultCode: '', messages: [readBroker(response)], keys: [], parameters };
}

/** Integration Broker's own error form. Where it names no message set, the numbers stand in brackets at the end of its text. */
function readBroker(response: XmlElement): PeopleSoftMessage {
  const text = childText(response, 'DefaultMessage') ?? childText(response, 'DefaultTitle') ?? '';
  const trailing = trailingNumbers(text);
  const set = wholeNumber(childText(response, 'MessageSetID'));
  return {
    type: attributeOf(response, 'type') ?? 'error',
    set: set ?? trailing?.set ?? null,
    number: (set === null ? trailing?.number : null) ?? wholeNumber(childText(response, 'MessageID')),
    text,
    explain: null,
  };
}

/** `(158,45)` at the end of a PeopleSoft message; null when there is none. */
export function trailingNumbers(text: string): { readonly set: number; readonly number: number } | null {
  const found = /\((\d{1,5}),\s*(\d{1,5})\)[\s.]*$/.exec(text);
  return found === null ? null : { set: Number(found[1]), number: Number(found[2]) };
}

function leaves(element: XmlElement): readonly XmlElement[] {
  return element.children.flatMap((child) => (child.children.length === 0 ? [child] : leaves(child)));
}

function asKeyValue(leaf: XmlElement): KeyValue {
  return { name: leaf.name, value: leaf.text.trim() };
}

function childText(element: XmlElement, name: string): string | null {
  const text = childOf(element, name)?.text.trim() ?? '';
  return text === '' ? null : text;
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function odd(reason: string): CiAnswer {
  return { kind: 'odd', reason, schemaChanged: false };
}
