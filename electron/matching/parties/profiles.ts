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
  const firstByKey = new Map<string, number>();
  const keyOfRow = Array.from({ length: columns.count }, (_, row) => {
    let key = '';
    for (const column of used) key += `${column[row] ?? ''}\u0000`;
    if (!firstByKey.has(key)) firstByKey.set(key, row);
    return key;
  });
  const keys = [...firstByKey.keys()].sort();
  const numberOf = new Map(keys.map((key, at) => [key, at]));
  const ofRow = Int32Array.from(keyOfRow, (key) => numberOf.get(key) ?? 0);
  const start = new Int32Array(keys.length + 1);
  for (const profile of ofRow) start[profile + 1] = (start[profile + 1] ?? 0) + 1;
  for (let at = 0; at < keys.length; at += 1) start[at + 1] = (start[at + 1] ?? 0) + (start[at] ?? 0);
  const next = start.slice();
  const rows = new Int32Array(columns.count);
  for (const [row, profile] of ofRow.entries()) {
    const place = next[profile] ?? 0;
    rows[place] = row;
    next[profile] = place + 1;
  }
  const firstRow = Int32Array.from(keys, (_, profile) => rows[start[profile] ?? 0] ?? 0);
  return { count: keys.length, ofRow, firstRow, start, rows };
}
