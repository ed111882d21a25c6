import type { ComparedColumn } from './compared-columns.ts';
import type { LevelShares } from './link-model.ts';
import type { ValueKind } from './read-value.ts';

/** What is expected of a column before any row is seen. */
export interface ColumnPrior {
  readonly same: LevelShares;
  /** Near and partly among pairs of two parties; equal is counted, different is the rest. */
  readonly otherNear: number;
  readonly otherPartly: number;
  readonly rarest: number;
  readonly vetoes: boolean;
}

const prior = (
  same: LevelShares,
  otherNear: number,
  otherPartly: number,
  rarest: number,
  vetoes = false,
): ColumnPrior => ({ same, otherNear, otherPartly, rarest, vetoes });

const BY_KEY: Readonly<Record<string, ColumnPrior>> = {
  givenName: prior([0.84, 0.08, 0.04, 0.04], 0.004, 0.01, 1e-3),
  familyName: prior([0.85, 0.08, 0.03, 0.04], 0.002, 0.005, 3e-4),
  street: prior([0.62, 0.18, 0.1, 0.1], 3e-4, 2e-3, 1e-5),
  city: prior([0.78, 0.09, 0.05, 0.08], 2e-3, 0.01, 1e-3),
  postalCode: prior([0.8, 0.08, 0.04, 0.08], 4e-3, 0.01, 5e-4),
  region: prior([0.9, 0.03, 0.02, 0.05], 0.02, 0.02, 0.02),
  country: prior([0.94, 0.01, 0.01, 0.04], 0.01, 0.01, 0.1),
  phone: prior([0.7, 0.08, 0.02, 0.2], 1e-5, 1e-5, 1e-6),
  email: prior([0.55, 0.07, 0.18, 0.2], 1e-5, 1e-3, 1e-6),
  taxId: prior([0.9, 0.05, 0.01, 0.04], 1e-5, 1e-4, 1e-8, true),
  vatId: prior([0.9, 0.05, 0.01, 0.04], 1e-5, 1e-4, 1e-8, true),
  birthDate: prior([0.86, 0.07, 0.03, 0.04], 1e-3, 0.02, 3e-5),
  externalId: prior([0.98, 0.005, 0.005, 0.01], 1e-3, 1e-3, 1e-9, true),
  legalForm: prior([0.8, 0.001, 0.001, 0.198], 1e-3, 1e-3, 0.2),
};
const BY_KIND: Readonly<Record<ValueKind, ColumnPrior>> = {
  name: prior([0.7, 0.1, 0.1, 0.1], 0.01, 0.05, 1e-4),
  legalForm: prior([0.8, 0.001, 0.001, 0.198], 1e-3, 1e-3, 0.2),
  word: prior([0.65, 0.1, 0.1, 0.15], 3e-3, 0.01, 1e-3),
  text: prior([0.35, 0.25, 0.25, 0.15], 1e-3, 0.02, 1e-5),
  street: prior([0.62, 0.18, 0.1, 0.1], 3e-4, 2e-3, 1e-5),
  code: prior([0.75, 0.1, 0.03, 0.12], 1e-3, 5e-3, 1e-4),
  phone: prior([0.7, 0.08, 0.02, 0.2], 1e-5, 1e-5, 1e-6),
  email: prior([0.55, 0.07, 0.18, 0.2], 1e-5, 1e-3, 1e-6),
  date: prior([0.8, 0.08, 0.04, 0.08], 1e-3, 0.02, 1e-3),
  number: prior([0.6, 0.12, 0.1, 0.18], 0.02, 0.08, 0.01),
};

/** Prior of a column. */
export function priorOf({ key, kind }: Pick<ComparedColumn, 'key' | 'kind'>): ColumnPrior {
  return BY_KEY[key] ?? BY_KIND[kind];
}

/** A file of few rows is read as part of a world of so many more. */
export const WORLD_ROWS = 2_000;
