import type { Progress } from '../engine-types.ts';

const AT_LEAST_EVERY_MS = 4_000;
const AT_MOST_EVERY_MS = 1_000;

export interface ProgressLines {
  readonly onProgress: Progress;
  /** Writes no more lines. */
  stop(): void;
}

/**
 * Progress of long work as lines: one when the words change, at most one a second, and one at least every five seconds as
 * long as it runs, also while nothing is reported.
 */
export function progressLines(write: (line: string) => void, what: string): ProgressLines {
  const startedMs = performance.now();
  let line = `${what}: working`;
  let words = '';
  let writtenMs = Number.NEGATIVE_INFINITY;
  const print = (text: string) => {
    writtenMs = performance.now();
    write(text);
  };
  const timer = setInterval(() => {
    if (performance.now() - writtenMs < AT_LEAST_EVERY_MS - 100) return;
    print(`${line} (${Math.round((performance.now() - startedMs) / 1_000)} s)`);
  }, AT_LEAST_EVERY_MS / 2);
  return {
    onProgress: (done, total, text) => {
      line = `${what}: ${text}${total === null ? (done > 0 ? `, ${done}` : '') : `, ${done} of ${total}`}`;
      if (text === words || performance.now() - writtenMs < AT_MOST_EVERY_MS) return;
      words = text;
      print(line);
    },
    stop: () => clearInterval(timer),
  };
}
