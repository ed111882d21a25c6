/**
 * Versions of a source's objects keep how far the object had come in them: it orders what its source gives no time for. Versions kept before
 * have none and are ordered by their time alone. A charge keeps what was authorised: the rest of a partial capture is told by it. Frozen once
 * released.
 */
export const number = 340;
export const sql = `
-- first character: what can never be undone at the source; then what orders versions of one instant; null: not told
ALTER TABLE source_object ADD COLUMN standing TEXT;
ALTER TABLE source_version ADD COLUMN standing TEXT;
-- null: kept before it was read
ALTER TABLE stripe_charge ADD COLUMN authorised_minor INTEGER;
`;
