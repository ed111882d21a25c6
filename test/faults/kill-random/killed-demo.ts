import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stopSampleCompany } from '../../../electron/sample/launch.ts';
import { seededRandom } from '../seeded-random.ts';
import type { Damage } from '../trial-row.ts';
import { startDemo, type DemoEnd, type DemoOptions } from './demo-process.ts';
import { compareBooks, ledgerProblems, servicePayments } from './final-books.ts';

/** How others end a process. Any other signal is a crash of our own. */
const FROM_ELSEWHERE: readonly (NodeJS.Signals | null)[] = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'];
/** Signals from elsewhere that one home may meet. */
const MOST_SIGNALS = 3;
/** A restart has less to do: its kill comes within this part of an undisturbed run. */
const RESTART_PART = 0.6;
/** A home that could not be finished is a failure already, and may have no ledger yet. */
const NOT_LOOKED_AT = { laws: [], audit: [] };

interface Undisturbed {
  readonly books: ReturnType<typeof servicePayments>;
  readonly confirmed: number;
  readonly elapsedMs: number;
}

async function withHome<Result>(work: (home: string, sampleFolder: string) => Promise<Result>): Promise<Result> {
  const home = mkdtempSync(join(tmpdir(), 'tieout-kill-'));
  const sampleFolder = join(home, 'sample');
  try {
    return await work(home, sampleFolder);
  } finally {
    await stopSampleCompany(sampleFolder);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function undisturbedRun(seed: number, movements: number, say: (text: string) => void): Promise<Undisturbed> {
  return withHome(async (home, sampleFolder) => {
    const startedMs = performance.now();
    const end = await finish({ home, seed, movements }, say);
    if (end.exitCode !== 0 || end.json === null)
      throw new Error(`the undisturbed demo failed (exit ${end.exitCode}): ${lastLines(end)}`);
    const elapsedMs = performance.now() - startedMs;
    say(`undisturbed demo: ${end.json.simulator.payments} payments in ${Math.round(elapsedMs)} ms`);
    return { books: servicePayments(sampleFolder), confirmed: end.json.posted.confirmed, elapsedMs };
  });
}

/** What happened to a demo. */
export interface KilledDemo {
  readonly damage: Damage;
  /** What each victim was doing; fewer than asked for when it finished before. */
  readonly killedWhile: readonly string[];
}

/** Kills the whole engine with its threads in the middle of `tieout demo`; the home goes on to the books of an undisturbed run. */
export async function killDemo(
  seed: number,
  trials: readonly number[],
  movements: number,
  say: (text: string) => void,
): Promise<KilledDemo> {
  const undisturbed = await undisturbedRun(seed, movements, say);
  return withHome(async (home, sampleFolder) => {
    const options: DemoOptions = { home, seed, movements };
    const killedWhile: string[] = [];
    for (const [place, trial] of trials.entries()) {
      const part = place === 0 ? 1 : RESTART_PART;
      const phase = await killOnce(options, seededRandom(seed, trial)() * part * undisturbed.elapsedMs);
      if (phase === null) break;
      killedWhile.push(`demo: ${phase}`);
    }
    const end = await finish(options, say);
    return { damage: await damageOf(home, sampleFolder, end, undisturbed), killedWhile };
  });
}

/** Lets a home finish. A run that a signal of somebody else ends is one more kill: it is started again. */
async function finish(options: DemoOptions, say: (text: string) => void): Promise<DemoEnd> {
  for (let signals = 0; ; signals += 1) {
    const end = await (await startDemo(options)).ended;
    if (!FROM_ELSEWHERE.includes(end.signal)) return end;
    if (signals === MOST_SIGNALS)
      throw new Error('something on this machine keeps ending the demo by a signal: its trials cannot be judged');
    say('a signal from elsewhere ended the demo; it goes on');
  }
}

/** Starts a demo and kills it after so many milliseconds; answers what it was doing, or null when it had ended by itself. */
async function killOnce(options: DemoOptions, afterMs: number): Promise<string | null> {
  const demo = await startDemo(options);
  const timer = new AbortController();
  const time = wait(afterMs, true, { signal: timer.signal }).catch(() => false);
  const isTime = await Promise.race([demo.ended.then(() => false), time]);
  timer.abort();
  if (!isTime) return null;
  const phase = demo.phase();
  await demo.kill();
  return phase;
}

async function damageOf(home: string, sampleFolder: string, end: DemoEnd, undisturbed: Undisturbed): Promise<Damage> {
  const { json } = end;
  const books = compareBooks(undisturbed.books, servicePayments(sampleFolder));
  const ledger = json === null ? NOT_LOOKED_AT : await ledgerProblems(home);
  const unknown = json?.posted.unknown ?? 0;
  const odd: string[] = [];
  if (json === null) odd.push(`the last run did not finish (exit ${end.exitCode ?? end.signal}): ${lastLines(end)}`);
  else if (json.posted.confirmed !== undisturbed.confirmed)
    odd.push(`${json.posted.confirmed} confirmed instead of ${undisturbed.confirmed}`);
  if ((json?.truth.autoWrong ?? 0) > 0) odd.push(`${json?.truth.autoWrong ?? 0} wrong decisions`);
  return {
    doubled: [...books.doubled, ...((json?.simulator.duplicatePayments ?? 0) > 0 ? ['the demo counts doubles'] : [])],
    lost: [...books.lost],
    stuckUnknown: unknown > 0 ? [`${unknown} postings are unknown`] : [],
    silentlyWrong: [...books.wrong, ...ledger.laws, ...odd],
    auditBroken: [...ledger.audit, ...(json?.audit.valid === false ? ['the audit trail does not verify'] : [])],
  };
}

function lastLines({ stderr }: DemoEnd): string {
  return stderr.trimEnd().split('\n').slice(-3).join(' | ');
}
