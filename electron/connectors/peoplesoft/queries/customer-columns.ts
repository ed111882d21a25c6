import { alpha2Of } from '../../../../shared/domain/country-codes.ts';
import { PARTICULARS, type Particular, type Particulars } from '../../../../shared/domain/customer-particulars.ts';
import { column, optionalColumn } from './query-definition.ts';
import type { QueryRow } from './result-reader.ts';
import { optionalText } from './row-values.ts';

/** What every query of customers offers. */
export const CUSTOMER_COLUMNS = [
  column('SETID', 'SetID of the customer'),
  column('CUST_ID', 'customer id'),
  column('NAME1', 'name'),
  column('CUST_STATUS', 'A active, I inactive, T template'),
];

/** Columns of the list by what they tell; the id that is shared with Stripe stands in a column that the profile names. */
const FIELD_OF: Readonly<Record<Exclude<Particular, 'sharedId'>, string>> = {
  street: 'ADDRESS1',
  street2: 'ADDRESS2',
  city: 'CITY',
  postalCode: 'POSTAL',
  region: 'STATE',
  country: 'COUNTRY',
  phone: 'PHONE',
  email: 'EMAILID',
  vatId: 'VAT_RGSTRN_ID',
  taxId: 'TAX_ID',
  otherName: 'OTHER_NAME',
};

/** What the list of customers may tell besides: each makes links to Stripe customers surer, and none of them is needed. */
export const PARTICULAR_COLUMNS = [
  optionalColumn(FIELD_OF.street, 'street with house number; without it streets are not compared'),
  optionalColumn(FIELD_OF.street2, 'second line of the address, only shown'),
  optionalColumn(FIELD_OF.city, 'city; without it cities are not compared'),
  optionalColumn(FIELD_OF.postalCode, 'postal code; without it postal codes are not compared'),
  optionalColumn(FIELD_OF.region, 'state or region; without it regions are not compared'),
  optionalColumn(FIELD_OF.country, 'country; without it countries are not compared'),
  optionalColumn(FIELD_OF.phone, 'telephone; without it telephones are not compared'),
  optionalColumn(FIELD_OF.email, 'e-mail address; without it mail addresses are not compared'),
  optionalColumn(FIELD_OF.vatId, 'VAT or GST registration; without it VAT ids are not compared'),
  optionalColumn(FIELD_OF.taxId, 'expression: tax id that is no VAT id; without it such ids are not compared'),
  optionalColumn(FIELD_OF.otherName, 'expression: another name it trades under; without it NAME1 alone is compared'),
];

/**
 * What a row tells of a customer besides id and name, with blanks as null; undefined where the query has none of these columns. `sharedIdField` is the
 * column of the id that is shared with Stripe, without record alias.
 */
export function readParticulars(row: QueryRow, sharedIdField: string | null): Particulars | undefined {
  const fieldOf = (name: Particular) => (name === 'sharedId' ? sharedIdField : FIELD_OF[name]);
  if (!PARTICULARS.some((name) => row.has(fieldOf(name) ?? ''))) return undefined;
  const text = (name: Particular): string | null => {
    const field = fieldOf(name);
    return field === null ? null : optionalText(row, field);
  };
  const found = Object.fromEntries(PARTICULARS.map((name) => [name, text(name)])) as Record<Particular, string | null>;
  return found.country === null ? found : { ...found, country: alpha2Of(found.country) };
}
