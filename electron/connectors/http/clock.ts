import { setTimeout as delay } from 'node:timers/promises';
import type { Instant } from '../../../shared/domain/ids.ts';

/**
 * Time as connectors see it, so that tests and the fault bed can own it. `now` is the calendar and may jump; `monotonicMs`
 * never goes backwards and is what waiting is measured with.
 */
export interface Clock {
  now(): Instant;
  monotonicMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The computer's own clock. */
export const systemClock: Clock = {
  now: () => new Date().toISOString() as Instant,
  monotonicMs: () => performance.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
