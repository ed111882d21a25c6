import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Engine } from '../../electron/engine/engine-types.ts';
import { startAnchors } from '../../electron/ledger/audit-anchor.ts';
import { homePaths } from '../../electron/ledger/home.ts';
import type { Bench } from './bench.ts';
import { BENCH_SESSION, benchEngine } from './bench-engine.ts';
import { benchLedger, copyLedger } from './ledgers/bench-ledger.ts';
import { benchProfile } from './ledgers/bench-profile.ts';
import { benchKey, inScratchFolder } from './ledgers/cached.ts';
import { UNIT } from './ledgers/generated-rows.ts';
import { peakMemoryMb, rounded } from './measure.ts';

const REACH = { p99Ms: 50 } as const;
const IDLE = 300;
/** Between two round trips: about as a person who leafs and clicks without a pause. */
const PAUSE_MS = 10;

/** Round trips through the contract while a whole month is matched: what a window asks at a click, and a command that waits for the writer. */
export const responsiveBench: Bench = {
  name: 'responsive',
  summary: 'contract round trips while a month is matched (p99); bound: the same on an idle engine',
  rows: 1_000_000,
  run: ({ rows, say }) =>
    inScratchFolder(async (folder) => {
      say(`a ledger of a month of ${rows} movements`);
      const paths = homePaths(join(folder, 'home'));
      mkdirSync(paths.folder);
      startAnchors(paths.anchors);
      copyLedger(await benchLedger('month', rows), paths.ledger);
      const engine = await benchEngine({ paths, key: benchKey(), profile: benchProfile() });
      try {
        const trips = await roundTrips(engine);
        const idle = await measure(trips, (done) => done >= IDLE);
        const startedMs = performance.now();
        await ask(engine, 'command', 'matching.run', {});
        let isRunning = true;
        const watch = (async () => {
          while (await runs(engine)) await setTimeout(250);
          isRunning = false;
        })();
        const busy = await measure(trips, () => !isRunning);
        await watch;
        const seconds = (performance.now() - startedMs) / 1_000;
        const [p99Ms, idleP99Ms] = [percentile99(busy.all), percentile99(idle.all)];
        return {
          rows,
          seconds: rounded(seconds),
          boundSeconds: rounded(idleP99Ms / 1_000),
          boundRowsPerSec: 0,
          ratio: rounded(p99Ms / idleP99Ms),
          peakMb: peakMemoryMb(),
          reach: REACH,
          ok: p99Ms <= REACH.p99Ms,
          void: null,
          p99Ms: rounded(p99Ms),
          idleP99Ms: rounded(idleP99Ms),
          trips: busy.all.length,
          p99MsOf: percentiles(busy),
          idleP99MsOf: percentiles(idle),
        };
      } finally {
        await engine.close();
      }
    }),
};

type Trips = Readonly<Record<string, () => Promise<unknown>>>;
interface Times {
  readonly all: number[];
  readonly of: Readonly<Record<string, number[]>>;
}

async function roundTrips(engine: Engine): Promise<Trips> {
  const view = { list: 'movements', unit: UNIT.unit, facet: 'all' };
  const { token } = (await ask(engine, 'query', 'view.open', view)) as { token: string };
  let nth = 0;
  return {
    summary: () => ask(engine, 'query', 'summary.get', { unit: UNIT.unit }),
    page: () => ask(engine, 'query', 'view.page', { token, offset: (nth++ % 3) * 100, limit: 100 }),
    detail: () => ask(engine, 'query', 'match.detail', { movementKey: 1 + (nth % 50) }),
    // Of a link that is not there: refused, after it has waited for its turn to write.
    write: () => ask(engine, 'command', 'link.confirm', { linkId: 999_999_999, seenVersion: 1 }, true),
  };
}

async function measure(trips: Trips, isOver: (done: number) => boolean): Promise<Times> {
  const names = Object.keys(trips);
  const times: Times = { all: [], of: Object.fromEntries(names.map((name) => [name, []])) };
  for (let done = 0; done === 0 || !isOver(done); done++) {
    const name = names[done % names.length] ?? '';
    const startedMs = performance.now();
    await trips[name]?.();
    const tookMs = performance.now() - startedMs;
    times.all.push(tookMs);
    times.of[name]?.push(tookMs);
    await setTimeout(PAUSE_MS);
  }
  return times;
}

async function runs(engine: Engine): Promise<boolean> {
  const { jobs } = (await ask(engine, 'query', 'job.list', {})) as { jobs: { kind: string; state: string }[] };
  const failed = jobs.find((job) => job.kind === 'matching' && job.state === 'failed');
  if (failed !== undefined) throw new Error('the matching job failed');
  return jobs.some((job) => job.kind === 'matching' && job.state === 'running');
}

async function ask(engine: Engine, kind: 'query' | 'command', name: string, input: unknown, mayRefuse = false) {
  const answer = await engine.answer({ id: 1, kind, name, input }, BENCH_SESSION);
  if (answer.ok) return answer.value;
  if (!mayRefuse) throw new Error(`${name}: ${answer.error.message}`);
  return null;
}

function percentile99(values: readonly number[]): number {
  const value = values.toSorted((left, right) => left - right)[Math.ceil(values.length * 0.99) - 1];
  if (value === undefined) throw new RangeError('there is no percentile of nothing');
  return value;
}

function percentiles({ of }: Times): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    Object.entries(of).map(([name, values]) => [name, values.length === 0 ? null : rounded(percentile99(values))]),
  );
}
