import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runMatching } from '../../electron/engine/matching/run-matching.ts';
import { startAnchors } from '../../electron/ledger/audit-anchor.ts';
import { openWriter } from '../../electron/ledger/open-ledger.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import type { Bench } from './bench.ts';
import { measureRates, voidBecause } from './bounds/known-rates.ts';
import { joinByMap } from './bounds/map-join.ts';
import { benchLedger, copyLedger } from './ledgers/bench-ledger.ts';
import { benchProfile } from './ledgers/bench-profile.ts';
import { benchKey, inScratchFolder } from './ledgers/cached.ts';
import { AT } from './ledgers/generated-rows.ts';
import { measureSides, rounded, secondsOf } from './measure.ts';
import { withLedgerThreads } from './threads.ts';

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

/** One matching run in the product's threads; the seconds do not count starting and ending them. */
async function matchAll(folder: string, file: string, rows: number, say: (line: string) => void): Promise<number> {
  const anchorFile = join(folder, 'anchor.jsonl');
  rmSync(anchorFile, { force: true });
  startAnchors(anchorFile);
  return withLedgerThreads(file, anchorFile, async (ledger) => {
    let proposed = 0;
    const seconds = await secondsOf(async () => {
      const { counts } = await runMatching({
        ledger,
        ledgerFile: file,
        key: benchKey(),
        profile: benchProfile(),
        actor: 'bench',
        machine: 'bench',
        now: () => AT as Instant,
        dryRun: false,
      });
      proposed = counts.auto;
    });
    requireAll(proposed, rows);
    say(`ours ${seconds.toFixed(2)} s`);
    return seconds;
  });
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
