import type {
  TwoFileDetail,
  TwoFileListRequest,
  TwoFileMap,
  TwoFilePreview,
  TwoFileRow,
  TwoFileState,
} from '../../../../shared/contract/two-files.ts';
import { TieoutError } from '../../../../shared/errors/tieout-error.ts';
import type { FileSource } from '../../../ingest/files/file-source.ts';
import { allocationsCsv } from '../allocation-lines.ts';
import { pickColumns } from '../reconcile-columns.ts';
import { readValues } from '../reconcile-side.ts';
import { reconcileValues, toleranceText } from '../reconcile-values.ts';
import { openSide, readSideTable, type SideTable } from '../side-table.ts';
import { FoundLines } from './found-lines.ts';
import { previewSide } from './preview-side.ts';
import { proposeColumns } from './propose-columns.ts';

export type FileShapes = Pick<TwoFileState, 'left' | 'right' | 'proposed'>;
type Result = NonNullable<TwoFileState['result']>;
type RunFacts = Pick<Result, 'run' | 'map' | 'amountTolerance' | 'dateWindowDays' | 'signs' | 'notes'>;

const SAMPLES = 3;
const MOST_CANDIDATES = 20;

/**
 * Two files of any origin on one desk: looked at, mapped, reconciled, decided by a person, written out. All of it lies in memory; nothing
 * of it enters the books.
 */
export class TwoFileDesk {
  readonly #left: SideTable;
  readonly #right: SideTable;
  #found: FoundLines | null = null;
  #facts: RunFacts | null = null;
  #runs = 0;

  private constructor(left: SideTable, right: SideTable) {
    this.#left = left;
    this.#right = right;
  }

  /** Reads both files whole. Throws `BAD_INPUT` naming file and line of what cannot be read. */
  static async open(left: FileSource, right: FileSource, signal: AbortSignal): Promise<TwoFileDesk> {
    return new TwoFileDesk(await tableOf(left, signal), await tableOf(right, signal));
  }

  shapes(): FileShapes {
    return {
      left: shapeOf(this.#left),
      right: shapeOf(this.#right),
      proposed: { left: proposeColumns(this.#left), right: proposeColumns(this.#right) },
    };
  }

  preview(map: TwoFileMap): TwoFilePreview {
    return {
      left: previewSide(this.#left, columnsOf(map.left)),
      right: previewSide(this.#right, columnsOf(map.right)),
    };
  }

  /** Reconciles under a map; what was found and decided before is gone once it is done. Throws `BAD_INPUT` for a cell that cannot be read. */
  async run(map: TwoFileMap, signal: AbortSignal, onStep: (text: string) => void): Promise<Result> {
    onStep('reading');
    const columns = [
      pickColumns(this.#left, columnsOf(map.left)),
      pickColumns(this.#right, columnsOf(map.right)),
    ] as const;
    const values = [readValues(columns[0]), readValues(columns[1])] as const;
    const reconciled = await reconcileValues(values[0], values[1], map, { signal, onStep });
    this.#found = new FoundLines(reconciled, [
      { table: this.#left, columns: columns[0] },
      { table: this.#right, columns: columns[1] },
    ]);
    this.#runs += 1;
    const { chosen, decimals } = reconciled;
    this.#facts = {
      run: this.#runs,
      map,
      amountTolerance: toleranceText(chosen, decimals),
      dateWindowDays: [...chosen.dateWindowDays],
      signs: chosen.signs,
      notes: [...values[0].notes, ...values[1].notes],
    };
    return this.#resultOf(this.#facts, this.#found);
  }

  result(): Result | null {
    return this.#facts === null || this.#found === null ? null : this.#resultOf(this.#facts, this.#found);
  }

  keys(request: TwoFileListRequest): Int32Array {
    return this.#of(request.run).keys(request);
  }

  rows(run: number, keys: readonly number[]): TwoFileRow[] {
    const found = this.#of(run);
    return keys.flatMap((key) => found.row(key) ?? []);
  }

  detail(run: number, key: number): TwoFileDetail {
    const found = this.#of(run);
    const line = found.lineOf(key);
    const row = found.row(key);
    if (line === null || row === null) throw notAtHand();
    const { together, candidates } = found.around(key);
    const rows = (keys: readonly number[]) => keys.flatMap((each) => found.row(each) ?? []);
    return {
      row,
      left: found.cells(0, line.left),
      right: found.cells(1, line.right),
      reasons: line.why.split('; '),
      together: rows(together),
      candidates: rows(candidates.slice(0, MOST_CANDIDATES)),
      nearest: found.nearest(key),
      can: {
        whyNotAccept: whyNot(found, key, 'accepted'),
        whyNotRefuse: whyNot(found, key, 'refused'),
        whyNotUndo:
          row.standing === 'accepted' || row.standing === 'refused' ? null : 'You have said nothing of it yet.',
      },
    };
  }

  /** Throws `BAD_INPUT` where it cannot be said. */
  decide(run: number, key: number, as: 'accepted' | 'refused'): { text: string; row: TwoFileRow } {
    const found = this.#of(run);
    const why = whyNot(found, key, as);
    const option = found.lineOf(key)?.option ?? null;
    if (why !== null || option === null) throw new TieoutError('BAD_INPUT', why ?? 'There is nothing to decide.');
    found.decisions.say(option, as);
    return { text: as === 'accepted' ? 'Accepted.' : 'Refused.', row: rowAt(found, key) };
  }

  /** Takes a decision back, the latest where no line is named. Throws `BAD_INPUT` where there is none. */
  undo(run: number, key: number | null): { text: string; row: TwoFileRow } {
    const found = this.#of(run);
    const option = key === null ? found.decisions.latest() : (found.lineOf(key)?.option ?? null);
    if (option === null || !found.decisions.takeBack(option))
      throw new TieoutError('BAD_INPUT', 'There is no decision to take back.');
    const place = found.lines.findIndex((line) => line.option === option);
    return { text: 'The decision is taken back.', row: rowAt(found, key ?? place + 1) };
  }

  /** The answer as the command writes it, with a column for what a person said. */
  csv(run: number): { text: string; lines: number } {
    const found = this.#of(run);
    const lines = found.lines.map((line) => ({ ...line, standing: found.decisions.standingOf(line) }));
    const review = {
      heading: 'review',
      kind: 'text' as const,
      value: ({ standing }: (typeof lines)[number]) => (standing === 'none' ? '' : standing),
    };
    return { text: allocationsCsv(lines, found.decimals, [review]), lines: lines.length };
  }

  #resultOf(facts: RunFacts, found: FoundLines): Result {
    const { decisions } = found;
    return {
      ...facts,
      counts: found.counts(),
      accepted: decisions.count('accepted'),
      refused: decisions.count('refused'),
    };
  }

  #of(run: number): FoundLines {
    if (this.#found === null || this.#facts?.run !== run) throw notAtHand();
    return this.#found;
  }
}

async function tableOf(file: FileSource, signal: AbortSignal): Promise<SideTable> {
  const table = await openSide(file, signal);
  const number = table.headers.find((name) => /^[-+]?\d[\d.,]*$/.test(name) && !/^(?:19|20)\d\d$/.test(name));
  if (number !== undefined)
    throw new TieoutError(
      'BAD_INPUT',
      `${file.shown}: the first line holds the number ${number}; it must name the columns.`,
      {
        nextStep: 'Put a line with the names of the columns before the rows.',
      },
    );
  return readSideTable(table, new Set(table.headers), signal);
}

function shapeOf({ shown, lines, columns }: SideTable): TwoFileState['left'] {
  return {
    name: shown,
    rows: lines.length,
    columns: [...columns].map(([name, cells]) => ({
      name,
      samples: [...new Set(cells.slice(0, 50).filter((cell) => cell.trim() !== ''))].slice(0, SAMPLES),
    })),
  };
}

/** Without the keys that are there and undefined. */
function columnsOf(columns: TwoFileMap['left']) {
  const { id, ...rest } = columns;
  return id === undefined ? rest : { ...rest, id };
}

/** Why a person cannot say it of a line, a sentence; null: she can. */
function whyNot(found: FoundLines, key: number, as: 'accepted' | 'refused'): string | null {
  const line = found.lineOf(key);
  if (line === null) return 'There is no such line.';
  const standing = found.decisions.standingOf(line);
  if (line.option === null || standing === 'none') return 'Only what is proposed or ambiguous waits for your word.';
  if (standing === as) return as === 'accepted' ? 'It is accepted already.' : 'It is refused already.';
  const rival = as === 'accepted' ? found.decisions.rivalOf(line.option) : null;
  if (rival === null) return null;
  const other = found.lines.find(({ option }) => option === rival);
  return `One of its rows is accepted with ${other?.leftId ?? ''} and ${other?.rightId ?? ''}. Take that back first.`;
}

function rowAt(found: FoundLines, key: number): TwoFileRow {
  const row = found.row(key);
  if (row === null) throw notAtHand();
  return row;
}

function notAtHand(): TieoutError {
  return new TieoutError('BAD_INPUT', 'These results are not at hand any more.', {
    nextStep: 'Run the reconciliation again.',
  });
}
