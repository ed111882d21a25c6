import { parentPort, workerData } from 'node:worker_threads';
import { homePaths } from '../../../electron/ledger/home.ts';
import { lockHome } from '../../../electron/ledger/home-lock.ts';
import type { Instant } from '../../../shared/domain/ids.ts';

/** Takes a home at the same moment as another racer and says what came of it; gives it back when it is told the next one. */
const gate = workerData as Int32Array;
const RACERS = 2;
let release = (): void => undefined;

parentPort?.on('message', ({ folder, round }: { readonly folder: string; readonly round: number }) => {
  release();
  release = () => undefined;
  // Spun, not waited for: whoever is woken comes too late for a race.
  for (Atomics.add(gate, 0, 1); Atomics.load(gate, 0) < RACERS * round;);
  try {
    const lock = lockHome(homePaths(folder), { pid: process.pid, at: '2026-11-02T14:00:00.000Z' as Instant });
    release = () => lock.release();
    parentPort?.postMessage('in');
  } catch (error) {
    parentPort?.postMessage(error instanceof Error && 'code' in error ? String(error.code) : String(error));
  }
});
