import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readKeptObject } from '../../electron/connectors/stripe/recorded/read-record.ts';
import { REPORTING_CATEGORIES } from '../../electron/connectors/stripe/reporting-categories.ts';
import { diskFile } from '../../electron/ingest/files/file-source.ts';
import { importTable } from '../../electron/ingest/files/import-table.ts';
import { ITEMISED_REPORT } from '../../electron/ingest/files/stripe-report/report-kinds.ts';
import { openTableFile } from '../../electron/ingest/files/table-file.ts';
import { usualColumns } from '../../electron/ingest/files/table-kind.ts';
import { undoFileImport } from '../../electron/ingest/files/undo/undo-file-import.ts';
import { unitRules } from '../../electron/ingest/movements/unit-rules.ts';
import { startAnchors } from '../../electron/ledger/audit-anchor.ts';
import { createLedger, openWriter } from '../../electron/ledger/open-ledger.ts';
import { instantOf } from '../../shared/domain/calendar.ts';
import type { Bench } from './bench.ts';
import { measureRates, voidBecause } from './bounds/known-rates.ts';
import { insertRaw } from './bounds/raw-insert.ts';
import { benchProfile } from './ledgers/bench-profile.ts';
import { benchKey, inScratchFolder } from './ledgers/cached.ts';
import { reportTexts, writeReportFile } from './ledgers/report-file.ts';
import { peakMemoryMb, rounded, secondsOf } from './measure.ts';
import { withLedgerThreads } from './threads.ts';

const REACH = { memoryRatio: 1.5 } as const;
const PAGES_PER_COMMIT = 1;
const SMALLER = 10;
const SAY_EVERY = 20_000;

/** One report file through the product's import into a real ledger, and taken back again. Ten times the rows must not need more memory. */
export const importFileBench: Bench = {
  name: 'import-file',
  summary: 'one report CSV into the ledger and out again; bound: its rows inserted raw with one prepared statement',
  rows: 1_000_000,
  run: ({ rows, say }) =>
    inScratchFolder(async (folder) => {
      const tenth = await takeInAndBack(folder, Math.ceil(rows / SMALLER), say);
      const peakMbOfTenth = peakMemoryMb();
      const { seconds, undoSeconds, objects, peakMbOfImport } = await takeInAndBack(folder, rows, say);
      const peakMb = peakMemoryMb();
      const file = freshLedger(folder);
      const db = openWriter(file, benchKey());
      const boundSeconds = await secondsOf(() => insertRaw(db, reportTexts(rows), PAGES_PER_COMMIT));
      const rates = measureRates(db);
      db.close();
      const voided = voidBecause(rates);
      const memoryRatio = peakMb / peakMbOfTenth;
      return {
        rows,
        seconds: rounded(seconds),
        boundSeconds: rounded(boundSeconds),
        boundRowsPerSec: Math.round(rows / boundSeconds),
        ratio: rounded(seconds / boundSeconds),
        undoSeconds: rounded(undoSeconds),
        objects,
        secondsOfTenth: rounded(tenth.seconds),
        undoSecondsOfTenth: rounded(tenth.undoSeconds),
        peakMb,
        peakMbOfImport,
        peakMbOfTenth,
        memoryRatio: rounded(memoryRatio),
        reach: REACH,
        ok: voided === null && memoryRatio <= REACH.memoryRatio,
        void: voided,
        rates,
      };
    }),
};

function freshLedger(folder: string): string {
  const file = join(folder, 'ledger.db');
  for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
  createLedger(file, benchKey()).close();
  return file;
}

async function takeInAndBack(folder: string, rows: number, say: (line: string) => void) {
  const path = join(folder, 'report.csv');
  await writeReportFile(path, rows);
  const file = freshLedger(folder);
  const anchorFile = join(folder, 'anchor.jsonl');
  rmSync(anchorFile, { force: true });
  startAnchors(anchorFile);
  return withLedgerThreads(file, anchorFile, async (ledger) => {
    const work = {
      ledger,
      owner: { account: 'acct_bench', livemode: false },
      units: unitRules(benchProfile()),
      actor: 'bench',
      machine: 'bench',
      now: () => instantOf(Date.now()),
      knownCategories: REPORTING_CATEGORIES,
      onProgress: (done: number, _total: number | null, text: string) => {
        if (done % SAY_EVERY === 0) say(`${done} ${text}`);
      },
    };
    let importId: number | null = null;
    const seconds = await secondsOf(async () => {
      const table = await openTableFile(diskFile(path, 'report.csv'));
      const columns = usualColumns(ITEMISED_REPORT, table.headers);
      const map = { columns, numbers: 'point', dates: 'iso', zone: 'UTC' } as const;
      const report = await importTable({ ...work, kind: ITEMISED_REPORT, map }, table);
      if (report.accepted !== rows) throw new Error(`${report.accepted} of ${rows} rows came in`);
      ({ importId } = report);
    });
    const peakMbOfImport = peakMemoryMb();
    say(`${rows} rows in ${seconds.toFixed(1)} s, ${peakMbOfImport} MB`);
    let objects = 0;
    const undoSeconds = await secondsOf(async () => {
      ({ objects } = await undoFileImport({ ...work, readKept: readKeptObject }, importId ?? 0));
    });
    say(`${objects} objects taken back in ${undoSeconds.toFixed(1)} s`);
    return { seconds, undoSeconds, objects, peakMbOfImport };
  });
}
