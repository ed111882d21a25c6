import { comparedFacts } from '../../../../electron/engine/doubles/customer-facts.ts';
import { findDoubles } from '../../../../electron/matching/customers/double-customers.ts';
import { foldText } from '../../../../electron/matching/text/fold-text.ts';
import { SYSTEMS } from '../../../../shared/domain/states.ts';
import type { Bench } from '../../bench.ts';
import { peakMemoryMb, rounded, secondsOf } from '../../measure.ts';
import { sampleCustomers, type TrueCustomers } from './sample-customers.ts';

/** Seeds 11 to 32 were looked at while what is compared was chosen, and the figures of 5001 to 5020 before the last choice. */
const FIRST_SEED = 6_001;
const SEEDS = 20;
const MOVEMENTS = 5_000;
/** There was none before: this is what keeps a list of suspicions worth a person's time. */
const REACH = { precision: 0.7, recall: 0.7 } as const;

/** Pairs of customers: how many are one company, how many were suspected, and how many of these rightly. */
export interface PairTally {
  truly: number;
  suspected: number;
  right: number;
}

/** How many of the customers that each system of sample companies has twice are found, beside those of the very same normalised name. One row is a seed. */
export const qualityDoublesBench: Bench = {
  name: 'quality-doubles',
  summary: 'customers that a system has twice, on seeds not tuned on; beside it pairs of the same normalised name',
  rows: SEEDS,
  run: async ({ rows, say }) => {
    const kinds: Record<string, Readonly<Record<string, number>>> = {};
    let [seconds, boundSeconds] = [0, 0];
    for (const system of SYSTEMS) {
      const ours: PairTally = { truly: 0, suspected: 0, right: 0 };
      const sameName: PairTally = { truly: 0, suspected: 0, right: 0 };
      for (let seed = FIRST_SEED; seed < FIRST_SEED + rows; seed += 1) {
        const customers = sampleCustomers(seed, MOVEMENTS)[system];
        seconds += await secondsOf(() => tally(ours, customers, doublePairs(customers)));
        boundSeconds += await secondsOf(() => tally(sameName, customers, sameNamePairs(customers)));
      }
      kinds[system] = { ...sharesOf(ours), truly: ours.truly, ...baselineOf(sameName) };
      say(`${system}: precision ${kinds[system]['precision']}, recall ${kinds[system]['recall']} of ${ours.truly}`);
    }
    return {
      rows,
      seconds: rounded(seconds),
      boundSeconds: rounded(boundSeconds),
      boundRowsPerSec: Math.round(rows / boundSeconds),
      ratio: rounded(seconds / boundSeconds),
      peakMb: peakMemoryMb(),
      reach: REACH,
      ok: Object.values(kinds).every(
        ({ precision = 0, recall = 0 }) => precision >= REACH.precision && recall >= REACH.recall,
      ),
      void: null,
      seeds: [FIRST_SEED, FIRST_SEED + rows - 1],
      kinds,
    };
  },
};

type Pairs = readonly (readonly [number, number])[];

/** Every two customers that stand in one suspicion. */
export function doublePairs({ facts }: TrueCustomers): Pairs {
  const { suspicions } = findDoubles(comparedFacts(facts), null, () => false);
  return suspicions.flatMap(({ rows }) =>
    rows.flatMap((row, at) => rows.slice(at + 1).map((other) => [row, other] as const)),
  );
}

/** Every two customers of the very same normalised name. */
export function sameNamePairs({ facts }: TrueCustomers): Pairs {
  const alike = Map.groupBy(facts.keys(), (row) => foldText(facts[row]?.name ?? ''));
  return [...alike.values()].flatMap((rows) =>
    rows.flatMap((row, at) => rows.slice(at + 1).map((other) => [row, other] as const)),
  );
}

/** Adds what is true of some customers, and of the pairs that were found among them. */
export function tally(into: PairTally, { parties }: TrueCustomers, pairs: Pairs): void {
  for (const rows of Map.groupBy(parties.keys(), (row) => parties[row]).values())
    into.truly += (rows.length * (rows.length - 1)) / 2;
  into.suspected += pairs.length;
  into.right += pairs.filter(([one, other]) => parties[one] === parties[other]).length;
}

export function sharesOf({ truly, suspected, right }: PairTally): { precision: number; recall: number } {
  return { precision: rounded(right / Math.max(1, suspected)), recall: rounded(right / Math.max(1, truly)) };
}

function baselineOf(sameName: PairTally): Record<string, number> {
  const { precision, recall } = sharesOf(sameName);
  return { baselinePrecision: precision, baselineRecall: recall };
}
