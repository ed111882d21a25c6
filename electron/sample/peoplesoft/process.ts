import { parseArgs } from 'node:util';
import { readSampleClock } from '../clock.ts';
import { takeExclusiveLock } from '../exclusive-lock.ts';
import { startIdentityProvider, type IdentityProviderSimulator } from '../identity-provider/identity-provider.ts';
import { announceSimulator, servingLock } from '../running-sample.ts';
import { startPeopleSoftSimulator } from './simulator.ts';

export { startPeopleSoftSimulator } from './simulator.ts';

const USAGE = `Usage: process.ts --folder DIR --port N --clock FILE [--detached] [--idle-minutes N] [--batch-seconds N]
                  [--deposit-ids next|given] [--service DIR]...`;

interface ProcessOptions {
  readonly folder: string;
  readonly port: number;
  readonly clock: string;
  readonly isDetached: boolean;
  readonly idleMinutes: number;
  readonly batchSeconds: number;
  readonly depositIds: 'next' | 'given';
  /** Folders of further services. */
  readonly serviceFolders: readonly string[];
}

/** Reads the command line; throws an Error with the usage when an option is missing or no number. */
export function readProcessOptions(argv: readonly string[]): ProcessOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      folder: { type: 'string' },
      port: { type: 'string' },
      clock: { type: 'string' },
      detached: { type: 'boolean', default: false },
      'idle-minutes': { type: 'string', default: '30' },
      'batch-seconds': { type: 'string', default: '1.5' },
      'deposit-ids': { type: 'string', default: 'next' },
      service: { type: 'string', multiple: true, default: [] },
    },
  });
  const { folder, clock } = values;
  const depositIds = values['deposit-ids'];
  if (folder === undefined || clock === undefined) throw new Error(`--folder and --clock are needed.\n${USAGE}`);
  if (depositIds !== 'next' && depositIds !== 'given') throw new Error(`--deposit-ids is next or given.\n${USAGE}`);
  return {
    folder,
    clock,
    depositIds,
    serviceFolders: values.service,
    port: readNumber('--port', values.port),
    isDetached: values.detached,
    idleMinutes: readNumber('--idle-minutes', values['idle-minutes']),
    batchSeconds: readNumber('--batch-seconds', values['batch-seconds']),
  };
}

function readNumber(option: string, text: string | undefined): number {
  const value = Number(text ?? Number.NaN);
  if (!Number.isFinite(value) || value < 0) throw new Error(`${option} needs a number, zero or more.\n${USAGE}`);
  return value;
}

async function main(): Promise<void> {
  const options = readProcessOptions(process.argv.slice(2));
  const lock = takeExclusiveLock(servingLock(options.folder));
  if (!lock) throw new Error(`Another PeopleSoft simulator serves the books in ${options.folder} already.`);
  let lastRequestMs = Date.now();
  let provider: IdentityProviderSimulator | null = null;
  const now = readSampleClock(options.clock);
  const simulator = await startPeopleSoftSimulator({
    folder: options.folder,
    port: options.port,
    now,
    batchSeconds: options.batchSeconds,
    settings: { depositIds: options.depositIds },
    serviceFolders: options.serviceFolders,
    bearerUser: (token) => provider?.userOf(token) ?? null,
    onRequest: () => {
      lastRequestMs = Date.now();
    },
  });
  const { url, node, user, password, control } = simulator;
  const identity = await startIdentityProvider({ now, clientUser: user });
  provider = identity;

  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    // Releasing it here also keeps the lock reachable while we serve: a collected one would be given up.
    Promise.all([simulator.close(), identity.close()])
      .then(() => lock.release())
      .then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (!options.isDetached) process.stdin.on('close', end).on('end', end).resume();
  setInterval(() => {
    if (Date.now() - lastRequestMs > options.idleMinutes * 60_000) end();
  }, 1_000);
  const { tokenAddress, authorizeAddress, clientId, clientSecret } = identity;
  const oauth = { tokenAddress, authorizeAddress, clientId, clientSecret };
  const ready = { url, node, user, password, control, oauth };
  announceSimulator(options.folder, { pid: process.pid, ...ready });
  // Said last: whoever reads it may end this process the next moment.
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

if (import.meta.main) main().catch(fail);
