const MARK = '[redacted]';
const SECRET_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'stripe-signature',
  'www-authenticate',
]);
/** Things that look like a secret wherever they stand, for texts whose secret is not at hand. */
const SHAPES = [
  /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9_*]{4,}/g,
  /\bwhsec_[A-Za-z0-9+/=]{4,}/g,
  /\b(Basic|Bearer)\s+[A-Za-z0-9+/=._~-]{6,}/gi,
  /(<(?:[\w-]+:)?Password\b[^>]*>)[^<]*(?=<)/gi,
];

/**
 * The text without the given secrets in any form they travel in (plain, URL-encoded, inside a Basic header, XML- or
 * JSON-escaped) and without anything shaped like an API key, a webhook secret, an Authorization value or a SOAP password.
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

/** Headers safe to show or log: values of sign-in headers are replaced, all others go through `redact`. */
export function redactHeaders(
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[] = [],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      SECRET_HEADERS.has(name.toLowerCase()) ? MARK : redact(value, secrets),
    ]),
  );
}

function secretForms(secrets: readonly string[]): string[] {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret === '') continue;
    forms.add(secret);
    forms.add(encodeURIComponent(secret));
    forms.add(JSON.stringify(secret).slice(1, -1));
    forms.add(escapeXml(secret));
    forms.add(Buffer.from(`${secret}:`).toString('base64'));
    forms.add(Buffer.from(secret).toString('base64'));
  }
  // Longest first: a short form inside a longer one would leave the rest readable.
  return [...forms].toSorted((left, right) => right.length - left.length);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
