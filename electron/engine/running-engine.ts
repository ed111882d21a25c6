import { findRunningEngine, type EngineInfo } from '../ledger/home-lock.ts';
import type { HomePaths } from '../ledger/home.ts';
import type { Clock } from '../connectors/http/clock.ts';

const ANNOUNCE_PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 100;

/**
 * The engine that another process runs on this home, once it takes commands; null when none does. One that is still opening
 * is waited for, at most half a minute.
 */
export async function reachRunningEngine(
  paths: HomePaths,
  clock: Clock,
  signal?: AbortSignal,
): Promise<EngineInfo | null> {
  const giveUpAtMs = clock.monotonicMs() + ANNOUNCE_PATIENCE_MS;
  for (;;) {
    const engine = findRunningEngine(paths);
    if (engine === null || engine.address !== null || clock.monotonicMs() > giveUpAtMs) return engine;
    await clock.sleep(LOOK_AGAIN_MS, signal);
  }
}
