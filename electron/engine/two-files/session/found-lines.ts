import {
  TWO_FILE_DECISIONS,
  TWO_FILE_FACETS,
  type TwoFileDetail,
  type TwoFileFacet,
  type TwoFileListRequest,
  type TwoFileRow,
} from '../../../../shared/contract/two-files.ts';
import type { ChosenTerms } from '../../../matching/reconcile/chosen-terms.ts';
import { NO_DAY, type ReconcileSide } from '../../../matching/reconcile/side.ts';
import { amountText, linesOf, type AllocationLine } from '../allocation-lines.ts';
import type { ReadColumns } from '../reconcile-columns.ts';
import type { ReconciledValues } from '../reconcile-values.ts';
import type { SideTable } from '../side-table.ts';
import { dateOfDay } from './date-of-day.ts';
import { nearestRows } from './nearest-rows.ts';
import { PersonDecisions } from './person-decisions.ts';

/** One file as it was read for a run. */
export interface FoundSide {
  readonly table: SideTable;
  readonly columns: ReadColumns;
}

/** The lines of one run with what a person says of them. A line is known by its place in the order of ids, from 1 up. */
export class FoundLines {
  readonly lines: readonly AllocationLine[];
  readonly decisions: PersonDecisions;
  readonly decimals: number;
  readonly #sides: readonly [FoundSide, FoundSide];
  readonly #values: readonly [ReconcileSide, ReconcileSide];
  readonly #chosen: ChosenTerms;
  readonly #byOption = new Map<number, number[]>();
  readonly #byRow = new Map<string, number[]>();

  constructor(found: ReconciledValues, sides: readonly [FoundSide, FoundSide]) {
    this.lines = linesOf(found.allocations, [sides[0].columns.ids, sides[1].columns.ids]);
    this.decimals = found.decimals;
    this.#sides = sides;
    this.#values = found.sides;
    this.#chosen = found.chosen;
    for (const [place, { option, left, right }] of this.lines.entries()) {
      if (option === null) continue;
      note(this.#byOption, option, place);
      if (left !== null) note(this.#byRow, `l${left}`, place);
      if (right !== null) note(this.#byRow, `r${right}`, place);
    }
    this.decisions = new PersonDecisions((option) =>
      (this.#byOption.get(option) ?? []).flatMap((place) => this.lines[place] ?? []),
    );
  }

  lineOf(key: number): AllocationLine | null {
    return this.lines[key - 1] ?? null;
  }

  /** Keys of the lines that a list holds, in its order. */
  keys({ facet, text, sort }: Omit<TwoFileListRequest, 'list' | 'run'>): Int32Array {
    const wanted = (text ?? '').trim().toLowerCase();
    const keys: number[] = [];
    for (const [place, line] of this.lines.entries())
      if (this.#isIn(line, facet) && (wanted === '' || this.#holds(line, wanted))) keys.push(place + 1);
    if (sort !== undefined) this.#order(keys, sort);
    return Int32Array.from(keys);
  }

  counts(): Record<TwoFileFacet, number> {
    const counts = Object.fromEntries(TWO_FILE_FACETS.map((facet) => [facet, 0])) as Record<TwoFileFacet, number>;
    for (const line of this.lines) {
      counts.all += 1;
      counts[line.decision] += 1;
      if (this.decisions.standingOf(line) === 'open') counts.open += 1;
    }
    return counts;
  }

  row(key: number): TwoFileRow | null {
    const line = this.lineOf(key);
    if (line === null) return null;
    return {
      key,
      version: this.decisions.revision,
      left: this.#side(0, line.left),
      right: this.#side(1, line.right),
      amount: amountText(line.amount, this.decimals),
      decision: line.decision,
      score: line.score,
      rule: line.rule,
      standing: this.decisions.standingOf(line),
    };
  }

  /** Keys of the other lines of the same option, and of other options for one of its rows. */
  around(key: number): { readonly together: number[]; readonly candidates: number[] } {
    const line = this.lineOf(key);
    const places = line === null || line.option === null ? [] : (this.#byOption.get(line.option) ?? []);
    const rivals = new Set<number>();
    for (const place of places) {
      const member = this.lines[place];
      for (const row of [`l${member?.left ?? ''}`, `r${member?.right ?? ''}`])
        for (const other of this.#byRow.get(row) ?? []) if (!places.includes(other)) rivals.add(other + 1);
    }
    return { together: places.map((place) => place + 1).filter((each) => each !== key), candidates: [...rivals] };
  }

  /** For a row that stays alone: what of the other file comes nearest. */
  nearest(key: number): TwoFileDetail['nearest'] {
    const line = this.lineOf(key);
    if (line?.decision !== 'left_only' && line?.decision !== 'right_only') return [];
    const [side, row] = line.left === null ? ([1, line.right ?? 0] as const) : ([0, line.left] as const);
    const found = nearestRows(side, row, {
      sides: this.#values,
      chosen: this.#chosen,
      amountText: (amount) => amountText(amount, this.decimals),
      takenBy: (other) => this.#ownerOf(side === 0 ? 'r' : 'l', other),
    });
    const other = side === 0 ? 1 : 0;
    return found.flatMap((each) => {
      const cells = this.#side(other, each.row);
      return cells === null ? [] : [{ side: cells, against: [...each.against] }];
    });
  }

  /** The row of the other file, by its id, that one belongs to by what was found or said; of its own file where they cancel each other. */
  #ownerOf(letter: 'l' | 'r', row: number): string | null {
    for (const place of this.#byRow.get(`${letter}${row}`) ?? []) {
      const line = this.lines[place];
      if (line === undefined) continue;
      const standing = this.decisions.standingOf(line);
      if (standing === 'refused' || standing === 'outvoted' || line.decision === 'ambiguous') continue;
      if (line.decision === 'offset') return this.#idOf(letter === 'l' ? 0 : 1, line.partner);
      return letter === 'l' ? line.rightId : line.leftId;
    }
    return null;
  }

  #idOf(side: 0 | 1, row: number | null): string {
    return row === null ? '' : (this.#sides[side].columns.ids[row] ?? '');
  }

  /** A whole row of a file, column by column. */
  cells(side: 0 | 1, row: number | null): { readonly column: string; readonly value: string }[] | null {
    if (row === null) return null;
    return [...this.#sides[side].table.columns].map(([column, cells]) => ({ column, value: cells[row] ?? '' }));
  }

  #isIn(line: AllocationLine, facet: TwoFileFacet): boolean {
    if (facet === 'all') return true;
    return facet === 'open' ? this.decisions.standingOf(line) === 'open' : line.decision === facet;
  }

  #holds({ left, right, leftId, rightId }: AllocationLine, wanted: string): boolean {
    if (leftId.toLowerCase().includes(wanted) || rightId.toLowerCase().includes(wanted)) return true;
    return ([left, right] as const).some((row, side) => {
      if (row === null) return false;
      for (const cells of this.#sides[side === 0 ? 0 : 1].table.columns.values())
        if ((cells[row] ?? '').toLowerCase().includes(wanted)) return true;
      return false;
    });
  }

  /** Equal ones stay in the order of ids; lines without an amount come last either way. */
  #order(keys: number[], { column, descending }: NonNullable<TwoFileListRequest['sort']>): void {
    const turn = descending ? -1 : 1;
    const lines = this.lines;
    const compare = (one: AllocationLine, other: AllocationLine): number => {
      if (column === 'left') return turn * compareTexts(one.leftId, other.leftId);
      if (column === 'right') return turn * compareTexts(one.rightId, other.rightId);
      if (column === 'score') return turn * (one.score - other.score);
      if (column === 'decision')
        return turn * (TWO_FILE_DECISIONS.indexOf(one.decision) - TWO_FILE_DECISIONS.indexOf(other.decision));
      if (Number.isNaN(one.amount) || Number.isNaN(other.amount))
        return Number(Number.isNaN(one.amount)) - Number(Number.isNaN(other.amount));
      return turn * (one.amount - other.amount);
    };
    keys.sort((a, b) => {
      const [one, other] = [lines[a - 1], lines[b - 1]];
      return (one === undefined || other === undefined ? 0 : compare(one, other)) || a - b;
    });
  }

  #side(side: 0 | 1, row: number | null): TwoFileRow['left'] {
    if (row === null) return null;
    const { columns } = this.#sides[side];
    const { amount, day, party, reference } = this.#values[side];
    const date = day[row] ?? NO_DAY;
    return {
      id: columns.ids[row] ?? '',
      date: date === NO_DAY ? '' : dateOfDay(date),
      amount: amountText(amount[row] ?? Number.NaN, this.decimals),
      party: party[row] ?? '',
      reference: reference[row] ?? '',
    };
  }
}

function note<Key>(map: Map<Key, number[]>, key: Key, place: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [place]);
  else known.push(place);
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
