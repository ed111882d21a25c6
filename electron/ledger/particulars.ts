import type { Particular, Particulars } from '../../shared/domain/customer-particulars.ts';

/** Columns of `ps_customer` by what they hold of a customer. */
export const PARTICULAR_COLUMN: Readonly<Record<Particular, string>> = {
  street: 'street',
  street2: 'street2',
  city: 'city',
  postalCode: 'postal_code',
  region: 'region',
  country: 'country',
  phone: 'phone',
  email: 'email',
  vatId: 'vat_id',
  taxId: 'tax_id',
  otherName: 'other_name',
  sharedId: 'shared_id',
};
const ENTRIES = Object.entries(PARTICULAR_COLUMN) as [Particular, string][];

/** The columns of a PeopleSoft customer's particulars for a SELECT, each under the name of what it holds. */
export const SELECT_PARTICULARS = ENTRIES.map(([name, column]) => `${column} AS ${name}`).join(', ');

/** The particulars in the order of `ENTRIES`, for a statement that names its columns. */
export function particularValues(particulars: Particulars): (string | null)[] {
  return ENTRIES.map(([name]) => particulars[name]);
}
export const PARTICULAR_COLUMNS = ENTRIES.map(([, column]) => column);
