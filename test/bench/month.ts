import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MatchedCounts } from '../../electron/engine/engine-types.ts';
import { openWriter } from '../../electron/ledger/open-ledger.ts';
import type { Bench } from './bench.ts';
import { measureRates, voidBecause } from './bounds/known-rates.ts';
import { joinByMap } from './bounds/map-join.ts';
import { benchLedger, copyLedger } from './ledgers/bench-ledger.ts';
import { benchKey, inScratchFolder } from './ledgers/cached.ts';
import { matchOnce } from './match-once.ts';
import { measureSides, rounded, secondsOf } from './measure.ts';

const REACH = { ratio: 6, peakMb: 1_200 } as const;

/** A month's movements of all kinds through all rules, by the product's own matching run over everything. */
export const monthBench: Bench = {
  name: 'month',
  summary: 'a month of movements, all rules, to proposals written; bound: one Map join, pairs written raw',
  rows: 1_000_000,
  run: ({ rows, runs, say }) =>
    inScratchFolder(async (folder) => {
      say(`a ledger of a month of ${rows} movements`);
      const original = await benchLedger('month', rows);
      const file = join(folder, 'ledger.db');
      const fresh = () => {
        for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
        copyLedger(original, file);
      };
      let counts: MatchedCounts | null = null;
      const ours = async () => {
        fresh();
        const { seconds, report } = await matchOnce(folder, file, { whole: true });
        counts = report.counts;
        say(`ours ${seconds.toFixed(2)} s`);
        return seconds;
      };
      const bound = async () => {
        fresh();
        const db = openWriter(file, benchKey());
        const seconds = await secondsOf(() => joinByMap(db));
        db.close();
        return seconds;
      };
      const found = await measureSides({ ours, bound, runs });
      const db = openWriter(file, benchKey());
      const rates = measureRates(db);
      db.close();
      const voided = voidBecause(rates);
      return {
        rows,
        seconds: rounded(found.seconds),
        boundSeconds: rounded(found.boundSeconds),
        boundRowsPerSec: Math.round(rows / found.boundSeconds),
        ratio: rounded(found.ratio),
        peakMb: found.peakMb,
        reach: REACH,
        ok: voided === null && found.ratio <= REACH.ratio && found.peakMb <= REACH.peakMb,
        void: voided,
        rates,
        counts,
        allSeconds: found.allSeconds.map(rounded),
        allBoundSeconds: found.allBoundSeconds.map(rounded),
      };
    }),
};
