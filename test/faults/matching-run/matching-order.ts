/** What a process of the row is told when it starts. */
export interface MatchingOrder {
  readonly file: string;
  readonly keyHex: string;
  readonly whole: boolean;
  /** The named step, from 1, at which it kills itself; null: somebody else kills it. */
  readonly killAt: number | null;
}

/** How the last line begins that a process writes before it kills itself. */
export const LAST_WORDS = 'killed at ';
