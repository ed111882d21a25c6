import type { ReadableLedger } from '../../ledger/operation.ts';

/** Rows that are held at a time: enough that crossing over from the ledger costs little, few enough that they die young. */
const BATCH = 4_000;

export interface RowBatches {
  /** A SELECT without conditions; its first column is the key. */
  readonly select: string;
  readonly key: string;
  /** One more condition. */
  readonly also?: string;
  /** The only rows to read, in rising order; null: all there are. */
  readonly keys: readonly number[] | null;
}

/**
 * Rows as plain lists of values, in the order of their key and many at a time: an object for each row and a call for each row are what reading
 * a million rows costs most. No statement stays open between two batches.
 */
export function* batchesOf<Row extends [key: number, ...rest: unknown[]]>(
  db: ReadableLedger,
  { select, key, also = 'true', keys }: RowBatches,
): Generator<Row[]> {
  if (keys !== null) {
    const some = db.prepare<[string], Row>(
      `${select} WHERE ${key} IN (SELECT value FROM json_each(?)) AND ${also} ORDER BY ${key}`,
    );
    some.raw();
    for (let from = 0; from < keys.length; from += BATCH)
      yield some.all(JSON.stringify(keys.slice(from, from + BATCH)));
    return;
  }
  const next = db.prepare<[number], Row>(`${select} WHERE ${key} > ? AND ${also} ORDER BY ${key} LIMIT ${BATCH}`);
  next.raw();
  let batch = next.all(Number.MIN_SAFE_INTEGER);
  while (batch.length > 0) {
    yield batch;
    batch = batch.length < BATCH ? [] : next.all(batch.at(-1)?.[0] ?? 0);
  }
}

/** A condition that holds a column to some keys, with the values to bind; without keys it is true. */
export function withinSql(
  column: string,
  keys: readonly number[] | null,
): { readonly sql: string; readonly values: readonly string[] } {
  if (keys === null) return { sql: 'true', values: [] };
  return { sql: `${column} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(keys)] };
}
