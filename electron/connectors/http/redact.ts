const MARK = '[redacted]';
/** Things that look like a secret wherever they stand, for texts whose secret is not at hand. */
const SHAPES = [
  /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9_*]{4,}/g,
  /\bwhsec_[A-Za-z0-9+/=]{4,}/g,
  /\b(Basic|Bearer)\s+[A-Za-z0-9+/=._~-]{6,}/gi,
  /(<(?:[\w-]+:)?Password\b[^>]*>)[^<]*(?=<)/gi,
];

/**
 * The text without the given secrets in any form they travel in (plain, URL-encoded, inside a Basic header, XML- or
 * JSON-escaped, also up to three inside each other) and without anything shaped like an API key, a webhook secret, an Authorization value or a SOAP password.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const form of secretForms(secrets)) clean = clean.replaceAll(form, MARK);
  for (const shape of SHAPES)
    clean = clean.replace(shape, (_match, kept: unknown) =>
      typeof kept === 'string' ? `${kept}${kept.startsWith('<') ? '' : ' '}${MARK}` : MARK,
    );
  return clean;
}

type Writing = (text: string) => string;
const inXml: Writing = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const inAttribute: Writing = (text) => inXml(text).replaceAll('"', '&quot;');
/** How texts are written inside other texts; which quotes are escaped, and how, is the writer's choice. */
const WRITINGS: readonly Writing[] = [
  inXml,
  inAttribute,
  (text) => inAttribute(text).replaceAll("'", '&apos;'),
  (text) => inAttribute(text).replaceAll("'", '&#39;'),
  (text) => JSON.stringify(text).slice(1, -1),
  (text) => encodeURIComponent(text.toWellFormed()),
  (text) => new URLSearchParams([['', text]]).toString().slice(1),
];
/** An answer that shows the request inside a text inside a document; deeper than that nothing we know of writes. */
const DEEPEST = 3;
const MOST_REMEMBERED = 50;
const remembered = new Map<string, readonly string[]>();

function secretForms(secrets: readonly string[]): string[] {
  const forms = new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf));
  // Longest first: a short form inside a longer one would leave the rest readable.
  return [...forms].toSorted((left, right) => right.length - left.length);
}

function formsOf(secret: string): readonly string[] {
  const known = remembered.get(secret);
  if (known !== undefined) return known;
  const forms = new Set([secret, ...[`${secret}:`, secret].map((text) => Buffer.from(text).toString('base64'))]);
  let latest = [...forms];
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    latest = [...new Set(latest.flatMap((text) => WRITINGS.map((write) => write(text))))];
    latest = latest.filter((form) => !forms.has(form));
    for (const form of latest) forms.add(form);
  }
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(secret, [...forms]);
  return [...forms];
}

/**
 * The secrets that a request itself carries: the words behind its Basic header, its Bearer token, a SOAP password in its body. What
 * fails on the way may repeat them.
 */
export function secretsOfRequest(request: {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}): readonly string[] {
  const header = Object.entries(request.headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
  const [scheme = '', value = ''] = header.split(' ', 2);
  const words = scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString('utf8') : value;
  const colon = words.indexOf(':');
  // An API key stands where the user does, with nothing behind the colon.
  const password = colon < 0 ? words : words.slice(colon + 1) || words.slice(0, colon);
  const inBody = /<(?:[\w-]+:)?Password\b[^>]*>([^<]*)</.exec(request.body ?? '')?.[1] ?? '';
  return [value, words, password, inBody, unescapeXml(inBody)].filter((secret) => secret !== '');
}

function unescapeXml(text: string): string {
  const plain = text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'");
  return plain.replaceAll('&amp;', '&');
}
