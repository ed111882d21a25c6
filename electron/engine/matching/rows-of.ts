/**
 * Hands out the rows of a key from an iterator sorted by that key, for callers that ask in rising order: a merge join that
 * holds one key's rows at a time.
 */
export function rowsOf<Row>(
  iterator: IterableIterator<Row>,
  keyOf: (row: Row) => number,
): (key: number) => readonly Row[] {
  let waiting = iterator.next();
  return (key) => {
    const rows: Row[] = [];
    while (waiting.done !== true && keyOf(waiting.value) <= key) {
      if (keyOf(waiting.value) === key) rows.push(waiting.value);
      waiting = iterator.next();
    }
    return rows;
  };
}
