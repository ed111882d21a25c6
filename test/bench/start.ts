import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startAnchors } from '../../electron/ledger/audit-anchor.ts';
import { homePaths } from '../../electron/ledger/home.ts';
import { createLedger } from '../../electron/ledger/open-ledger.ts';
import type { Bench } from './bench.ts';
import { runChild } from './child.ts';
import { benchLedger, copyLedger } from './ledgers/bench-ledger.ts';
import { benchKey, inScratchFolder } from './ledgers/cached.ts';
import { measureSides, median, rounded } from './measure.ts';

const REACH = { ratio: 1.3 } as const;

/** From the start of the process until the engine answers its first question, with many rows and with none. */
export const startBench: Bench = {
  name: 'start',
  summary: 'process start to an engine that answers, on a large ledger; bound: the same on an empty one',
  rows: 1_000_000,
  run: ({ rows, runs, say }) =>
    inScratchFolder(async (folder) => {
      say(`a decided ledger of ${rows} charges`);
      const large = homePaths(join(folder, 'large'));
      const empty = homePaths(join(folder, 'empty'));
      for (const { folder: home, anchors } of [large, empty]) {
        mkdirSync(home);
        startAnchors(anchors);
      }
      copyLedger(await benchLedger('decided', rows), large.ledger);
      createLedger(empty.ledger, benchKey()).close();
      const firstListMs: number[] = [];
      const peaks: number[] = [];
      const found = await measureSides({
        ours: async () => {
          const started = await startOnce(large.folder);
          firstListMs.push(started.firstListMs);
          peaks.push(started.peakMb);
          return started.seconds;
        },
        bound: async () => (await startOnce(empty.folder)).seconds,
        runs,
      });
      return {
        rows,
        seconds: rounded(found.seconds),
        boundSeconds: rounded(found.boundSeconds),
        boundRowsPerSec: 0,
        ratio: rounded(found.ratio),
        peakMb: Math.max(...peaks),
        reach: REACH,
        ok: found.ratio <= REACH.ratio,
        void: null,
        firstListMs: rounded(median(firstListMs)),
        allSeconds: found.allSeconds.map(rounded),
        allBoundSeconds: found.allBoundSeconds.map(rounded),
      };
    }),
};

async function startOnce(home: string): Promise<{ seconds: number; firstListMs: number; peakMb: number }> {
  const startedMs = performance.now();
  let seconds: number | null = null;
  const output = await runChild('start-engine.ts', [home], (text) => {
    if (seconds === null && text.includes('ready')) seconds = (performance.now() - startedMs) / 1_000;
  });
  if (seconds === null) throw new Error('the engine never said that it is ready');
  const { firstListMs, peakMb } = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<string, number>;
  return { seconds, firstListMs: firstListMs ?? 0, peakMb: peakMb ?? 0 };
}
