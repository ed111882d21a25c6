import { parseArgs } from 'node:util';
import { readSampleClock } from '../clock.ts';
import { takeExclusiveLock } from '../exclusive-lock.ts';
import { announceSimulator, servingLock } from '../running-sample.ts';
import { startStripeSimulator } from './simulator.ts';

const USAGE = 'Usage: process.ts --folder DIR --port N --clock FILE [--detached] [--idle-minutes N]';
const IDLE_CHECK_MS = 1_000;

function readOptions() {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      port: { type: 'string', default: '0' },
      clock: { type: 'string' },
      detached: { type: 'boolean', default: false },
      'idle-minutes': { type: 'string', default: '30' },
    },
  });
  const port = Number(values.port);
  const idleMinutes = Number(values['idle-minutes']);
  if (values.folder === undefined || values.clock === undefined)
    throw new Error(`--folder and --clock are needed. ${USAGE}`);
  if (!Number.isInteger(port) || port < 0) throw new Error(`--port needs a whole number. ${USAGE}`);
  if (!(idleMinutes >= 0)) throw new Error(`--idle-minutes needs a number. ${USAGE}`);
  return { folder: values.folder, clock: values.clock, detached: values.detached, port, idleMinutes };
}

async function main(): Promise<void> {
  const options = readOptions();
  const lock = takeExclusiveLock(servingLock(options.folder));
  if (!lock) throw new Error(`Another Stripe simulator serves the books in ${options.folder} already.`);
  let lastRequestMs = Date.now();
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    // Releasing the lock here also keeps it reachable while we serve: a collected one would be given up.
    simulator
      .close()
      .then(() => lock.release())
      .then(() => process.exit(0), fail);
  };
  const simulator = await startStripeSimulator({
    folder: options.folder,
    port: options.port,
    clock: readSampleClock(options.clock),
    onRequest: () => {
      lastRequestMs = Date.now();
    },
    onStop: () => setImmediate(end),
  });
  const { url, account, key, restrictedKey, control } = simulator;
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (!options.detached) process.stdin.on('end', end).on('close', end).resume();
  setInterval(() => {
    if (Date.now() - lastRequestMs > options.idleMinutes * 60_000) end();
  }, IDLE_CHECK_MS);
  const ready = { url, account, key, restrictedKey, control };
  announceSimulator(options.folder, { pid: process.pid, ...ready });
  // Said last: whoever reads it may end this process the next moment.
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

main().catch(fail);
