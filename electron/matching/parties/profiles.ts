import { PARTY_FIELDS, type PartyColumns } from './party-columns.ts';

/**
 * Rows with the very same values are one profile: they are told apart by nothing but their place and id, which are no evidence.
 * Profiles are numbered in the order of their content, so that nothing that follows depends on the order of the rows.
 */
export interface Profiles {
  readonly count: number;
  /** Profile of each row. */
  readonly ofRow: Int32Array;
  /** A row that has it, by profile: its values are the profile's. */
  readonly firstRow: Int32Array;
  /** Rows of profile `p`: `rows[start[p]] .. rows[start[p + 1] - 1]`. */
  readonly start: Int32Array;
  readonly rows: Int32Array;
}

/** The profiles of parties. */
export function profilesOf(columns: PartyColumns): Profiles {
  const used: (readonly string[])[] = [...(columns.other ?? [])];
  for (const field of PARTY_FIELDS) used.push(columns.fields[field] ?? []);
  const keys = Array.from({ length: columns.count }, (_, row) => {
    let key = '';
    for (const column of used) key += `${column[row] ?? ''}\u0000`;
    return key;
  });
  // Beginnings as numbers spare most comparisons of whole texts.
  const first = Float64Array.from(keys, (key) => threeSigns(key, 0));
  const next = Float64Array.from(keys, (key) => threeSigns(key, 3));
  const rows = Int32Array.from(keys.keys()).sort(
    (a, b) =>
      (first[a] ?? 0) - (first[b] ?? 0) ||
      (next[a] ?? 0) - (next[b] ?? 0) ||
      compareText(keys[a] ?? '', keys[b] ?? '') ||
      a - b,
  );
  const ofRow = new Int32Array(columns.count);
  const starts: number[] = [];
  for (const [place, row] of rows.entries()) {
    if (place === 0 || keys[row] !== keys[rows[place - 1] ?? 0]) starts.push(place);
    ofRow[row] = starts.length - 1;
  }
  const count = starts.length;
  const start = Int32Array.from([...starts, columns.count]);
  const firstRow = Int32Array.from(starts, (place) => rows[place] ?? 0);
  return { count, ofRow, firstRow, start, rows };
}

/** Three UTF-16 units of a text as one number that sorts as they do. */
function threeSigns(text: string, at: number): number {
  const unit = (place: number) => (place < text.length ? text.charCodeAt(place) : 0);
  return (unit(at) * 0x10000 + unit(at + 1)) * 0x10000 + unit(at + 2);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
