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
  const rows = Int32Array.from(keys.keys()).sort((a, b) => compareText(keys[a] ?? '', keys[b] ?? '') || a - b);
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

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
