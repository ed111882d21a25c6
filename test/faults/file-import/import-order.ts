import type { ImportJob } from './import-jobs.ts';

/** What a process of the row is told when it starts. */
export interface ImportOrder {
  readonly file: string;
  readonly keyHex: string;
  readonly job: ImportJob;
  /** The named step, from 1, at which it kills itself; null: it does it again and again, taking in and back in turn, until somebody kills it. */
  readonly killAt: number | null;
}

/** How the last line begins that a process writes before it kills itself. */
export const LAST_WORDS = 'killed at ';
