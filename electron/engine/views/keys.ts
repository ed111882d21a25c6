import type { ReadableLedger } from '../../ledger/operation.ts';

/** Which rows a view holds: table with its alias, condition with its parameters, and the column of the key. */
export interface KeyFilter {
  readonly table: string;
  readonly where: string;
  readonly key: string;
  readonly parameters: Record<string, unknown>;
}

/** Runs a one-column key query into a typed array: four bytes a row, so a million rows are 4 MB and cross the thread as one block. */
export function readKeys(db: ReadableLedger, sql: string, parameters: Record<string, unknown>): Int32Array {
  const statement = db.prepare<[Record<string, unknown>], number>(sql).pluck();
  let keys = new Int32Array(1_024);
  let count = 0;
  for (const key of statement.iterate(parameters)) {
    if (count === keys.length) {
      const larger = new Int32Array(keys.length * 2);
      larger.set(keys);
      keys = larger;
    }
    keys[count++] = key;
  }
  return keys.slice(0, count);
}

/**
 * A LIKE pattern (escape character backslash) that finds `text` anywhere, with its own wildcards taken literally. SQLite ends a
 * pattern at a zero byte, so one becomes a character that stands nowhere.
 */
export function likePattern(text: string): string {
  return `%${text.replaceAll('\0', '\uFFFD').replaceAll(/[\\%_]/g, (wildcard) => `\\${wildcard}`)}%`;
}
