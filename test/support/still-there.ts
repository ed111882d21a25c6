const LOOK_MS = 1_000;
const SILENT_MS = 3_500;

/** Lines of long work, never more than five seconds apart. */
export interface StillThere {
  /** One line now. */
  readonly say: (line: string) => void;
  /** What is said from now on when nothing else is. */
  readonly standing: (words: string) => void;
  readonly end: () => void;
}

/** Says where the work stands whenever nothing else has been said for a while. */
export function stillThere(write: (line: string) => void): StillThere {
  const startedMs = performance.now();
  let saidMs = startedMs;
  let words = 'working';
  const say = (line: string) => {
    saidMs = performance.now();
    write(line);
  };
  const timer = setInterval(() => {
    const nowMs = performance.now();
    if (nowMs - saidMs >= SILENT_MS) say(`${words} (${Math.round((nowMs - startedMs) / 1_000)} s)`);
  }, LOOK_MS);
  return {
    say,
    standing(next) {
      words = next;
    },
    end: () => clearInterval(timer),
  };
}
