import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildCompany, type BuildOptions } from './build-company.ts';
import { sampleClockFile } from './clock.ts';
import { companyPaths } from './company-folder.ts';
import { takeExclusiveLock } from './exclusive-lock.ts';
import { ended, nodeCommand } from './node-process.ts';
import { processIsAlive } from './process-alive.ts';
import {
  answersPing,
  findServing,
  READY,
  readRunning,
  removeRunning,
  type RunningSample,
  type Simulators,
} from './running-sample.ts';

export type { RunningSample } from './running-sample.ts';

export interface LaunchOptions extends BuildOptions {
  readonly folder: string;
  readonly seed: number;
  readonly movements: number;
  /** Stripe listens on it, PeopleSoft on the next one; without it, on the ports used before or any free ones. */
  readonly portBase?: number;
  /** The simulators end after so long without a request. Default 30 minutes. */
  readonly idleMinutes?: number;
}

/** A simulator that could not be started, or a launch that another process holds up. */
export class SampleLaunchError extends Error {
  override readonly name = 'SampleLaunchError';
}

const LOCK_PATIENCE_MS = 60_000;
const READY_PATIENCE_MS = 30_000;
const STOP_PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 50;

/**
 * Makes the sample company when it is not there, and sees to it that both its simulators run: found again when they do
 * (they are processes of their own and outlive the engine), started otherwise; never a second one on the same books.
 * Throws SampleFolderError, SampleLaunchError, or the signal's reason when aborted.
 */
export async function launchSampleCompany(options: LaunchOptions): Promise<RunningSample> {
  const { folder, seed, movements } = options;
  await buildCompany(folder, { seed, movements }, options);
  return withLaunchLock(folder, options.signal, async () => {
    const [stripe, peoplesoft] = await Promise.all([
      keepOrStart('stripe', options),
      keepOrStart('peoplesoft', options),
    ]);
    return { folder, stripe, peoplesoft };
  });
}

/** The simulators of a company that run now, or null when not both of them do. Starts nothing. */
export async function findRunningSample(folder: string): Promise<RunningSample | null> {
  const { stripe, peoplesoft } = readRunning(folder);
  if (!stripe || !peoplesoft) return null;
  const [first, second] = await Promise.all([answersPing(stripe), answersPing(peoplesoft)]);
  return first && second ? { folder, stripe, peoplesoft } : null;
}

/**
 * Starts again, at the addresses they had, those simulators of a company that have ended meanwhile. Throws SampleLaunchError when one
 * cannot be started there, or is served somewhere else by now.
 */
export async function reviveSampleCompany({ folder, ...were }: RunningSample, signal?: AbortSignal): Promise<void> {
  const revive = async (name: keyof Simulators) => {
    const { url } = were[name];
    const serving = await findServing(folder, name, READY_PATIENCE_MS);
    if (serving === null) await start(name, Number(new URL(url).port), { folder, ...(signal && { signal }) });
    else if (serving.url !== url) throw new SampleLaunchError(`The ${name} simulator answers at another address now.`);
  };
  await withLaunchLock(folder, signal, async () => void (await Promise.all([revive('stripe'), revive('peoplesoft')])));
}

/** Ends the company's simulators and waits until they are gone. Only processes that answer with their own token are ended. */
export async function stopSampleCompany(folder: string): Promise<void> {
  if (!existsSync(folder)) return; // a start that was killed before it made the folder has no simulators
  await withLaunchLock(folder, undefined, async () => {
    const stop = async (name: keyof Simulators) => {
      const simulator = await findServing(folder, name, READY_PATIENCE_MS);
      if (simulator === null) return;
      process.kill(simulator.pid, 'SIGTERM');
      const giveUpAt = Date.now() + STOP_PATIENCE_MS;
      while (processIsAlive(simulator.pid)) {
        if (Date.now() > giveUpAt)
          throw new SampleLaunchError(`The simulator ${simulator.pid} does not end. End it by hand.`);
        await wait(LOOK_AGAIN_MS);
      }
    };
    await Promise.all([stop('stripe'), stop('peoplesoft')]);
    removeRunning(folder);
  });
}

async function withLaunchLock<Result>(
  folder: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const { launchLock } = companyPaths(folder);
  const giveUpAt = Date.now() + LOCK_PATIENCE_MS;
  let lock = takeExclusiveLock(launchLock);
  while (!lock) {
    signal?.throwIfAborted();
    if (Date.now() > giveUpAt)
      throw new SampleLaunchError(`Another process is still starting the sample company in ${folder}.`);
    await wait(LOOK_AGAIN_MS);
    lock = takeExclusiveLock(launchLock);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

const PROGRAMS = {
  stripe: () => new URL('./stripe/process.ts', import.meta.url),
  peoplesoft: () => new URL('./peoplesoft/process.ts', import.meta.url),
} as const;
const PORT_STEPS = { stripe: 0, peoplesoft: 1 } as const;

async function keepOrStart<Name extends keyof Simulators>(
  name: Name,
  options: LaunchOptions,
): Promise<Simulators[Name]> {
  const serving = await findServing(options.folder, name, READY_PATIENCE_MS);
  if (serving) return serving;
  if (options.portBase !== undefined) return start(name, options.portBase + PORT_STEPS[name], options);
  const known: Simulators[Name] | undefined = readRunning(options.folder)[name];
  const usedBefore = known ? Number(new URL(known.url).port) : 0;
  try {
    return await start(name, usedBefore, options);
  } catch (error) {
    if (!(error instanceof SampleLaunchError)) throw error;
    // One whose launcher was killed at once may have taken the books first: then it serves them.
    const orphan = await findServing(options.folder, name, READY_PATIENCE_MS);
    if (orphan !== null) return orphan;
    // Somebody else took the port meanwhile: any other will do.
    if (usedBefore === 0) throw error;
    return start(name, 0, options);
  }
}

async function start<Name extends keyof Simulators>(
  name: Name,
  port: number,
  options: Pick<LaunchOptions, 'folder' | 'idleMinutes' | 'signal'>,
): Promise<Simulators[Name]> {
  options.signal?.throwIfAborted();
  const folder = companyPaths(options.folder)[name];
  const logFile = join(folder, 'process.log');
  const log = openSync(logFile, 'w');
  const { path, env } = nodeCommand();
  const args = ['--folder', folder, '--port', String(port), '--clock', sampleClockFile(options.folder), '--detached'];
  const idle = options.idleMinutes === undefined ? [] : ['--idle-minutes', String(options.idleMinutes)];
  const child = spawn(path, [fileURLToPath(PROGRAMS[name]()), ...args, ...idle], {
    env,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'pipe', log],
  });
  closeSync(log);
  const patience = AbortSignal.any([
    AbortSignal.timeout(READY_PATIENCE_MS),
    ...(options.signal ? [options.signal] : []),
  ]);
  const stop = () => child.kill('SIGKILL');
  patience.addEventListener('abort', stop, { once: true });
  try {
    const end = ended(child);
    const ready = READY[name].safeParse(child.stdout ? await firstLine(child.stdout, end) : await end);
    options.signal?.throwIfAborted();
    if (!ready.success || child.pid === undefined) {
      stop();
      const said = readFileSync(logFile, 'utf8').trim().replace(/\.$/, '');
      throw new SampleLaunchError(`The ${name} simulator did not start: ${said || 'it gave no ready line'}.`);
    }
    return { ...ready.data, pid: child.pid } as Simulators[Name];
  } finally {
    patience.removeEventListener('abort', stop);
    child.stdout?.destroy();
    child.unref();
  }
}

/** The first line a child prints, parsed; null when it ends without one. */
async function firstLine(output: NodeJS.ReadableStream, end: Promise<unknown>): Promise<unknown> {
  const lines = createInterface({ input: output });
  const line = new Promise<string>((resolve) => lines.once('line', resolve));
  const first = await Promise.race([line, end.then(() => null)]);
  lines.close();
  return first === null ? null : JSON.parse(first);
}
