export interface SetPace {
  readonly requestsPerSecond: number;
  /** Requests that may start at once after a rest; the pace counts from when they are used up. */
  readonly concurrency: number;
}

/** The bound of `post`: the seconds from the first to the last of so many requests that keep the pace exactly, after the first burst. */
export function paceSeconds(requests: number, pace: SetPace): number {
  return Math.max(0, requests - pace.concurrency) / pace.requestsPerSecond;
}

/** Most requests that started within any one second. */
export function busiestSecond(startedAtMs: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (const [to, atMs] of startedAtMs.entries()) {
    while (atMs - (startedAtMs[from] ?? atMs) > 1_000) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}
