import type { Clock } from '../../../../electron/connectors/http/clock.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';

/** A clock that jumps over every sleep at once and remembers how long each was asked to be. */
export function createTestClock(
  startAt = '2026-10-15T12:00:00.000Z',
): Clock & { readonly sleptMs: number[]; advance(ms: number): void } {
  let elapsedMs = 0;
  const sleptMs: number[] = [];
  return {
    sleptMs,
    advance: (ms) => void (elapsedMs += ms),
    now: () => new Date(Date.parse(startAt) + elapsedMs).toISOString() as Instant,
    monotonicMs: () => elapsedMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      sleptMs.push(ms);
      elapsedMs += ms;
    },
  };
}
