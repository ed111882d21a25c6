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
const BLIND_RESEND = new URL('./controls/blind-resend.ts', import.meta.url);

/** SIGKILL of the engine at random moments of a whole demo; each home goes on to the books of an undisturbed run. */
export function killRandomRow(sizes: KillSizes = SIZES): FaultRow {
  return {
    id: 'kill-random',
    fullTrials: 10_000,
    async run(request) {
      if (request.trials.length === 0) return;
      const undisturbed = await undisturbedRun(request, sizes);
      for (let start = 0; start < request.trials.length; start += sizes.killsPerHome) {
        request.signal?.throwIfAborted();
        const trials = request.trials.slice(start, start + sizes.killsPerHome);
        const playedTo = start + trials.length;
        const tally = await killedHome(request, sizes, undisturbed, trials);
        request.onTally(tally, playedTo);
        const home = start / sizes.killsPerHome;
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
    const end = await startDemo({ home, seed: request.seed, movements }).ended;
    if (end.exitCode !== 0 || end.json === null)
      throw new Error(`the undisturbed demo failed (exit ${end.exitCode}): ${lastLines(end)}`);
    const elapsedMs = performance.now() - startedMs;
    request.onProgress(`undisturbed: ${end.json.simulator.payments} payments in ${Math.round(elapsedMs)} ms`);
    return { books: servicePayments(sampleFolder), confirmed: end.json.posted.confirmed, elapsedMs };
  });
}

/** Kills a home once for each trial, lets it finish, and judges what is left. */
function killedHome(
  request: RowRequest,
  { movements }: KillSizes,
  undisturbed: Undisturbed,
  trials: readonly number[],
): Promise<RowTally> {
  return withHome(async (home, sampleFolder) => {
    const options: DemoOptions = { home, seed: request.seed, movements };
    const byFault: Record<string, number> = {};
    for (const trial of trials) {
      const phase = await killOnce(options, seededRandom(request.seed, trial)() * undisturbed.elapsedMs);
      byFault[phase] = (byFault[phase] ?? 0) + 1;
      request.onProgress(`trial ${trial}: killed while ${phase}`);
    }
    const end = await startDemo(options).ended;
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

/** Starts a demo and kills it after so many milliseconds; answers what it was doing. A demo that was quicker ends by itself. */
async function killOnce(options: DemoOptions, afterMs: number): Promise<string> {
  const demo = startDemo(options);
  const timer = new AbortController();
  const ended = demo.ended.then(() => 'finished before the kill');
  const first = await Promise.race([ended, wait(afterMs, 'time', { signal: timer.signal })]);
  timer.abort();
  if (first !== 'time') return first;
  const phase = demo.phase();
  await demo.kill();
  return phase;
}

async function damageOf(home: string, sampleFolder: string, end: DemoEnd, undisturbed: Undisturbed) {
  const { json } = end;
  const books = compareBooks(undisturbed.books, servicePayments(sampleFolder));
  const ledger = await ledgerProblems(home);
  const unknown = json?.posted.unknown ?? 0;
  const odd: string[] = [];
  if (json === null) odd.push(`the last run did not finish (exit ${end.exitCode}): ${lastLines(end)}`);
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
