/** How soon a saved or doubted deposit is looked at again for the first time, and how rarely at the most: PeopleSoft may take all night to post it. */
const FIRST_MS = 1_000;
const LONGEST_MS = 10 * 60_000;

interface Look {
  readonly atMs: number;
  readonly waitMs: number;
}

/**
 * Which saved deposits, and which in doubt, are worth another look by the engine itself: each one ever more rarely while nothing moves, so that a hundred of
 * them waiting for Receivables Update cost PeopleSoft next to nothing. Kept in memory only: a start looks at all of them once.
 */
export class LookPace {
  readonly #looks = new Map<number, Look>();

  isDue(depositKey: number, nowMs: number): boolean {
    const last = this.#looks.get(depositKey);
    // A clock that was set back must not put a look off for hours.
    return last === undefined || nowMs < last.atMs || nowMs - last.atMs >= last.waitMs;
  }

  /** Notes a look; what moved is looked at again soon. */
  looked(depositKey: number, nowMs: number, moved: boolean): void {
    const last = this.#looks.get(depositKey);
    const waitMs = moved || last === undefined ? FIRST_MS : Math.min(last.waitMs * 2, LONGEST_MS);
    this.#looks.set(depositKey, { atMs: nowMs, waitMs });
  }
}
