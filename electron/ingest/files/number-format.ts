/** Which sign parts the whole from its decimals: `1,234.56` or `1.234,56`. */
export type NumberFormat = 'point' | 'comma';
/** `ambiguous`: every number could be read both ways, e.g. `1.234`; a person is asked. */
export type SniffedNumbers = NumberFormat | 'ambiguous' | 'contradictory';

/** How the numbers of a file are written, from those that can be read in one way only; `point` where all are whole. */
export function sniffNumbers(texts: Iterable<string>): SniffedNumbers {
  const seen = { point: false, comma: false, either: false };
  for (const text of texts) {
    const kind = kindOf(text.trim());
    if (kind !== null) seen[kind] = true;
  }
  if (seen.point && seen.comma) return 'contradictory';
  if (seen.point) return 'point';
  if (seen.comma) return 'comma';
  return seen.either ? 'ambiguous' : 'point';
}

function kindOf(text: string): 'point' | 'comma' | 'either' | null {
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (last < 0) return null;
  const sign = text[last] === '.' ? 'point' : 'comma';
  const other = sign === 'point' ? 'comma' : 'point';
  const times = text.split(text[last] ?? '').length - 1;
  if (times > 1) return other;
  if (text.includes(sign === 'point' ? ',' : '.')) return sign;
  const decimals = /\d*$/.exec(text)?.[0].length ?? 0;
  const whole = text.slice(0, last).replace(/^[-+]/, '');
  // Three digits behind one sign may be thousands, unless nothing, a zero or more than three digits stand before it.
  return decimals === 3 && /^[1-9]\d{0,2}$/.test(whole) ? 'either' : sign;
}

const PATTERNS: Readonly<Record<NumberFormat, RegExp>> = {
  // Thousands, or a lakh and a crore as India writes them: 12,34,567.89.
  point: /^([-+]?)((?:\d{1,3}(?:,\d{3})+)|(?:\d{1,2}(?:,\d{2})+,\d{3})|\d+)?(?:\.(\d+))?$/,
  comma: /^([-+]?)((?:\d{1,3}(?:\.\d{3})+)|\d+)?(?:,(\d+))?$/,
};

/** A number of a file as a plain decimal with a point, e.g. `-1234.56`; null when it is none in that format. */
export function plainDecimal(text: string, format: NumberFormat): string | null {
  const tidy = text
    .trim()
    .replace(/\u2212/g, '-')
    .replace(/^\((.*)\)$/, '-$1')
    .replace(/[\u00A0\u202F']/g, '');
  const parts = PATTERNS[format].exec(tidy);
  if (parts === null || (parts[2] === undefined && parts[3] === undefined)) return null;
  const whole = (parts[2] ?? '0').replaceAll(/[.,]/g, '');
  return `${parts[1] === '-' ? '-' : ''}${whole}${parts[3] === undefined ? '' : `.${parts[3]}`}`;
}
