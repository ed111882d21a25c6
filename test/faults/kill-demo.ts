import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stopSampleCompany } from '../../electron/sample/launch.ts';
import { readRunning, type PeopleSoftRunning } from '../../electron/sample/running-sample.ts';
import { startDemo, type DemoEnd, type DemoOptions } from './demo-process.ts';
import { compareBooks, ledgerProblems, servicePayments } from './final-books.ts';
import { emptyTally, type FaultRow, type RowRequest, type RowTally } from './row.ts';
import { seededRandom } from './seeded-random.ts';

export interface KillSizes {
  readonly movements: number;
  /** Kills of one home before it may finish; each restart is the next kill's victim. */
  readonly killsPerHome: number;
  /** Every so many homes the control is played too; the first always. */
  readonly controlEvery: number;
}
const SIZES: KillSizes = { movements: 500, killsPerHome: 3, controlEvery: 20 };
const CONTROL = 'resend without reading back';
const CONTROL_PATIENCE_MS = 60_000;
/** Homes in a row that may end before their first kill. */
const MOST_BARREN = 5;
/** How others end a process. Any other signal is a crash of our own. */
const FROM_ELSEWHERE: readonly (NodeJS.Signals | null)[] = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'];
/** Signals from elsewhere that one home may meet. */
const MOST_SIGNALS = 3;
/** A restart has less to do: its kill comes within this part of an undisturbed run. */
const RESTART_PART = 0.6;
/** A home that could not be finished is a failure already, and may have no ledger yet. */
const NOT_LOOKED_AT = { laws: [], audit: [] };
const BLIND_RESEND = new URL('./controls/blind-resend.ts', import.meta.url);

/** SIGKILL of the engine at random moments of a whole demo; each home goes on to the books of an undisturbed run. */
export function killRandomRow(sizes: KillSizes = SIZES): FaultRow {
  return {
    id: 'kill-random',
    fullTrials: 10_000,
    async run(request) {
      if (request.trials.length === 0) return;
      const undisturbed = await undisturbedRun(request, sizes);
      let playedTo = 0;
      let barren = 0;
      for (let home = 0; playedTo < request.trials.length; home += 1) {
        request.signal?.throwIfAborted();
        const tally = await killedHome(request, sizes, undisturbed, request.trials.slice(playedTo), barren);
        playedTo += tally.trials;
        barren = tally.trials === 0 ? barren + 1 : 0;
        if (barren > MOST_BARREN) throw new Error('the demo always ends before it can be killed');
        request.onTally(tally, playedTo);
        if (home % sizes.controlEvery === 0) request.onTally(await controlHome(request, sizes), playedTo);
      }
    },
  };
}

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

function undisturbedRun(request: RowRequest, { movements }: KillSizes): Promise<Undisturbed> {
  return withHome(async (home, sampleFolder) => {
    const startedMs = performance.now();
    const end = await finish({ home, seed: request.seed, movements }, request);
    if (end.exitCode !== 0 || end.json === null)
      throw new Error(`the undisturbed demo failed (exit ${end.exitCode}): ${lastLines(end)}`);
    const elapsedMs = performance.now() - startedMs;
    request.onProgress(`undisturbed: ${end.json.simulator.payments} payments in ${Math.round(elapsedMs)} ms`);
    return { books: servicePayments(sampleFolder), confirmed: end.json.posted.confirmed, elapsedMs };
  });
}

/** Kills a home as often as it may be (a home that has finished is not killed any more), lets it finish, and judges what is left. */
function killedHome(
  request: RowRequest,
  { movements, killsPerHome }: KillSizes,
  undisturbed: Undisturbed,
  left: readonly number[],
  barren: number,
): Promise<RowTally> {
  return withHome(async (home, sampleFolder) => {
    const options: DemoOptions = { home, seed: request.seed, movements };
    const byFault: Record<string, number> = {};
    const trials: number[] = [];
    for (const trial of left.slice(0, killsPerHome)) {
      const part = trials.length === 0 ? 1 : RESTART_PART;
      const chance = seededRandom(request.seed + barren * 1_000_003, trial)();
      // The machine may be quicker by now than when the undisturbed run was timed.
      const withinMs = part * undisturbed.elapsedMs * 0.5 ** barren;
      const phase = await killOnce(options, chance * withinMs);
      if (phase === null) break;
      trials.push(trial);
      byFault[phase] = (byFault[phase] ?? 0) + 1;
      request.onProgress(`trial ${trial}: killed while ${phase}`);
    }
    const end = await finish(options, request);
    const damage = await damageOf(home, sampleFolder, end, undisturbed);
    for (const [kind, texts] of Object.entries(damage))
      for (const text of texts)
        request.onProgress(`trials ${trials.join(', ')}, seed ${request.seed}: ${kind}: ${text}`);
    const hit = (texts: readonly string[]): number => (texts.length > 0 ? 1 : 0);
    return {
      ...emptyTally(CONTROL),
      trials: trials.length,
      doubled: hit(damage.doubled),
      lost: hit(damage.lost),
      stuckUnknown: hit(damage.stuckUnknown),
      silentlyWrong: hit(damage.silentlyWrong),
      auditBroken: hit(damage.auditBroken),
      byFault,
    };
  });
}

/** Lets a home finish. A run that a signal of somebody else ends is one more kill: it is started again. */
async function finish(options: DemoOptions, request: RowRequest): Promise<DemoEnd> {
  for (let signals = 0; ; signals += 1) {
    const end = await startDemo(options).ended;
    if (!FROM_ELSEWHERE.includes(end.signal)) return end;
    if (signals === MOST_SIGNALS)
      throw new Error('something on this machine keeps ending the demo by a signal: its trials cannot be judged');
    request.onProgress('a signal from elsewhere ended the demo; it goes on');
  }
}

/** Starts a demo and kills it after so many milliseconds; answers what it was doing, or null when it had ended by itself. */
async function killOnce(options: DemoOptions, afterMs: number): Promise<string | null> {
  const demo = startDemo(options);
  const timer = new AbortController();
  const time = wait(afterMs, true, { signal: timer.signal }).catch(() => false);
  const isTime = await Promise.race([demo.ended.then(() => false), time]);
  timer.abort();
  if (!isTime) return null;
  const phase = demo.phase();
  await demo.kill();
  return phase;
}

async function damageOf(home: string, sampleFolder: string, end: DemoEnd, undisturbed: Undisturbed) {
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
    lost: books.lost,
    stuckUnknown: unknown > 0 ? [`${unknown} postings are unknown`] : [],
    silentlyWrong: [...books.wrong, ...ledger.laws, ...odd],
    auditBroken: [...ledger.audit, ...(json?.audit.valid === false ? ['the audit trail does not verify'] : [])],
  };
}

/**
 * The control: killed after PeopleSoft has saved a deposit and before the answer, then continued by a build that does not read
 * back. It must double payments in PeopleSoft's own books.
 */
function controlHome(request: RowRequest, { movements }: KillSizes): Promise<RowTally> {
  return withHome(async (home, sampleFolder) => {
    const options: DemoOptions = { home, seed: request.seed, movements };
    const demo = startDemo(options);
    const saved = await savedWithoutAnswer(sampleFolder, demo.ended);
    await demo.kill();
    if (!saved) return emptyTally(CONTROL);
    const blind = startDemo({ ...options, preload: BLIND_RESEND });
    const giveUpAt = performance.now() + CONTROL_PATIENCE_MS;
    let doubled = 0;
    while (doubled === 0 && performance.now() < giveUpAt) {
      await wait(200);
      doubled = compareBooks([], servicePayments(sampleFolder)).doubled.length;
    }
    await blind.kill();
    request.onProgress(`control: ${doubled} payments doubled`);
    return { ...emptyTally(CONTROL), control: { name: CONTROL, caught: doubled > 0 ? 1 : 0, of: 1 } };
  });
}

/** Waits until PeopleSoft has saved a deposit whose answer it keeps back; false when the demo ended first. */
async function savedWithoutAnswer(sampleFolder: string, ended: Promise<DemoEnd>): Promise<boolean> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  let isArmed = false;
  while (!isOver) {
    await wait(20);
    const { peoplesoft } = readRunning(sampleFolder);
    if (peoplesoft === undefined) continue;
    if (!isArmed) {
      // The batch rests: an item that is paid already would keep even a blind sender from paying it again.
      await control(peoplesoft, 'batch', { action: 'pause' });
      await control(peoplesoft, 'switch', { form: 'stall', on: 'Create', commit: 'first', seconds: 60 });
      isArmed = true;
    }
    if (servicePayments(sampleFolder).length > 0) return true;
  }
  return false;
}

async function control(simulator: PeopleSoftRunning, what: 'batch' | 'switch', order: object): Promise<void> {
  const headers = { 'x-sim-token': simulator.control.token };
  const answer = await fetch(`${simulator.url}/__sim/${what}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(order),
  });
  if (!answer.ok) throw new Error(`the simulator did not take the ${what}: HTTP ${answer.status}`);
}

function lastLines({ stderr }: DemoEnd): string {
  return stderr.trimEnd().split('\n').slice(-3).join(' | ');
}
