import { linkParties } from '../../../../electron/matching/parties/link-parties.ts';
import type { Bench } from '../../bench.ts';
import { peakMemoryMb, rounded, secondsOf } from '../../measure.ts';
import type { LabelledParties } from './labelled.ts';
import { baselineOf, measureParties, type PartyQuality } from './measure-parties.ts';
import { nameSearch } from './name-search.ts';
import { organisations } from './organisations.ts';
import { persons } from './persons.ts';
import { products } from './products.ts';
import { sampleCompany } from './sample-company.ts';
import { voters } from './voters.ts';

/** Seeds below this were looked at while weights were chosen. */
const FIRST_SEED = 4_001;
const SEEDS = 20;
const PERSONS = 5_000;

const KINDS: Readonly<Record<string, (seed: number) => LabelledParties>> = {
  organisations: (seed) => organisations(seed),
  nameSearch: (seed) => nameSearch(seed),
  persons: (seed) => persons(seed, PERSONS),
  voters: (seed) => voters(seed),
  products: (seed) => products(seed),
  sampleCompany,
};
/** What has to be reached on average over the seeds. */
const REACH = { organisationsF1: 0.88, searchF1: 0.8, personsRecall: 0.97, calibrationError: 0.05 } as const;

/** How good the linkage is on labelled files of many makes, beside pairs of the very same normalised name. One row is a seed. */
export const qualityPartiesBench: Bench = {
  name: 'quality-parties',
  summary:
    'labelled files linked, on seeds that weights were not chosen on; beside it pairs of the same normalised name',
  rows: SEEDS,
  run: async ({ rows, say }) => {
    const kinds: Record<string, Readonly<Record<string, number>>> = {};
    let [seconds, boundSeconds] = [0, 0];
    for (const [kind, make] of Object.entries(KINDS)) {
      const found: PartyQuality[] = [];
      for (let seed = FIRST_SEED; seed < FIRST_SEED + rows; seed += 1) {
        // Fewer seeds are a look whether it runs at all: then small files do.
        const data = kind === 'persons' && rows < SEEDS ? persons(seed, 300) : make(seed);
        let linked = linkParties({ count: 0, fields: {} }, { count: 0, fields: {} });
        seconds += await secondsOf(() => (linked = linkParties(data.left, data.right)));
        boundSeconds += await secondsOf(() => baselineOf(data));
        found.push(measureParties(data, linked.rows()));
      }
      kinds[kind] = meansOf(found);
      say(`${kind}: F1 ${kinds[kind]['bestF1']}, at a half ${kinds[kind]['f1AtHalf']}`);
    }
    const of = (kind: string, figure: keyof PartyQuality) => kinds[kind]?.[figure] ?? 0;
    return {
      rows,
      seconds: rounded(seconds),
      boundSeconds: rounded(boundSeconds),
      boundRowsPerSec: Math.round(rows / boundSeconds),
      ratio: rounded(seconds / boundSeconds),
      peakMb: peakMemoryMb(),
      reach: REACH,
      ok:
        of('organisations', 'f1AtHalf') >= REACH.organisationsF1 &&
        of('nameSearch', 'searchF1') >= REACH.searchF1 &&
        of('persons', 'recallAtPrecision') >= REACH.personsRecall &&
        Object.values(kinds).every((each) => (each['calibrationError'] ?? 1) <= REACH.calibrationError),
      void: null,
      seeds: [FIRST_SEED, FIRST_SEED + rows - 1],
      kinds,
    };
  },
};

/** Means over seeds, and the lowest F1 at a half. */
function meansOf(found: readonly PartyQuality[]): Record<string, number> {
  const names = Object.keys(found[0] ?? {}) as (keyof PartyQuality)[];
  const means: Record<string, number> = {
    lowestF1AtHalf: rounded(Math.min(...found.map((each) => each.f1AtHalf))),
  };
  for (const name of names) means[name] = rounded(found.reduce((sum, each) => sum + each[name], 0) / found.length);
  return means;
}
