/** How rows were found to belong together; `offset` rows stand on one side and cancel each other. */
export type OptionRule =
  | 'reference'
  | 'reference-near'
  | 'amount-name'
  | 'amount-date'
  | 'fee'
  | 'conversion'
  | 'near-amount'
  | 'named-set'
  | 'party-set'
  | 'key-set'
  | 'day-set'
  | 'window-set'
  | 'offset';

/** One way of settling rows: a pair, one row against several, or two rows of a side that cancel each other. */
export interface Option {
  readonly lefts: readonly number[];
  readonly rights: readonly number[];
  /** Natural logarithm of the odds against all of its rows staying alone. */
  readonly logOdds: number;
  readonly rule: OptionRule;
  /** `exact`: equal, by a rule, or as many true pairs have them · `weak`: as few have them, and nothing but name and date for it. */
  readonly amounts: 'exact' | 'near' | 'weak';
  /** A pair of which an earlier row names the same row and is exactly its amount, too. */
  readonly isLater?: boolean;
}
