import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MatchedCounts } from '../../electron/engine/engine-types.ts';
import { openWriter } from '../../electron/ledger/open-ledger.ts';
import type { Ledger } from '../../electron/ledger/operation.ts';
import type { Bench } from './bench.ts';
import { measureRates, voidBecause } from './bounds/known-rates.ts';
import { joinByMap } from './bounds/map-join.ts';
import { benchLedger, copyLedger } from './ledgers/bench-ledger.ts';
import { judgeMonth, type MonthJudged } from './ledgers/judge-month.ts';
import { benchKey, inScratchFolder } from './ledgers/cached.ts';
import { matchOnce } from './match-once.ts';
import { measureSides, rounded, secondsOf } from './measure.ts';
import { wrongRateUpperBound } from './run-demo.ts';

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
      let judged: MonthJudged | null = null;
      // Every run decides the same: the first one, which is not measured, is judged.
      const judge = async (ledger: Ledger) => void (judged ??= await judgeMonth(ledger, rows));
      const ours = async () => {
        fresh();
        const { seconds, report } = await matchOnce(folder, file, { whole: true, afterwards: judge });
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
        ...wrongOf(judged),
        judged,
        allSeconds: found.allSeconds.map(rounded),
        allBoundSeconds: found.allBoundSeconds.map(rounded),
      };
    }),
};

/** How many automatic decisions were right and wrong, and the rate that is ruled out at 95 % while none was wrong. */
function wrongOf(judged: MonthJudged | null) {
  const kinds = Object.values(judged ?? {});
  const automaticRight = kinds.reduce((sum, { right }) => sum + right, 0);
  const automaticWrong = kinds.reduce((sum, { wrong }) => sum + wrong, 0);
  return {
    automaticRight,
    automaticWrong,
    wrongRateUpperBound: automaticWrong === 0 ? wrongRateUpperBound(automaticRight) : null,
  };
}
