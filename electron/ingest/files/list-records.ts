import type { JsonValueAt } from './json-values.ts';
import { createValueScanner } from './value-scanner.ts';

/** A record with the line on which it begins. */
export interface RecordAt {
  readonly line: number;
  readonly value: unknown;
}

/** The records a JSON value is: those of a Stripe list envelope or an array one by one, else itself. */
export function recordsOf(found: Extract<JsonValueAt, { value: unknown }>): readonly RecordAt[] {
  const { line, value, text } = found;
  const rows = rowsOf(value);
  if (rows === null) return [{ line, value }];
  const lines = text.includes('\n') ? elementLines(text, line) : [];
  return rows.map((row, index) => ({ line: lines[index] ?? line, value: row }));
}

/** Why the records of a value are not all there are, in words; null where nothing says so. */
export function missingRest({ value }: Extract<JsonValueAt, { value: unknown }>): string | null {
  const isCut = typeof value === 'object' && value !== null && 'has_more' in value && value.has_more === true;
  return isCut && rowsOf(value) !== null
    ? 'the list goes on at Stripe after its last object (has_more): the file holds one page of it'
    : null;
}

function rowsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value as unknown[];
  if (typeof value !== 'object' || value === null || !('data' in value) || !Array.isArray(value.data)) return null;
  return 'object' in value && value.object === 'list' ? (value.data as unknown[]) : null;
}

/** The lines on which the elements of `data` begin, where they can be told; only for words to a person. */
function elementLines(text: string, firstLine: number): readonly number[] {
  const at = text.startsWith('[') ? 0 : text.search(/"data"\s*:\s*\[/);
  if (at < 0) return [];
  const open = text.indexOf('[', at);
  const before = text.slice(0, open).split('\n').length - 1;
  return createValueScanner('elements', firstLine + before)
    .push(text.slice(open))
    .map(({ line }) => line);
}
