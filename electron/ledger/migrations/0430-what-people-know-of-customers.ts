/**
 * What persons know of customers beside the scores: spellings they remember a PeopleSoft customer by, and links that are confirmed many at a
 * time, whose decision is found by who made it and when. Frozen once released.
 */
export const number = 430;
export const sql = `
CREATE INDEX decision_of_bands ON decision (decided_at, actor) WHERE kind = 'link.bandConfirmed';

-- value: as it is compared; spelling: as it was written; link_id: the link whose confirmation made it, and without which it does not count
CREATE TABLE customer_alias (
  alias_id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('name', 'emailDomain', 'externalId')), value TEXT NOT NULL, spelling TEXT NOT NULL,
  set_id TEXT NOT NULL, cust_id TEXT NOT NULL, expires_date TEXT, link_id INTEGER, reason TEXT, made_by TEXT NOT NULL, made_at TEXT NOT NULL,
  forgotten_by TEXT, forgotten_at TEXT, version INTEGER NOT NULL DEFAULT 1,
  CHECK ((forgotten_by IS NULL) = (forgotten_at IS NULL)), UNIQUE (kind, value, set_id, cust_id)
) STRICT;
CREATE TRIGGER customer_alias_kept BEFORE DELETE ON customer_alias BEGIN SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: an alias is forgotten, never deleted'); END;
`;
