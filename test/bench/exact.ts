import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openWriter } from '../../electron/ledger/open-ledger.ts';
import type { Bench } from './bench.ts';
import { measureRates, voidBecause } from './bounds/known-rates.ts';
import { joinByMap } from './bounds/map-join.ts';
import { benchLedger, copyLedger } from './ledgers/bench-ledger.ts';
import { benchKey, inScratchFolder } from './ledgers/cached.ts';
import { matchOnce } from './match-once.ts';
import { measureSides, rounded, secondsOf } from './measure.ts';

const REACH = { ratio: 1.6, peakMb: 600 } as const;

/** Movements x items by reference: from an encrypted ledger to proposals written, by the product's own matching run. */
export const exactBench: Bench = {
  name: 'exact',
  summary:
    'charges x AR items by reference, from encrypted ledger to proposals written; bound: one Map join, pairs written raw',
  rows: 1_000_000,
  run: ({ rows, runs, say }) =>
    inScratchFolder(async (folder) => {
      say(`a ledger of ${rows} charges and items`);
      const original = await benchLedger('open', rows);
      const file = join(folder, 'ledger.db');
      const fresh = () => {
        for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
        copyLedger(original, file);
      };
      const ours = async () => {
        fresh();
        return matchAll(folder, file, rows, say);
      };
      const bound = async () => {
        fresh();
        const db = openWriter(file, benchKey());
        const seconds = await secondsOf(() => requireAll(joinByMap(db), rows));
        db.close();
        return seconds;
      };
      const found = await measureSides({ ours, bound, runs });
      const rates = measureRatesOf(file);
      const voided = voidBecause(rates);
      return {
        rows,
        seconds: rounded(found.seconds),
        boundSeconds: rounded(found.boundSeconds),
        boundRowsPerSec: Math.round((2 * rows) / found.boundSeconds),
        ratio: rounded(found.ratio),
        peakMb: found.peakMb,
        reach: REACH,
        ok: voided === null && found.ratio <= REACH.ratio && found.peakMb <= REACH.peakMb,
        void: voided,
        rates,
        allSeconds: found.allSeconds.map(rounded),
        allBoundSeconds: found.allBoundSeconds.map(rounded),
      };
    }),
};

/** One matching run that proposes for every charge; answers its seconds. */
async function matchAll(folder: string, file: string, rows: number, say: (line: string) => void): Promise<number> {
  const { seconds, report } = await matchOnce(folder, file);
  requireAll(report.counts.auto, rows);
  say(`ours ${seconds.toFixed(2)} s`);
  return seconds;
}

/** A figure for work that was not done would be worth nothing. */
function requireAll(done: number, rows: number): void {
  if (done !== rows) throw new Error(`${done} of ${rows} charges were matched`);
}

function measureRatesOf(file: string) {
  const db = openWriter(file, benchKey());
  try {
    return measureRates(db);
  } finally {
    db.close();
  }
}
