import type { Bench, BenchFigures } from './bench.ts';
import { peakMemoryMb, rounded } from './measure.ts';
import { FAMILIES, means, measureSeed, type SeedQuality } from './quality/reconcile/measure-family.ts';

const SEEDS = 20;
/** Seeds from here on were never looked at while the rules were made; those below were. */
const FIRST_SEED = 3_001;
const MOST_BASELINE_RECALL = 0.6;

/**
 * How right the reconciliation of two files is: three kinds of made files, `--runs` seeds of each, the plain baseline (same amount within
 * three days) beside it. `ok` where every figure of every kind reaches what it should and the baseline leaves it something to do.
 */
export const qualityReconcileBench: Bench = {
  name: 'quality-reconcile',
  summary: 'how right the reconciliation of two files is, over made files; --rows of the greatest kind, --runs seeds',
  rows: 4_000,
  run({ rows, runs, say }): Promise<BenchFigures> {
    const startedMs = performance.now();
    const families: Record<string, Record<string, unknown>> = {};
    const reach: Record<string, number> = {};
    let isReached = true;
    let measured = 0;
    for (const family of FAMILIES) {
      const count = Math.min(rows, family.mostRows);
      const all: SeedQuality[] = [];
      for (let at = 0; at < (runs ?? SEEDS); at++) {
        say(`${family.name}, seed ${FIRST_SEED + at}`);
        all.push(measureSeed(family, FIRST_SEED + at, count));
        measured += count;
      }
      const mean = means(all);
      const worst = all.reduce((least, each) => (each.f1 < least.f1 ? each : least));
      for (const [name, wanted] of Object.entries(family.reach)) {
        reach[`${family.name}.${name}`] = wanted;
        isReached &&= (mean[name] ?? 0) >= wanted;
      }
      families[family.name] = {
        rows: count,
        seeds: all.length,
        ...mean,
        autoWrong: all.reduce((sum, each) => sum + each.autoWrong, 0),
        worstF1: rounded(worst.f1),
        worstSeed: worst.seed,
        counts: (mean['baselineRecall'] ?? 1) <= MOST_BASELINE_RECALL,
      };
    }
    const seconds = (performance.now() - startedMs) / 1_000;
    const figures = { rows: measured, seconds: rounded(seconds), boundSeconds: 0, boundRowsPerSec: 0, ratio: 1 };
    return Promise.resolve({ ...figures, peakMb: peakMemoryMb(), reach, ok: isReached, void: null, families });
  },
};
