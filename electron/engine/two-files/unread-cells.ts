/** A cell that cannot be read, and why. */
export interface CellFault {
  readonly row: number;
  readonly why: string;
}

/** Cells of a column that cannot be read, in the order of rows: the first of them, and how many there are. */
export interface UnreadCells {
  readonly faults: readonly CellFault[];
  readonly count: number;
}

const MOST_TOLD = 10;

/** The rows of a column for which there is a reason; null: there is none. */
export function unreadCells(count: number, whyOf: (row: number) => string | null): UnreadCells | null {
  const faults: CellFault[] = [];
  let found = 0;
  for (let row = 0; row < count; row += 1) {
    const why = whyOf(row);
    if (why === null) continue;
    found += 1;
    if (faults.length < MOST_TOLD) faults.push({ row, why });
  }
  return found === 0 ? null : { faults, count: found };
}

const NOTHING =
  /^(?:[-\u2010-\u2015\u2212.?]|--|#?n\/?a|null|none|nil|nan|nat|\((?:null|none|blank)\)|#n\/a|0{1,4}([-/.])0{1,2}\1(?:00|0000))?$/i;

/** Whether a cell holds nothing, or what other programs write for nothing. */
export function isNothing(cell: string): boolean {
  return NOTHING.test(cell.trim());
}
