/** Where a person is in a list: the row, and the place it had, should it go. */
export interface Place {
  readonly id: string;
  readonly at: number;
}

/** The row she is on; where it has gone, the one that took its place; null: the list is empty. */
export function rowAtPlace<Row extends { readonly id: string }>(rows: readonly Row[], place: Place | null): Row | null {
  return rows.find(({ id }) => id === place?.id) ?? rows[Math.min(place?.at ?? 0, rows.length - 1)] ?? null;
}

/**
 * Where she is after something was decided on the row `id`: on the next wanted row, or where she is when none is. Who has gone on to
 * another row meanwhile is left there.
 */
export function placeAfter<Row extends { readonly id: string }>(
  rows: readonly Row[],
  place: Place | null,
  id: string,
  next: Row | null,
): Place | null {
  if (next === null || (place !== null && place.id !== id)) return place;
  return { id: next.id, at: rows.indexOf(next) };
}

/** The next row after one that is wanted, from the top again after the last; null: no other is. */
export function nextRow<Row extends { readonly id: string }>(
  rows: readonly Row[],
  id: string | null,
  isWanted: (row: Row) => boolean,
): Row | null {
  const at = rows.findIndex((row) => row.id === id);
  return [...rows.slice(at + 1), ...rows.slice(0, Math.max(at, 0))].find(isWanted) ?? null;
}
