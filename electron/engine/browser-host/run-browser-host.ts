import { fileURLToPath } from 'node:url';
import { systemClock } from '../../connectors/http/clock.ts';
import { homePaths } from '../../ledger/home.ts';
import type { Engine, EngineOptions } from '../engine-types.ts';
import { showRunning } from '../forwarding/forwarded-commands.ts';
import { openHomeLog } from '../log.ts';
import { openCompany, type OpenCompany } from '../open-company.ts';
import { reachRunningEngine } from '../running-engine.ts';
import { endSample } from '../sample-company.ts';
import { machineName, systemActor } from '../system-actor.ts';
import { readFileTable } from '../window-files/file-table.ts';
import { startBrowserHost, type BrowserHost, type OneTimeAddress } from './browser-host.ts';

export interface RunOptions {
  readonly home: string;
  readonly port: number;
  /** Also a company of one's own, not only the sample company. */
  readonly live: boolean;
  readonly profileFile: string | null;
  readonly keyFile: string | null;
  readonly seed: number | null;
  readonly movements: number | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly createEngine: (options: EngineOptions) => Promise<Engine>;
  /** Plain lines for the terminal. */
  readonly say: (line: string) => void;
  /** The engine cannot go on; the host must end. */
  readonly onFatal: (reason: string) => void;
  readonly onProgress: (text: string) => void;
  readonly signal: AbortSignal;
  /** Built window; default the one beside the sources. */
  readonly windowFolder?: string;
}

export interface RunningHost {
  /** The first address, for whoever started it. */
  readonly address: OneTimeAddress;
  newAddress(): OneTimeAddress;
  /** Closes windows, engine and home, in that order; ends the sample company's simulators. */
  close(): Promise<void>;
}

/** Another Tieout runs on this home: where its window is, or that it was shown. */
export interface AlreadyRunning {
  readonly pid: number;
  readonly url: string | null;
  readonly shown: boolean;
}

/** What runs on this home already, asked to show itself; null when nothing does. */
export async function showRunningHost(home: string, signal?: AbortSignal): Promise<AlreadyRunning | null> {
  const running = await reachRunningEngine(homePaths(home), systemClock, signal);
  return running === null ? null : { pid: running.pid, ...(await showRunning(running, signal)) };
}

/** Opens the company of a home with its window on loopback. Throws what `openCompany` throws, or that no port is free. */
export async function runBrowserHost(options: RunOptions): Promise<RunningHost> {
  const { env } = options;
  const host = await startBrowserHost({
    port: options.port,
    files: readFileTable(options.windowFolder ?? builtWindow()),
    actor: systemActor(env),
    machine: machineName(),
  });
  try {
    const company = await openHostCompany(options, host);
    host.serve(company.engine);
    company.announce(host.origin);
    if (company.newRecoveryKey !== null)
      options.say(`Recovery key of this home, shown this once; give it to the finance team: ${company.newRecoveryKey}`);
    return {
      address: host.newAddress(),
      newAddress: () => host.newAddress(),
      close: () => closeAll(host, company),
    };
  } catch (error) {
    await host.close();
    throw error;
  }
}

function openHostCompany(options: RunOptions, host: BrowserHost): Promise<OpenCompany> {
  const log = openHomeLog(options.home);
  return openCompany({
    home: options.home,
    profileFile: options.profileFile,
    sampleFolder: null,
    seed: options.seed,
    movements: options.movements,
    keyFile: options.keyFile,
    live: options.live,
    schedule: true,
    env: options.env,
    version: options.version,
    createEngine: options.createEngine,
    report: log.report,
    onFatal: options.onFatal,
    newAddress: () => host.newAddress().url,
    show: () => ({ url: host.newAddress().url, shown: false }),
    say: (line) => {
      log.say(line);
      options.say(line);
    },
    onProgress: options.onProgress,
    signal: options.signal,
    onNotification: ({ title, body }) => options.say(`${title}: ${body}`),
  });
}

/** The engine goes first: it tells every window goodbye over the lines that are still open. */
async function closeAll(host: BrowserHost, company: OpenCompany): Promise<void> {
  try {
    await company.close();
  } finally {
    await host.close();
    if (company.sample !== null) await endSample(company.sample);
  }
}

function builtWindow(): string {
  return fileURLToPath(new URL('../../../dist/renderer', import.meta.url));
}
