import { childOf, childrenOf, readXml, XmlRefused, type XmlElement } from '../../http/xml-reader.ts';
import type { PeopleSoftMessage } from '../types.ts';
import { looksLikeHtml, readAnswer, trailingNumbers, type CiAnswer, type KeyValue } from '../soap/answer-reader.ts';
import type { QualifiedName } from '../soap/wsdl-reader.ts';
import { ANSWER_LIMITS } from '../soap/xml-limits.ts';

/** True for the portal's sign-in page, which comes with HTTP 200 where user or password are wrong: it asks for both. */
export function isSignInPage(text: string): boolean {
  return looksLikeHtml(text) && /name\s*=\s*["']?userid\b/i.test(text) && /name\s*=\s*["']?pwd\b/i.test(text);
}

/**
 * Reads the answer to one root. Its name comes back in another case (`UPDATEDATA__…` as `Updatedata__…`), and its messages as
 * transactions in `detail`. Whatever is not that one answer is a fault, or odd; several roots are never the answer to one.
 */
export function readSoapToCiAnswer(text: string, expected: QualifiedName): CiAnswer {
  const content = ownContent(text);
  if (content === null || content.name.toLowerCase() !== expected.name.toLowerCase()) return readAnswer(text, expected);
  const detail = childOf(content, 'detail');
  const messages = [
    ...(detail === null ? [] : childrenOf(detail, 'transaction')),
    ...childrenOf(content, 'transaction'),
  ];
  const said = new Set(childrenOf(content, 'notification').map((each) => each.text.trim()));
  if (said.size > 1) return odd(`the answer contradicts itself: notification ${[...said].join(' and ')}`);
  const [notification = null] = said;
  const read = messages.map(readTransaction);
  if (notification === '1' && read.some(({ type }) => /^error$/i.test(type)))
    return odd('the answer contradicts itself: it says saved, and has an error');
  return {
    kind: 'response',
    notification,
    keys: detail === null ? [] : keysIn(detail, messages),
    messages: read.filter(({ type, text: words }) => !/^ok$/i.test(type) || words !== ''),
    content,
  };
}

/** The one element in the body of an envelope; null where the text is anything else. */
function ownContent(text: string): XmlElement | null {
  try {
    const root = readXml(text, ANSWER_LIMITS);
    if (root.name !== 'Envelope') return null;
    const [content, ...more] = childOf(root, 'Body', root.namespace)?.children ?? [];
    return content === undefined || more.length > 0 ? null : content;
  } catch (error) {
    if (error instanceof XmlRefused) return null;
    throw error;
  }
}

function readTransaction(transaction: XmlElement): PeopleSoftMessage {
  const words = (name: string) => childOf(transaction, name)?.text.trim() ?? '';
  const text = words('messagetext');
  const numbers = trailingNumbers(text);
  return {
    type: words('type'),
    set: numbers?.set ?? null,
    number: numbers?.number ?? null,
    text,
    explain: words('explaintext') || null,
  };
}

function keysIn(detail: XmlElement, transactions: readonly XmlElement[]): readonly KeyValue[] {
  const inMessages = new Set(transactions.flatMap((each) => [each, ...allBelow(each)]));
  return allBelow(detail)
    .filter((each) => each.children.length === 0 && !inMessages.has(each))
    .map(({ name, text }) => ({ name, value: text.trim() }));
}

function allBelow(element: XmlElement): readonly XmlElement[] {
  return element.children.flatMap((child) => [child, ...allBelow(child)]);
}

function odd(reason: string): CiAnswer {
  return { kind: 'odd', reason, schemaChanged: false };
}
