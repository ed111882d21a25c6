import type { Clock } from './clock.ts';

export interface PaceOptions {
  /** Steady rate of starts. */
  readonly requestsPerSecond: number;
  /** Most requests in flight; also the most that may start at once after a rest. */
  readonly concurrency: number;
  /** A request that took longer is a sign of strain: for as long as it took nothing else starts. Absent: never. */
  readonly strainMs?: number;
}

/** No rest is longer, however long a request took. */
const LONGEST_REST_MS = 60_000;

/** Keeps one system's requests within its agreed rate and number in flight, in the order they were asked for. */
export interface Pace {
  /** Runs `task` when a place and a token are free. Rejects with the signal's reason when cancelled while waiting. */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Lets nothing start before `ms` from now: what a "slow down" answer of the other side asks of all its callers. */
  holdFor(ms: number): void;
}

/** A token bucket behind a first-come, first-served gate. */
export function createPace(options: PaceOptions, clock: Clock): Pace {
  const tokens = createTokenBucket(options, clock);
  const gate = createGate(options.concurrency);
  let turn: Promise<void> = Promise.resolve();
  const restingAfter = async <T>(task: () => Promise<T>): Promise<T> => {
    const startedMs = clock.monotonicMs();
    try {
      return await task();
    } finally {
      const tookMs = clock.monotonicMs() - startedMs;
      if (options.strainMs !== undefined && tookMs > options.strainMs)
        tokens.holdFor(Math.min(tookMs, LONGEST_REST_MS));
    }
  };
  return {
    async run(task, signal) {
      await gate.enter(signal);
      try {
        const mine = turn.then(() => tokens.take(signal));
        // A cancelled wait must not fail the caller behind it.
        turn = mine.catch(() => undefined);
        await mine;
        signal?.throwIfAborted();
        return await restingAfter(task);
      } finally {
        gate.leave();
      }
    },
    holdFor: (ms) => tokens.holdFor(ms),
  };
}

function createTokenBucket(options: PaceOptions, clock: Clock) {
  const capacity = Math.max(1, options.concurrency);
  let level = capacity;
  let filledAtMs = clock.monotonicMs();
  let heldUntilMs = filledAtMs;
  const refill = () => {
    const nowMs = clock.monotonicMs();
    level = Math.min(capacity, level + ((nowMs - filledAtMs) / 1_000) * options.requestsPerSecond);
    filledAtMs = nowMs;
    return nowMs;
  };
  return {
    async take(signal?: AbortSignal): Promise<void> {
      for (;;) {
        const nowMs = refill();
        const tokenWaitMs = level >= 1 ? 0 : ((1 - level) / options.requestsPerSecond) * 1_000;
        const waitMs = Math.max(tokenWaitMs, heldUntilMs - nowMs);
        if (waitMs <= 0) break;
        await clock.sleep(Math.ceil(waitMs), signal);
      }
      level -= 1;
    },
    holdFor(ms: number): void {
      heldUntilMs = Math.max(heldUntilMs, clock.monotonicMs() + ms);
    },
  };
}

function createGate(places: number) {
  let free = places;
  const waiting: (() => void)[] = [];
  return {
    async enter(signal?: AbortSignal): Promise<void> {
      signal?.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return;
      }
      await new Promise<void>((resolve, reject) => {
        const abandon = () => {
          waiting.splice(waiting.indexOf(admit), 1);
          reject(signal?.reason);
        };
        const admit = () => {
          signal?.removeEventListener('abort', abandon);
          resolve();
        };
        waiting.push(admit);
        signal?.addEventListener('abort', abandon, { once: true });
      });
    },
    leave(): void {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
