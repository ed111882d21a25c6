import { dedupeParties } from '../../../../electron/matching/parties/link-parties.ts';
import type { Bench } from '../../bench.ts';
import { peakMemoryMb, rounded, secondsOf } from '../../measure.ts';
import { doubleOrganisations, doublePersons, type DoubleRows } from './double-rows.ts';
import { measureDoubles, type DoubleQuality } from './measure-doubles.ts';

/** Seeds 61 to 66 were looked at while it was told apart who only lives together, and the figures of 7001 to 7020 before that. */
const FIRST_SEED = 8_001;
const SEEDS = 20;
const FEW_ROWS = 200;

const KINDS: Readonly<Record<string, (seed: number, size: number) => DoubleRows>> = {
  organisations: doubleOrganisations,
  persons: doublePersons,
};
/** As for two files, on average over the seeds. */
const REACH = { organisationsF1: 0.88, personsF1: 0.97, calibrationError: 0.05 } as const;

/** How good `dedupe` is on labelled files, beside pairs of the very same normalised name. One row is a seed. */
export const qualityDedupeBench: Bench = {
  name: 'quality-dedupe',
  summary: 'labelled files with doubles, on seeds not tuned on; beside it pairs of the same normalised name',
  rows: SEEDS,
  run: async ({ rows, say }) => {
    const kinds: Record<string, Readonly<Record<string, number>>> = {};
    let [seconds, boundSeconds] = [0, 0];
    for (const [kind, make] of Object.entries(KINDS)) {
      const found: DoubleQuality[] = [];
      for (let seed = FIRST_SEED; seed < FIRST_SEED + rows; seed += 1) {
        // Fewer seeds are a look whether it runs at all: then small files do.
        const data = make(seed, rows < SEEDS ? FEW_ROWS : 0);
        let pairs = dedupeParties({ count: 0, fields: {} }).rows();
        seconds += await secondsOf(() => (pairs = dedupeParties(data.parties).rows()));
        boundSeconds += await secondsOf(() => found.push(measureDoubles(data, pairs)));
      }
      kinds[kind] = meansOf(found);
      say(`${kind}: F1 ${kinds[kind]['f1']}, baseline ${kinds[kind]['baselineF1']}`);
    }
    return {
      rows,
      seconds: rounded(seconds),
      boundSeconds: rounded(boundSeconds),
      boundRowsPerSec: Math.round(rows / boundSeconds),
      ratio: rounded(seconds / boundSeconds),
      peakMb: peakMemoryMb(),
      reach: REACH,
      ok:
        (kinds['organisations']?.['f1'] ?? 0) >= REACH.organisationsF1 &&
        (kinds['persons']?.['f1'] ?? 0) >= REACH.personsF1 &&
        Object.values(kinds).every((each) => (each['calibrationError'] ?? 1) <= REACH.calibrationError),
      void: null,
      seeds: [FIRST_SEED, FIRST_SEED + rows - 1],
      kinds,
    };
  },
};

/** Means over seeds, and the lowest F1. */
function meansOf(found: readonly DoubleQuality[]): Record<string, number> {
  const names = Object.keys(found[0] ?? {}) as (keyof DoubleQuality)[];
  const means: Record<string, number> = { lowestF1: rounded(Math.min(...found.map(({ f1 }) => f1))) };
  for (const name of names) means[name] = rounded(found.reduce((sum, each) => sum + each[name], 0) / found.length);
  return means;
}
