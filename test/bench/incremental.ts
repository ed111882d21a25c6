import { join } from 'node:path';
import { openWriter } from '../../electron/ledger/open-ledger.ts';
import type { Bench } from './bench.ts';
import { measureRates, voidBecause } from './bounds/known-rates.ts';
import { benchLedger, copyLedger } from './ledgers/bench-ledger.ts';
import { benchKey, inScratchFolder } from './ledgers/cached.ts';
import { writeMonth } from './ledgers/month-rows.ts';
import { matchOnce } from './match-once.ts';
import { median, peakMemoryMb, rounded } from './measure.ts';

const REACH = { ratio: 0.04 } as const;
/** New movements of a run: five thousand beside a million. */
const PART = 200;
const RUNS = 5;

/** New movements on a matched month, to updated proposals and counts; the bound is the run over the whole month. */
export const incrementalBench: Bench = {
  name: 'incremental',
  summary: 'new movements on a matched month, to updated proposals and counts; bound: the run over the whole month',
  rows: 1_000_000,
  run: ({ rows, runs = RUNS, say }) =>
    inScratchFolder(async (folder) => {
      say(`a ledger of a month of ${rows} movements`);
      const file = join(folder, 'ledger.db');
      copyLedger(await benchLedger('month', rows), file);
      const month = await matchOnce(folder, file, { whole: true });
      say(`the whole month ${month.seconds.toFixed(2)} s`);
      const added = Math.max(1, Math.round(rows / PART));
      const allSeconds: number[] = [];
      const allCpuSeconds: number[] = [];
      const read: number[] = [];
      const changed: number[] = [];
      // One more than counts: the first is the warm-up.
      for (let run = 0; run <= runs; run++) {
        addMovements(file, rows, rows + run * added, added);
        const { seconds, cpuSeconds, report } = await matchOnce(folder, file);
        if (run > 0) {
          allSeconds.push(seconds);
          allCpuSeconds.push(cpuSeconds);
        }
        read.push(report.read);
        changed.push(report.changed);
        say(`${added} new: ${seconds.toFixed(2)} s`);
      }
      const db = openWriter(file, benchKey());
      const rates = measureRates(db);
      db.close();
      const seconds = median(allSeconds);
      const ratio = seconds / month.seconds;
      const voided = voidBecause(rates);
      return {
        rows,
        seconds: rounded(seconds),
        boundSeconds: rounded(month.seconds),
        boundRowsPerSec: Math.round(rows / month.seconds),
        ratio: rounded(ratio),
        cpuSeconds: rounded(median(allCpuSeconds)),
        boundCpuSeconds: rounded(month.cpuSeconds),
        cpuRatio: rounded(median(allCpuSeconds) / month.cpuSeconds),
        peakMb: peakMemoryMb(),
        reach: REACH,
        ok: voided === null && ratio <= REACH.ratio,
        void: voided,
        rates,
        added,
        read,
        changed,
        allSeconds: allSeconds.map(rounded),
      };
    }),
};

function addMovements(file: string, rows: number, from: number, count: number): void {
  const db = openWriter(file, benchKey());
  db.exec('BEGIN IMMEDIATE');
  writeMonth(db, rows, from, from + count);
  db.exec('COMMIT');
  db.close();
}
