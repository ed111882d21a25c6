import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../electron/connectors/http/clock.ts';
import { startAnchors } from '../../electron/ledger/audit-anchor.ts';
import { createLedger, openWriter } from '../../electron/ledger/open-ledger.ts';
import { pollStripe } from '../../electron/ingest/stripe/poll.ts';
import { PAGES_PER_WRITE } from '../../electron/ingest/stripe/window.ts';
import type { Bench } from './bench.ts';
import { measureRates, voidBecause } from './bounds/known-rates.ts';
import { insertRaw } from './bounds/raw-insert.ts';
import { benchProfile } from './ledgers/bench-profile.ts';
import { benchKey, inScratchFolder } from './ledgers/cached.ts';
import { objectTexts, pagesConnector, stripePages, type StripePages } from './ledgers/stripe-pages.ts';
import { measureSides, peakMemoryMb, rounded, secondsOf } from './measure.ts';
import { withLedgerThreads } from './threads.ts';

const REACH = { ratio: 2.5, memoryRatio: 1.5 } as const;
const SMALLER = 10;

/** Source objects through the product's poller: mapping, mirror, ledger. Ten times the objects must not need more memory. */
export const ingestBench: Bench = {
  name: 'ingest',
  summary:
    'source objects through mirror, mapping and ledger; bound: the same bytes inserted raw with one prepared statement',
  rows: 1_000_000,
  run: ({ rows, runs, say }) =>
    inScratchFolder(async (folder) => {
      say(`pages of about ${rows} source objects`);
      const [few, pages] = [await stripePages(Math.ceil(rows / SMALLER)), await stripePages(rows)];
      const file = join(folder, 'ledger.db');
      await ingestAll(folder, file, few);
      const peakMbOfTenth = peakMemoryMb();
      const found = await measureSides({
        ours: async () => {
          const seconds = await ingestAll(folder, file, pages);
          say(`ours ${seconds.toFixed(2)} s`);
          return seconds;
        },
        bound: () => boundOf(file, pages),
        runs,
      });
      const db = freshLedger(file);
      const rates = measureRates(db);
      db.close();
      const voided = voidBecause(rates);
      const memoryRatio = found.peakMb / peakMbOfTenth;
      return {
        rows: pages.objects,
        seconds: rounded(found.seconds),
        boundSeconds: rounded(found.boundSeconds),
        boundRowsPerSec: Math.round(pages.objects / found.boundSeconds),
        ratio: rounded(found.ratio),
        peakMb: found.peakMb,
        peakMbOfTenth,
        memoryRatio: rounded(memoryRatio),
        reach: REACH,
        ok: voided === null && found.ratio <= REACH.ratio && memoryRatio <= REACH.memoryRatio,
        void: voided,
        rates,
        allSeconds: found.allSeconds.map(rounded),
        allBoundSeconds: found.allBoundSeconds.map(rounded),
      };
    }),
};

function freshLedger(file: string) {
  for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
  return createLedger(file, benchKey());
}

async function ingestAll(folder: string, file: string, pages: StripePages): Promise<number> {
  freshLedger(file).close();
  const anchorFile = join(folder, 'anchor.jsonl');
  rmSync(anchorFile, { force: true });
  startAnchors(anchorFile);
  return withLedgerThreads(file, anchorFile, async (ledger) => {
    let read = 0;
    const seconds = await secondsOf(async () => {
      const connector = pagesConnector(pages);
      const { report } = await pollStripe({ connector, ledger, profile: benchProfile(), clock: systemClock });
      read = report.new + report.refused;
    });
    if (read !== pages.objects) throw new Error(`${read} of ${pages.objects} objects came in`);
    return seconds;
  });
}

async function boundOf(file: string, pages: StripePages): Promise<number> {
  freshLedger(file).close();
  const db = openWriter(file, benchKey());
  try {
    return await secondsOf(() => insertRaw(db, objectTexts(pages), PAGES_PER_WRITE));
  } finally {
    db.close();
  }
}
