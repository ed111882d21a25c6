import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { FileCounts, FileRefusal } from '../../ledger/file-import-store.ts';
import { proveReports } from '../completeness/report-proof.ts';
import type { RecordsImport } from './import-stripe-records.ts';
import { beginFileImport, finishFileImport, importOfContent } from './store-records.ts';
import { balanceRowOf, type ReportBalance } from './stripe-report/report-balance.ts';
import { BALANCE_SUMMARY } from './stripe-report/report-kinds.ts';
import { reportRowOf, type ReportRow } from './stripe-report/report-row.ts';
import { storeReportRows, type RowConflict, type StoredReportRows } from './stripe-report/store-report-rows.ts';
import type { TableEntry, TableRow } from './read-table.ts';
import { mapFaults, type TableKind, type TableMap } from './table-kind.ts';
import { tableRows, type TableFile } from './table-file.ts';

export interface TableImport extends Omit<RecordsImport, 'readRecord'> {
  readonly kind: TableKind;
  readonly map: TableMap;
  /** Reporting categories the tie-out has a place for. */
  readonly knownCategories: readonly string[];
  /** Rows that land together; default 400. */
  readonly rowsAWrite?: number;
}
export interface TableReport extends StoredReportRows {
  /** Null where nothing was imported: the very same file had been already. */
  readonly importId: number | null;
  readonly refusals: readonly FileRefusal[];
  /** Why nothing or not everything of it was new, in words. */
  readonly note: string | null;
}

const ROWS_A_WRITE = 400;
const MOST_REFUSALS = 200;
const NO_COUNTS: StoredReportRows = { read: 0, accepted: 0, superseded: 0, suspense: 0, refused: 0, known: 0 };

/**
 * Takes a table in. The very same file is taken in once only, and rows that are held already change nothing; the answer says so. A row that
 * cannot be read is refused with line and column and the rest goes on. Rows land in chunks, each whole; the import counts as done by its last
 * small step, and one that was cut off can be taken back or run again. Throws `BAD_INPUT` when the map does not fit.
 */
export async function importTable(options: TableImport, table: TableFile): Promise<TableReport> {
  const { ledger, kind, map, actor, machine, now } = options;
  const [fault] = mapFaults(kind, map, table.headers);
  if (fault !== undefined) throw new TieoutError('BAD_INPUT', fault, { nextStep: 'Choose the column in the map.' });
  const { sha256, sizeBytes } = table;
  const earlier = await ledger.read(importOfContent, { kind: kind.kind, sha256 });
  if (earlier !== null) return { ...NO_COUNTS, importId: null, refusals: [], note: sameFile(earlier) };
  const fileName = table.file.shown;
  const importId = await ledger.write(beginFileImport, {
    kind: kind.kind,
    fileName,
    sha256,
    sizeBytes,
    actor,
    machine,
    at: now(),
  });
  const work = new TableWork(options, importId, fileName);
  const finish = (state: 'done' | 'brokenOff') => {
    const { refusals, balances, counts } = work.outcome();
    const end = { importId, state, fileName, sha256, actor, machine, at: now(), refusals, byType: {} };
    return ledger.write(finishFileImport, {
      ...end,
      counts: fileCounts(counts),
      ...(state === 'done' ? { balances: { account: options.owner.account, rows: balances } } : {}),
    });
  };
  try {
    for await (const entry of tableRows(table, kind, map, options.signal)) await work.take(entry);
    await work.write();
    await work.nameConflicts(() => tableRows(table, kind, map, options.signal));
  } catch (error) {
    await finish('brokenOff');
    throw error;
  }
  await finish('done');
  const zones = options.units.map(({ zone }) => zone);
  const changedFrom = kind.kind === BALANCE_SUMMARY.kind ? null : '';
  await ledger.write(proveReports, { account: options.owner.account, zones, changedFrom, at: now() });
  const { refusals, counts } = work.outcome();
  return { ...counts, importId, refusals, note: counts.known === 0 ? null : knownRows(counts) };
}

/** Rows on their way into the ledger, and what has become of those before. */
class TableWork {
  readonly #options: TableImport;
  readonly #importId: number;
  readonly #fileName: string;
  #rows: ReportRow[] = [];
  #lines: number[] = [];
  readonly #conflicts: RowConflict[] = [];
  #refusedNow = 0;
  #counts = NO_COUNTS;
  readonly #refusals: FileRefusal[] = [];
  readonly #balances: ReportBalance[] = [];

  constructor(options: TableImport, importId: number, fileName: string) {
    this.#options = options;
    this.#importId = importId;
    this.#fileName = fileName;
  }

  async take(
    entry: TableRow | { readonly line: number; readonly column: string; readonly reason: string },
  ): Promise<void> {
    if ('reason' in entry) this.#refuse(entry.line, entry.column, entry.reason);
    else this.#takeRow(entry);
    if (this.#rows.length + this.#refusedNow >= (this.#options.rowsAWrite ?? ROWS_A_WRITE)) await this.write();
  }

  #takeRow(entry: TableRow): void {
    const { kind, map } = this.#options;
    const isBalance = kind.kind === BALANCE_SUMMARY.kind;
    const read = isBalance ? balanceRowOf(entry) : reportRowOf(entry);
    if ('reason' in read) this.#refuse(entry.line, map.columns[read.role] ?? read.role, read.reason);
    else if ('object' in read) {
      this.#rows.push(read);
      this.#lines.push(entry.line);
    } else {
      this.#balances.push(read);
      this.#counts = add(this.#counts, { ...NO_COUNTS, read: 1, accepted: 1 });
    }
  }

  #refuse(line: number, column: string, reason: string): void {
    this.#refusedNow += 1;
    if (this.#refusals.length >= MOST_REFUSALS) return;
    this.#refusals.push({ file: this.#fileName, line, reason: column === '' ? reason : `column ${column}: ${reason}` });
  }

  async write(): Promise<void> {
    const { ledger, owner, units, now, signal, onProgress, knownCategories } = this.#options;
    signal?.throwIfAborted();
    const rows = this.#rows;
    const lines = this.#lines;
    const refused = this.#refusedNow;
    if (rows.length + refused === 0) return;
    this.#rows = [];
    this.#lines = [];
    this.#refusedNow = 0;
    const context = { ...owner, units, at: now() };
    const args = { context, importId: this.#importId, rows, lines, refused, known: knownCategories };
    const { conflicts, ...counts } = await ledger.write(storeReportRows, args);
    this.#counts = add(this.#counts, counts);
    this.#conflicts.push(...conflicts.slice(0, MOST_REFUSALS - this.#conflicts.length));
    onProgress?.(this.#counts.read, null, `rows of ${this.#fileName}`);
  }

  /** Says of each row that contradicts another one where that stands; in this very file it is looked for. */
  async nameConflicts(entries: () => AsyncIterable<TableEntry>): Promise<void> {
    const here = new Set(this.#conflicts.flatMap(({ importId, id }) => (importId === this.#importId ? [id] : [])));
    const lines = here.size === 0 ? new Map<string, number>() : await firstLines(here, entries());
    for (const { line, id, importId, fileName } of this.#conflicts) {
      const at =
        importId === this.#importId
          ? `in line ${lines.get(id) ?? '?'} of this file`
          : `in ${fileName ?? 'an earlier file'}`;
      const reason = `balance transaction ${id} stands ${at} with other amounts; that one was kept. Download the report again`;
      if (this.#refusals.length < MOST_REFUSALS) this.#refusals.push({ file: this.#fileName, line, reason });
    }
  }

  outcome() {
    return { counts: this.#counts, refusals: this.#refusals, balances: this.#balances };
  }
}

async function firstLines(
  ids: ReadonlySet<string>,
  entries: AsyncIterable<TableEntry>,
): Promise<ReadonlyMap<string, number>> {
  const lines = new Map<string, number>();
  for await (const entry of entries) {
    const id = 'cells' in entry ? (entry.cells['id'] ?? '') : '';
    if (ids.has(id) && !lines.has(id)) lines.set(id, entry.line);
    if (lines.size === ids.size) break;
  }
  return lines;
}

function add(left: StoredReportRows, right: StoredReportRows): StoredReportRows {
  return {
    read: left.read + right.read,
    accepted: left.accepted + right.accepted,
    superseded: left.superseded + right.superseded,
    suspense: left.suspense + right.suspense,
    refused: left.refused + right.refused,
    known: left.known + right.known,
  };
}

function fileCounts({ known: _known, ...counts }: StoredReportRows): FileCounts {
  return counts;
}

function sameFile(earlier: { readonly fileName: string; readonly startedAt: string; readonly actor: string }): string {
  const { fileName, startedAt, actor } = earlier;
  return `This very file was taken in on ${startedAt.slice(0, 10)} by ${actor} as ${fileName}; nothing of it is new.`;
}

function knownRows({ known, read }: StoredReportRows): string {
  return `${known} of ${read} rows were held already and change nothing.`;
}
