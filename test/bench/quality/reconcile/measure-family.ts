import { reconcile } from '../../../../electron/matching/reconcile/reconcile.ts';
import { bankFiles } from './bank-files.ts';
import { cashFiles } from './cash-files.ts';
import { feeFiles } from './fee-files.ts';
import { scoreFiles, type Quality } from './score-files.ts';
import type { TwoFiles } from './two-files.ts';

/** A kind of two files: how they are made, how many rows they have at most, and what is to be reached. */
export interface Family {
  readonly name: 'fees' | 'bank' | 'cash';
  readonly make: (seed: number, rows: number) => TwoFiles;
  readonly mostRows: number;
  readonly reach: Partial<Quality>;
}
export const FAMILIES: readonly Family[] = [
  { name: 'fees', make: feeFiles, mostRows: 45_000, reach: { f1: 0.985, autoPrecision: 0.999, autoRecall: 0.75 } },
  { name: 'bank', make: bankFiles, mostRows: 10_000, reach: { f1: 0.96, precision: 0.998, batchRecall: 0.8 } },
  { name: 'cash', make: cashFiles, mostRows: 1_000, reach: { f1: 0.98, precision: 0.995 } },
];

export interface SeedQuality extends Quality {
  readonly seed: number;
  readonly seconds: number;
}

/** Reconciles the files of one seed, nothing laid down, and judges the answer. */
export function measureSeed({ make }: Family, seed: number, rows: number): SeedQuality {
  const files = make(seed, rows);
  const startedMs = performance.now();
  const found = reconcile(files.left, files.right, { amountTolerance: null, dateWindowDays: null, oneToOne: false });
  return { seed, seconds: (performance.now() - startedMs) / 1_000, ...scoreFiles(files, found) };
}

/** Mean of each figure over seeds; figures that a family does not have are left out. */
export function means(all: readonly SeedQuality[]): Record<string, number> {
  const names = Object.keys(all[0] ?? {}) as (keyof SeedQuality)[];
  const entries = names.flatMap((name) => {
    const values = all.map((each) => each[name]).filter((value) => !Number.isNaN(value));
    if (name === 'seed' || values.length === 0) return [];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [[name, Math.round(mean * 10_000) / 10_000] as const];
  });
  return Object.fromEntries(entries);
}
