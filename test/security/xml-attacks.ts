import { readXml, XmlRefused } from '../../electron/connectors/http/xml-reader.ts';

const MEGABYTE = 1_048_576;
const ROW = '<m:COLL_ROW><m:KEYPROP_ID>0000417</m:KEYPROP_ID><m:DESCR>Größe &amp; Farbe</m:DESCR></m:COLL_ROW>';
const open = '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="urn:m"><e:Body><m:R>';
const answer = (bytes: number) =>
  `<?xml version="1.0"?>${open}${ROW.repeat(Math.ceil(bytes / ROW.length))}</m:R></e:Body></e:Envelope>`;
const entities = (count: number) =>
  Array.from({ length: count }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join('');

/** Documents that hurt readers of XML, by name; none may be taken in. */
export const XML_ATTACKS: Readonly<Record<string, () => string>> = {
  'an entity bomb': () => `<!DOCTYPE r [<!ENTITY e0 "ha">${entities(12)}]><r>&e12;</r>`,
  'an entity of a megabyte, used often': () =>
    `<!DOCTYPE r [<!ENTITY e "${'x'.repeat(MEGABYTE)}">]><r>${'&e;'.repeat(10_000)}</r>`,
  'thirty megabytes of entities': () => `<!DOCTYPE r [${'<!ENTITY e "x">'.repeat(2 * MEGABYTE)}]><r/>`,
  'thirty megabytes of entities, hidden better': () =>
    `<!-- x --><?x?><!DOCTYPE r [${'<!ENTITY e "x">'.repeat(2 * MEGABYTE)}]><r/>`,
  'an external entity, a file': () => '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><r>&x;</r>',
  'an external entity, an address': () => '<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><r>&x;</r>',
  'an external parameter entity': () => '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]><r/>',
  'an external document type': () => '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r/>',
  'an entity that nobody declared': () => '<r>&x;</r>',
  'an attribute of a megabyte': () => `<r a="${'x'.repeat(MEGABYTE)}"/>`,
  'an attribute of thirty megabytes': () => `<r a="${'x'.repeat(30 * MEGABYTE)}"/>`,
  'an attribute without an end': () => `<r><a b="${'x'.repeat(30 * MEGABYTE)}></a></r>`,
  'a hundred thousand attributes': () =>
    `<r ${Array.from({ length: 100_000 }, (_, at) => `a${at}="x"`).join(' ')}></r>`,
  'a namespace name of a megabyte': () => `<r xmlns="${'x'.repeat(MEGABYTE)}"/>`,
  'a tag name of thirty megabytes': () => `<${'r'.repeat(30 * MEGABYTE)}/>`,
  'a million levels': () => `${'<r>'.repeat(1_000_000)}${'</r>'.repeat(1_000_000)}`,
  'a million levels that never end': () => '<r>'.repeat(1_000_000),
  'a comment of thirty megabytes': () => `<r><!--${'x'.repeat(30 * MEGABYTE)}--></r>`,
  'a CDATA section of thirty megabytes': () => `<r><![CDATA[${'x'.repeat(30 * MEGABYTE)}]]></r>`,
  'an answer cut off inside a tag': () => answer(8 * MEGABYTE).slice(0, -ROW.length),
  'an answer cut off behind a tag': () => `<?xml version="1.0"?>${open}${ROW.repeat(80_000)}`,
  'an answer cut off behind an empty tag': () => `<?xml version="1.0"?>${open}${ROW.repeat(80_000)}<m:X/>`,
  'an answer cut off near its beginning': () => answer(1_000).slice(0, 90),
  'an answer longer than any': () => answer(65 * MEGABYTE),
};

export interface AttackResult {
  readonly refused: boolean;
  /** Processor time of the shortest of three tries: what else the computer does is not the reader's doing. */
  readonly tookMs: number;
  /** Memory at its most, beyond what the document itself had taken before. */
  readonly extraMb: number;
}

function attack(name: string): AttackResult {
  // As it comes off the network: bytes made text, before anything is measured.
  const text = new TextDecoder().decode(Buffer.from(XML_ATTACKS[name]?.() ?? ''));
  const warm = tryReading('<r/>');
  const before = process.memoryUsage().rss;
  const tries = [text, text, text].map(tryReading);
  const extraMb = (process.resourceUsage().maxRSS * 1_024 - before) / MEGABYTE;
  return {
    refused: !warm.refused && tries.every(({ refused }) => refused),
    tookMs: Math.min(...tries.map(({ tookMs }) => tookMs)),
    extraMb: Math.max(0, extraMb),
  };
}

function tryReading(text: string): { readonly refused: boolean; readonly tookMs: number } {
  const start = process.cpuUsage();
  let refused = false;
  try {
    readXml(text);
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    refused = true;
  }
  const { user, system } = process.cpuUsage(start);
  return { refused, tookMs: (user + system) / 1_000 };
}

if (import.meta.main) process.stdout.write(JSON.stringify(attack(process.argv[2] ?? '')));
