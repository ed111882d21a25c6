import type { Clock } from '../../electron/connectors/http/clock.ts';
import { instantOf } from '../../shared/domain/calendar.ts';

/** A clock of the test's own: the calendar runs at real speed and may be moved, waiting takes no time but counts. */
export interface MovableClock extends Clock {
  nowMs(): number;
  /** Time passes for everybody: the calendar and what waiting is measured with. */
  pass(ms: number): void;
  /** Only the calendar jumps: a machine that slept, or whose clock was set. May be negative. */
  jump(ms: number): void;
}

export function movableClock(startMs: number): MovableClock {
  const startedMs = performance.now();
  let passedMs = 0;
  let jumpedMs = 0;
  const monotonicMs = () => performance.now() - startedMs + passedMs;
  const nowMs = () => Math.floor(startMs + monotonicMs() + jumpedMs);
  return {
    nowMs,
    monotonicMs,
    now: () => instantOf(nowMs()),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      passedMs += ms;
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    },
    pass: (ms) => void (passedMs += ms),
    jump: (ms) => void (jumpedMs += ms),
  };
}
