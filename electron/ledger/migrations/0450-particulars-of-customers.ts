/**
 * What either system keeps of a customer besides its name, in columns that scoring reads: places, telephone, mail, ids. PeopleSoft's customers get
 * theirs with the next whole read; Stripe's are read from the beginning once more. Frozen once released.
 */
export const number = 450;
const place = ['street', 'street2', 'city', 'postal_code', 'region', 'country', 'phone'] as const;
const add = (table: string, columns: readonly string[]): string =>
  columns.map((column) => `ALTER TABLE ${table} ADD COLUMN ${column} TEXT;`).join('\n');
export const sql = `
-- country: two letters; tax_ids_json: [{type, value}], null while Stripe did not tell
${add('stripe_customer', [...place, 'tax_ids_json'])}
${add('ps_customer', [...place, 'email', 'vat_id', 'tax_id', 'other_name', 'shared_id'])}
DELETE FROM cursor WHERE system = 'stripe' AND stream = 'customer';
`;
