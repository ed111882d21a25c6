/**
 * Charges and payments that were not compared with their like, because too many of the same amount lie near them. They are kept so that the
 * screen of duplicates says how many there are, whatever part of the rows a run looked at. Frozen once released.
 */
export const number = 480;
export const sql = `
-- a payment in PeopleSoft may vanish from there, so only its key is kept
CREATE TABLE duplicate_not_compared (
  unit TEXT NOT NULL, movement_key INTEGER REFERENCES movement ON DELETE CASCADE, payment_key INTEGER,
  CHECK ((movement_key IS NULL) <> (payment_key IS NULL))
) STRICT;
CREATE UNIQUE INDEX duplicate_not_compared_charge ON duplicate_not_compared (movement_key) WHERE movement_key IS NOT NULL;
CREATE UNIQUE INDEX duplicate_not_compared_payment ON duplicate_not_compared (payment_key) WHERE payment_key IS NOT NULL;
CREATE INDEX duplicate_not_compared_by_unit ON duplicate_not_compared (unit);
`;
