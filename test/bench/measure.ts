/** A bench runs our side and the bound in turn, so that a machine that slows down slows both. */
export interface Sides {
  /** One run; answers the seconds of it that count. */
  readonly ours: () => Promise<number>;
  readonly bound: () => Promise<number>;
  readonly runs?: number | undefined;
}
export interface Medians {
  readonly seconds: number;
  readonly boundSeconds: number;
  readonly ratio: number;
  /** Seconds of each measured run, for the spread. */
  readonly allSeconds: readonly number[];
  readonly allBoundSeconds: readonly number[];
  readonly peakMb: number;
}

const RUNS = 5;
const RUNS_OF_LONG = 3;
const LONG_SECONDS = 120;

/**
 * Medians of both sides after one warm-up each. Each side answers the seconds that count of one run, so that it can set up
 * unmeasured. The peak is taken after our first runs and before the bound's first: its memory is not ours.
 */
export async function measureSides({ ours, bound, runs }: Sides): Promise<Medians> {
  const warmUpSeconds = await ours();
  const allSeconds = [await ours()];
  const peakMb = peakMemoryMb();
  await bound();
  const allBoundSeconds = [await bound()];
  const times = runs ?? (warmUpSeconds > LONG_SECONDS ? RUNS_OF_LONG : RUNS);
  while (allSeconds.length < times) {
    allSeconds.push(await ours());
    allBoundSeconds.push(await bound());
  }
  const seconds = median(allSeconds);
  const boundSeconds = median(allBoundSeconds);
  return { seconds, boundSeconds, ratio: seconds / boundSeconds, allSeconds, allBoundSeconds, peakMb };
}

/** Seconds that `work` takes. */
export async function secondsOf(work: () => unknown): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1_000;
}

/** The middle value; of an even number the lower one of the two. Throws RangeError for none. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((left, right) => left - right)[Math.ceil(values.length / 2) - 1];
  if (middle === undefined) throw new RangeError('there is no median of nothing');
  return middle;
}

/** The value that 95 of 100 do not exceed. Throws RangeError for none. */
export function percentile95(values: readonly number[]): number {
  const value = values.toSorted((left, right) => left - right)[Math.ceil(values.length * 0.95) - 1];
  if (value === undefined) throw new RangeError('there is no percentile of nothing');
  return value;
}

/** Highest resident memory of this process so far, as the operating system counts it. */
export function peakMemoryMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1_024);
}

/** Rounded for people to read: three places. */
export function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
