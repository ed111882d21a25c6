/**
 * What one page of a source brings is packed together: a payload of a version is packed by itself as before, or says in which pack it is.
 * A day with money due is looked for once for each part that there is; what was made is as before. Frozen once released.
 */
export const number = 250;
const same = (row: string, part: string) => `SELECT 1 FROM due_day d WHERE d.utc_date = substr(${row}.created_at, 1, 10)
    AND d.currency = ${row}.currency AND d.part = '${part}' AND d.reporting_category = ${row}.reporting_category
    AND d.transaction_type = ${row}.transaction_type`;
const PARTS = [
  ['amount', 'new.amount_minor <> 0'],
  ['fee', 'new.fee_minor <> coalesce(new.fee_tax_minor, 0)'],
  ['tax', 'coalesce(new.fee_tax_minor, 0) <> 0'],
] as const;
const marks = PARTS.map(
  ([part, isThere]) => `
CREATE TRIGGER due_day_of_new_${part} AFTER INSERT ON stripe_balance_transaction WHEN ${isThere} AND NOT EXISTS (${same('new', part)}) BEGIN
  INSERT INTO due_day (utc_date, currency, part, reporting_category, transaction_type)
    VALUES (substr(new.created_at, 1, 10), new.currency, '${part}', new.reporting_category, new.transaction_type);
END;`,
);
export const sql = `
CREATE TABLE payload_pack (pack_key INTEGER PRIMARY KEY, packed BLOB NOT NULL) STRICT;
DROP TRIGGER due_day_of_new;
${marks.join('')}
`;
