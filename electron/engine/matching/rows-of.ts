/**
 * Hands out the rows of a key from an iterator sorted by that key, for callers that ask in rising order: a merge join that
 * holds one key's rows at a time. Close it afterwards: rows behind the last key asked for would keep the connection busy.
 */
export interface RowsOfKey<Row> {
  of(key: number): readonly Row[];
  close(): void;
}

export function rowsOf<Row>(iterator: IterableIterator<Row>, keyOf: (row: Row) => number): RowsOfKey<Row> {
  let waiting = iterator.next();
  return {
    of(key) {
      // Most keys have no rows, and nothing is made for them.
      if (waiting.done === true || keyOf(waiting.value) > key) return NONE;
      const rows: Row[] = [];
      while (waiting.done !== true && keyOf(waiting.value) <= key) {
        if (keyOf(waiting.value) === key) rows.push(waiting.value);
        waiting = iterator.next();
      }
      return rows;
    },
    close: () => void iterator.return?.(),
  };
}

const NONE: readonly never[] = [];
