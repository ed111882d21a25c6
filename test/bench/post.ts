import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ensureHomeLedger, homePaths, markHome } from '../../electron/ledger/home.ts';
import { sampleClock } from '../../electron/engine/sample-company.ts';
import { launchSampleCompany, stopSampleCompany } from '../../electron/sample/launch.ts';
import { sampleProfile } from '../../electron/sample/sample-profile.ts';
import type { Bench } from './bench.ts';
import { BENCH_SESSION, benchEngine } from './bench-engine.ts';
import { busiestSecond, paceSeconds } from './bounds/set-pace.ts';
import { inScratchFolder } from './ledgers/cached.ts';
import { peakMemoryMb, rounded } from './measure.ts';

const REACH = { ratioAtLeast: 0.95, ratioAtMost: 1 } as const;
/** A pace a busy site might allow; fast enough to finish, slow enough that the simulator is not what limits. */
const PACE = { requestsPerSecond: 20, concurrency: 4 } as const;

/**
 * Bulk posting to the PeopleSoft simulator at the pace of the profile. Payments travel in deposits, and each deposit costs a fixed
 * number of requests, so the pace is one of requests: the bound is the time those very requests take at exactly that pace.
 */
export const postBench: Bench = {
  name: 'post',
  summary: 'payments a minute at a set pace of requests; bound: the pace; ratio: throughput, never above 1',
  rows: 2_000,
  run: ({ rows, say }) =>
    inScratchFolder(async (folder) => {
      const sample = join(folder, 'sample');
      try {
        return await postAtPace(folder, sample, rows, say);
      } finally {
        await stopSampleCompany(sample);
      }
    }),
};

async function postAtPace(folder: string, sampleFolder: string, movements: number, say: (line: string) => void) {
  const running = await launchSampleCompany({ folder: sampleFolder, seed: 7, movements });
  const { profile, secrets } = sampleProfile(running);
  const paths = homePaths(join(folder, 'home'));
  const key = randomBytes(32);
  const clock = sampleClock(sampleFolder);
  ensureHomeLedger(paths, markHome(paths, 'sample', clock.now()), key);
  const sentAtMs: number[] = [];
  const open = (rate: typeof profile.peoplesoft.rate) =>
    benchEngine({
      paths,
      key: Buffer.from(key),
      profile: { ...profile, peoplesoft: { ...profile.peoplesoft, rate } },
      secrets,
      clock,
      fetch: (url, init) => {
        if (String(url).startsWith(running.peoplesoft.url)) sentAtMs.push(performance.now());
        return fetch(url, { ...init });
      },
    });
  const { actor } = BENCH_SESSION;
  say(`reading and matching ${movements} movements`);
  const reading = await open(profile.peoplesoft.rate);
  await reading.headless.sync({ actor, systems: ['stripe', 'peoplesoft'] });
  await reading.headless.match({ actor, dryRun: false });
  await reading.close();
  const posting = await open(PACE);
  try {
    sentAtMs.length = 0;
    say(`posting at ${PACE.requestsPerSecond} requests a second`);
    await posting.headless.post({ actor, now: false, reason: null, limit: null });
    const { posted } = await posting.headless.counts();
    return figures(posted.confirmed + posted.open, sentAtMs);
  } finally {
    await posting.close();
  }
}

function figures(payments: number, sentAtMs: readonly number[]) {
  const seconds = ((sentAtMs.at(-1) ?? 0) - (sentAtMs[0] ?? 0)) / 1_000;
  const boundSeconds = paceSeconds(sentAtMs.length, PACE);
  const ratio = boundSeconds / seconds;
  const perMinute = (over: number) => rounded((payments / over) * 60);
  return {
    rows: payments,
    seconds: rounded(seconds),
    boundSeconds: rounded(boundSeconds),
    boundRowsPerSec: rounded(payments / boundSeconds),
    ratio: rounded(ratio),
    peakMb: peakMemoryMb(),
    reach: REACH,
    ok: ratio >= REACH.ratioAtLeast && ratio <= REACH.ratioAtMost,
    void: null,
    pace: PACE,
    requests: sentAtMs.length,
    requestsInBusiestSecond: busiestSecond(sentAtMs),
    postingsPerMinute: perMinute(seconds),
    postingsPerMinuteAtPace: perMinute(boundSeconds),
  };
}
