/** What a column of parties can mean. `name` is a whole name; persons may come as `givenName` and `familyName`. */
export const PARTY_FIELDS = [
  'name',
  'givenName',
  'familyName',
  'street',
  'city',
  'postalCode',
  'region',
  'country',
  'phone',
  'email',
  'taxId',
  'vatId',
  'birthDate',
  'externalId',
] as const;
export type PartyField = (typeof PARTY_FIELDS)[number];

/** Parties in columns: cell `row` of each column belongs to one party; an empty text is missing. `other` columns are compared in their order. */
export interface PartyColumns {
  readonly count: number;
  readonly fields: Readonly<Partial<Record<PartyField, readonly string[]>>>;
  readonly other?: readonly (readonly string[])[];
}
