/**
 * Whether a list of PeopleSoft was held against PeopleSoft's own count, and when its batch ran: both decide what an absent or
 * unposted row means. Frozen once released.
 */
export const number = 40;
export const sql = `
-- null: a read that was not whole, or of a source whose pages prove themselves
ALTER TABLE sync_run ADD COLUMN counted TEXT CHECK (counted IN ('agrees', 'notCounted'));
-- Receivables Update as PeopleSoft showed it last; times as PeopleSoft writes them, with or without an offset. message: why it
-- could not be read at read_at; the figures are then those of the read before, or null
CREATE TABLE batch_status (
  process TEXT PRIMARY KEY, last_run TEXT, next_run TEXT, groups_in_error INTEGER, read_at TEXT NOT NULL, message TEXT
) STRICT, WITHOUT ROWID;
`;
