import { readSampleClock } from '../clock.ts';
import { takeExclusiveLock } from '../exclusive-lock.ts';
import { startIdentityProvider, type IdentityProviderSimulator } from '../identity-provider/identity-provider.ts';
import { announceSimulator, servingLock } from '../running-sample.ts';
import { readProcessOptions } from './process-options.ts';
import { startPeopleSoftSimulator } from './simulator.ts';

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

main().catch(fail);
