import { explainPair, type PairExplanation } from './explain-pair.ts';
import type { FoundPairs } from './found-pairs.ts';
import type { LinkModel } from './link-model.ts';
import { rowPairs, type RowIds, type ScoredRows } from './row-pairs.ts';
import { refineWeights } from './refine-weights.ts';

/** A pair of rows that a person has judged. */
export type JudgedPair = readonly [leftRow: number, rightRow: number];

/** Pairs of less probability are not worth a line. */
export const SCORE_FLOOR = 0.01;

/** The pairs of a run: as rows with scores, and each explained. */
export class LinkedPairs {
  readonly #found: FoundPairs;

  constructor(found: FoundPairs) {
    this.#found = found;
  }

  /** The model that the scores are from; handed to the next run it is frozen. */
  get model(): LinkModel {
    return this.#found.model;
  }

  /** What the run has compared, by pair of profiles. */
  get found(): FoundPairs {
    return this.#found;
  }

  /** Number of the pair of two rows, or -1 when they are no candidates. */
  pairOf(leftRow: number, rightRow: number): number {
    const { leftProfiles, rightProfiles, compared, self } = this.#found;
    let left = leftProfiles.ofRow[leftRow] ?? -1;
    let right = rightProfiles.ofRow[rightRow] ?? -1;
    if (self && left > right) [left, right] = [right, left];
    const { pairs } = compared;
    let from = 0;
    let to = pairs.left.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      const ours = pairs.left[middle] ?? 0;
      if (ours < left || (ours === left && (pairs.right[middle] ?? 0) < right)) from = middle + 1;
      else to = middle;
    }
    return pairs.left[from] === left && pairs.right[from] === right ? from : -1;
  }

  /** Probability that two rows are one party; 0 when they are no candidates. */
  scoreOf(leftRow: number, rightRow: number): number {
    if (this.#found.self && leftRow === rightRow) return 0;
    return this.#found.score[this.pairOf(leftRow, rightRow)] ?? 0;
  }

  /** Why two rows have their score: the points of all reasons add up to it. Null when the two are no candidates of each other. */
  explain(leftRow: number, rightRow: number): PairExplanation | null {
    const pair = this.pairOf(leftRow, rightRow);
    return pair < 0 ? null : explainPair(this.#found, pair);
  }

  /** The next version of the model, from what a person confirmed and rejected. Pairs that are no candidates teach nothing. */
  refine(confirmed: readonly JudgedPair[], rejected: readonly JudgedPair[]): LinkModel {
    const pairsOf = (judged: readonly JudgedPair[]) =>
      judged.map(([left, right]) => this.pairOf(left, right)).filter((pair) => pair >= 0);
    return refineWeights(this.#found, pairsOf(confirmed), pairsOf(rejected));
  }

  /**
   * Pairs of rows from a score on, in no particular order; all of them, but for thousands of rows that are the very same (see `rowPairs`).
   * Rows of one file that are the very same are pairs too, each once.
   */
  rows(floor: number = SCORE_FLOOR, ids: RowIds | null = null): ScoredRows {
    return rowPairs(this.#found, floor, ids);
  }

  /**
   * Pairs of rows as an answer of two files has them: as `rows`, and where a row has so many equal ones that the score of each pair falls
   * below the floor for that alone, twenty of them with the score they have.
   */
  answer(ids: RowIds): ScoredRows {
    return rowPairs(this.#found, SCORE_FLOOR, ids, true);
  }
}
