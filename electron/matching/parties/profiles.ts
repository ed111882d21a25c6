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
  for (const field of PARTY_FIELDS) if (columns.fields[field] !== undefined) used.push(columns.fields[field]);
  // Beginnings as numbers spare most comparisons of texts.
  const first = new Float64Array(columns.count);
  const next = new Float64Array(columns.count);
  for (let row = 0; row < columns.count; row += 1) {
    const begin = beginning(used, row);
    first[row] = threeUnits(begin, 0);
    next[row] = threeUnits(begin, 3);
  }
  const compare = (a: number, b: number) =>
    (first[a] ?? 0) - (first[b] ?? 0) || (next[a] ?? 0) - (next[b] ?? 0) || compareRows(used, a, b);
  const rows = Int32Array.from(first.keys()).sort((a, b) => compare(a, b) || a - b);
  const ofRow = new Int32Array(columns.count);
  const starts: number[] = [];
  for (const [place, row] of rows.entries()) {
    if (place === 0 || compare(row, rows[place - 1] ?? 0) !== 0) starts.push(place);
    ofRow[row] = starts.length - 1;
  }
  const count = starts.length;
  const start = Int32Array.from([...starts, columns.count]);
  const firstRow = Int32Array.from(starts, (place) => rows[place] ?? 0);
  return { count, ofRow, firstRow, start, rows };
}

/** The first six units or more of the cells of a row one behind the other, each with an end. */
function beginning(columns: readonly (readonly string[])[], row: number): string {
  let text = '';
  for (let at = 0; at < columns.length && text.length < 6; at += 1) text += `${columns[at]?.[row] ?? ''}\u0000`;
  return text;
}

/** Three UTF-16 units of a text as one number that sorts as they do. */
function threeUnits(text: string, at: number): number {
  const unit = (place: number) => (place < text.length ? text.charCodeAt(place) : 0);
  return (unit(at) * 0x10000 + unit(at + 1)) * 0x10000 + unit(at + 2);
}

function compareRows(columns: readonly (readonly string[])[], one: number, other: number): number {
  for (let at = 0; at < columns.length; at += 1) {
    const a = columns[at]?.[one] ?? '';
    const b = columns[at]?.[other] ?? '';
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}
