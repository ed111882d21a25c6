/** Where a row has no date. */
export const NO_DAY = -2_147_483_648;

/** Rows of one file in columns, as they were read. Amounts are whole counts of the smallest unit that both files share. */
export interface ReconcileSide {
  readonly count: number;
  /** With its sign; `NaN` where there is none. */
  readonly amount: Float64Array;
  /** Days since 1970-01-01; `NO_DAY` where there is none. */
  readonly day: Int32Array;
  readonly dueDay: Int32Array;
  /** Upper case; empty where there is none, as in all texts here. */
  readonly currency: readonly string[];
  readonly party: readonly string[];
  readonly reference: readonly string[];
  readonly text: readonly string[];
}

/** How far two amounts may differ: a share of the larger absolute amount, or a count of the smallest unit. */
export type AmountTolerance =
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'absolute'; readonly amount: number };

/** What a person has laid down; null is found out from the rows. */
export interface ReconcileTerms {
  readonly amountTolerance: AmountTolerance | null;
  /** Least and most days from the left date to the right one. */
  readonly dateWindowDays: readonly [number, number] | null;
  /** No row takes part in more than one pair. */
  readonly oneToOne: boolean;
}

/** How the signs of the two files relate: `ignored` where one of them has none to speak of. */
export type Signs = 'same' | 'opposite' | 'ignored';
