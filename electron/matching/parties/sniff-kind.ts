import { readDate, readNumber, type ValueKind } from './read-value.ts';

const LOOKED_AT = 2_000;
const MOST = 0.9;
const WORDS_OF_A_TEXT = 2.3;

/** What kind of values stand in a column that nobody has named: told from distinct values, in any order of the rows. */
export function sniffKind(left: readonly string[], right: readonly string[]): Exclude<ValueKind, 'name' | 'legalForm'> {
  const values = [...new Set([...left, ...right])].filter((value) => value.trim() !== '').sort();
  const step = Math.max(1, Math.floor(values.length / LOOKED_AT));
  const seen = values.filter((_, at) => at % step === 0);
  const share = (is: (value: string) => boolean) => seen.filter(is).length / Math.max(1, seen.length);
  if (seen.length === 0) return 'word';
  if (share((value) => value.includes('@')) >= MOST) return 'email';
  const isDate = (value: string) => readDate(value) !== null && /^(?:19|20)/.test(readDate(value) ?? '');
  if (share(isDate) >= MOST) return 'date';
  if (share((value) => readNumber(value) !== null) >= MOST) return isCode(seen) ? 'code' : 'number';
  if (share((value) => /\d/.test(value) && !/\s\S*\s/.test(value.trim())) >= MOST) return 'code';
  const words = seen.reduce((sum, value) => sum + value.trim().split(/\s+/).length, 0) / seen.length;
  return words >= WORDS_OF_A_TEXT ? 'text' : 'word';
}

/** Whole numbers of one length are numbers of something, not amounts of it. */
function isCode(values: readonly string[]): boolean {
  const lengths = new Map<number, number>();
  for (const value of values) {
    if (!/^\d{4,}$/.test(value.trim())) return false;
    lengths.set(value.trim().length, (lengths.get(value.trim().length) ?? 0) + 1);
  }
  return Math.max(...lengths.values()) >= MOST * values.length;
}
