import { linkParties } from '../../../electron/matching/parties/link-parties.ts';
import type { Bench } from '../bench.ts';
import { shareRareTokens } from '../bounds/rare-tokens.ts';
import { measureSides, median, rounded, secondsOf } from '../measure.ts';
import { measureParties } from '../quality/parties/measure-parties.ts';
import { customerParties } from './customers-parties.ts';

const REACH = { ratio: 4, peakMb: 800 } as const;
const SEED = 5;
/** Rows a second of the bound on two slow cores; at less than half of it the machine was too busy. */
const KNOWN_ROWS_PER_SECOND = 60_000;
const LEAST_ROWS = 20_000;

/** As many parties on each side linked for the first time, weights learned anew, and how good the outcome is. */
export const customersBench: Bench = {
  name: 'customers',
  summary: 'parties x parties linked, first run; bound: tokens, an inverted index, the top five by shared rare tokens',
  rows: 100_000,
  run: async ({ rows, runs, say }) => {
    say(`two files of ${rows} parties`);
    const data = customerParties(rows, SEED);
    let linked = linkParties({ count: 0, fields: { name: [] } }, { count: 0, fields: { name: [] } });
    const cpu: { ours: number[]; bound: number[] } = { ours: [], bound: [] };
    const timed = async (of: number[], work: () => unknown) => {
      const before = process.cpuUsage();
      const seconds = await secondsOf(work);
      const { user, system } = process.cpuUsage(before);
      of.push((user + system) / 1e6);
      return seconds;
    };
    const ours = async () => {
      const seconds = await timed(cpu.ours, () => (linked = linkParties(data.left, data.right)));
      say(`ours ${seconds.toFixed(2)} s`);
      return seconds;
    };
    const bound = () => timed(cpu.bound, () => shareRareTokens(data.left, data.right));
    const found = await measureSides({ ours, bound, runs });
    const boundRowsPerSec = Math.round((2 * rows) / found.boundSeconds);
    const isSlow = rows >= LEAST_ROWS && boundRowsPerSec < KNOWN_ROWS_PER_SECOND / 2;
    const voided = isSlow ? `the machine was too busy for the bound to mean anything: ${boundRowsPerSec} rows/s` : null;
    const { bestF1, f1AtHalf, reached, calibrationError } = measureParties(data, linked.rows());
    return {
      rows,
      seconds: rounded(found.seconds),
      boundSeconds: rounded(found.boundSeconds),
      boundRowsPerSec,
      ratio: rounded(found.ratio),
      peakMb: found.peakMb,
      reach: REACH,
      ok: voided === null && found.ratio <= REACH.ratio && found.peakMb <= REACH.peakMb,
      void: voided,
      pairs: linked.rows().left.length,
      quality: {
        bestF1: rounded(bestF1),
        f1AtHalf: rounded(f1AtHalf),
        reached: rounded(reached),
        calibrationError: rounded(calibrationError),
      },
      // Says more than elapsed time on a busy machine; the collector's helpers are in it.
      cpuSeconds: rounded(median(cpu.ours)),
      boundCpuSeconds: rounded(median(cpu.bound)),
      cpuRatio: rounded(median(cpu.ours) / median(cpu.bound)),
      allSeconds: found.allSeconds.map(rounded),
      allBoundSeconds: found.allBoundSeconds.map(rounded),
    };
  },
};
