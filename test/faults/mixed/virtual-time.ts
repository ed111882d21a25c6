import type { Clock } from '../../../electron/connectors/http/clock.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';

/** Time of one story: true time, by which PeopleSoft and Stripe go, and this computer's clock, which may be set wrongly. */
export interface VirtualTime {
  /** True time in milliseconds since 1970; only moves forward. */
  trueMs(): number;
  /** What this computer's clock says. */
  nowMs(): number;
  advance(seconds: number): void;
  /** Sets this computer's clock so many seconds off the true time. */
  setClock(seconds: number): void;
  /** The same time for connectors: whoever sleeps moves it on. */
  readonly clock: Clock;
}

export function virtualTime(startMs: number): VirtualTime {
  let trueMs = startMs;
  let skewMs = 0;
  const time: VirtualTime = {
    trueMs: () => trueMs,
    nowMs: () => trueMs + skewMs,
    advance: (seconds) => void (trueMs += Math.ceil(seconds * 1_000)),
    setClock: (seconds) => void (skewMs = seconds * 1_000),
    clock: {
      now: () => instantOf(trueMs + skewMs),
      monotonicMs: () => trueMs,
      sleep: async (ms) => void (trueMs += Math.ceil(ms)),
    },
  };
  return time;
}
