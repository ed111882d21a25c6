import type { NameWeights } from './compare-names.ts';
import type { TermCounts } from './name-terms.ts';
import type { ValueKind } from './read-value.ts';

/** Shares of pairs by how well a column agrees: equal, near, partly, different; they add up to 1. */
export type LevelShares = readonly [number, number, number, number];

export interface ColumnWeights {
  readonly kind: ValueKind;
  readonly isShared: boolean;
  /** Among pairs of one party. */
  readonly same: LevelShares;
  /** Among pairs of two parties. */
  readonly other: LevelShares;
  /** Agreeing by chance, of a value that nobody else has. */
  readonly rarest: number;
  /** Another value means another party, whatever else agrees. */
  readonly vetoes: boolean;
  /** Parties that share a value, where more than one does; by value. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Everything a score depends on beside the two parties and their rivals. Kept as JSON; while it is frozen, rows that have nothing
 * to do with a pair change nothing about it.
 */
export interface LinkModel {
  readonly format: 1;
  /** Grows by one with each refinement. */
  readonly version: number;
  /** Parties of each side that it was learned from. */
  readonly rows: { readonly left: number; readonly right: number };
  /** Partners that a party of the left is expected to have. */
  readonly partners: number;
  /** Others at the same place or of the same family that a party of the left is expected to meet. */
  readonly neighbours: number;
  /** How far candidates of one party rule each other out: 1 wholly, 0 not at all. By side of the party. */
  readonly rivals: { readonly left: number; readonly right: number };
  readonly name: NameWeights;
  readonly terms: TermCounts | null;
  readonly columns: Readonly<Record<string, ColumnWeights>>;
}
