/**
 * What a system keeps of a customer besides id and name, under the names by which two systems are compared. Countries are of two
 * letters (ISO 3166); telephone, mail and ids stand as somebody typed them. `sharedId` is an id that a third system, such as the CRM, gave.
 */
export const PARTICULARS = [
  'street',
  'street2',
  'city',
  'postalCode',
  'region',
  'country',
  'phone',
  'email',
  'vatId',
  'taxId',
  'otherName',
  'sharedId',
] as const;
export type Particular = (typeof PARTICULARS)[number];
/** Null: the system keeps nothing there, or does not tell. */
export type Particulars = Readonly<Record<Particular, string | null>>;

/** Of a customer of whom nothing but the name is known. */
export const NO_PARTICULARS: Particulars = {
  street: null,
  street2: null,
  city: null,
  postalCode: null,
  region: null,
  country: null,
  phone: null,
  email: null,
  vatId: null,
  taxId: null,
  otherName: null,
  sharedId: null,
};
