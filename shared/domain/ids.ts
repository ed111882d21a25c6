declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** Row key of a movement inside one ledger. */
export type MovementKey = Branded<number, 'MovementKey'>;
/** Row key of an AR item inside one ledger (PeopleSoft's own key is business unit, customer, item, item line). */
export type ItemKey = Branded<number, 'ItemKey'>;
export type MatchId = Branded<number, 'MatchId'>;
export type PostingId = Branded<number, 'PostingId'>;
export type DepositKey = Branded<number, 'DepositKey'>;
export type LinkId = Branded<number, 'LinkId'>;
export type JobId = Branded<string, 'JobId'>;
export type UnitId = Branded<string, 'UnitId'>;
/** Instant as ISO 8601 in UTC with milliseconds and `Z`. Columns and fields that hold one end in `At`. */
export type Instant = Branded<string, 'Instant'>;
/** Calendar date `YYYY-MM-DD` without a zone, as PeopleSoft books it. Columns and fields that hold one end in `Date`. */
export type PlainDate = Branded<string, 'PlainDate'>;
