/**
 * What persons know of customers: versions of the scores that they refine, spellings they remember a PeopleSoft customer by, links that hold until a day, and links
 * that are confirmed many at a time, whose decision is found by who made it and when. Frozen once released.
 */
export const number = 430;
export const sql = `
-- the last day on which a link that was ended holds; its movements up to that day keep it
ALTER TABLE crosswalk_link ADD COLUMN valid_until_date TEXT;
-- a person has decided about it: no rule does so after her
ALTER TABLE crosswalk_link ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0 CHECK (by_hand IN (0, 1));
UPDATE crosswalk_link SET by_hand = 1 WHERE state = 'rejected' OR (decided_by IS NOT NULL AND decided_by NOT IN ('stored id', 'exact name', 'score'));
-- what a person last said of a link; the same condition as in decision-store.ts
DROP INDEX decision_by_link;
CREATE INDEX decision_by_link ON decision (json_extract(before_json, '$.after.links[0].linkId'))
  WHERE kind IN ('link.confirmed', 'link.rejected', 'link.retired');
CREATE INDEX decision_of_bands ON decision (decided_at, actor) WHERE kind = 'link.bandConfirmed';

-- value: as it is compared; spelling: as it was written; link_id: the link whose confirmation made it, and without which it does not count
CREATE TABLE customer_alias (
  alias_id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('name', 'emailDomain', 'externalId')), value TEXT NOT NULL, spelling TEXT NOT NULL,
  set_id TEXT NOT NULL, cust_id TEXT NOT NULL, expires_date TEXT, link_id INTEGER, reason TEXT, made_by TEXT NOT NULL, made_at TEXT NOT NULL,
  forgotten_by TEXT, forgotten_at TEXT, version INTEGER NOT NULL DEFAULT 1,
  CHECK ((forgotten_by IS NULL) = (forgotten_at IS NULL)), UNIQUE (kind, value, set_id, cust_id)
) STRICT;
-- a version that a person proposed waits for a reviewer; what was learned is in use at once
ALTER TABLE link_model ADD COLUMN state TEXT NOT NULL DEFAULT 'enabled' CHECK (state IN ('proposed', 'enabled', 'retired'));
ALTER TABLE link_model ADD COLUMN origin TEXT NOT NULL DEFAULT 'learned' CHECK (origin IN ('learned', 'refined', 'returned'));
ALTER TABLE link_model ADD COLUMN based_on INTEGER;
ALTER TABLE link_model ADD COLUMN hash TEXT;
ALTER TABLE link_model ADD COLUMN reason TEXT;
ALTER TABLE link_model ADD COLUMN preview_json TEXT;
ALTER TABLE link_model ADD COLUMN enabled_by TEXT CHECK (enabled_by IS NULL OR lower(enabled_by) <> lower(made_by));
ALTER TABLE link_model ADD COLUMN enabled_at TEXT;
ALTER TABLE link_model ADD COLUMN ended_as TEXT CHECK (ended_as IN ('refused', 'withdrawn'));
ALTER TABLE link_model ADD COLUMN ended_by TEXT;
ALTER TABLE link_model ADD COLUMN ended_at TEXT;
ALTER TABLE link_model ADD COLUMN ended_reason TEXT;
CREATE UNIQUE INDEX link_model_one_proposal ON link_model (state) WHERE state = 'proposed';
CREATE TRIGGER link_model_fixed BEFORE UPDATE OF version, model_json, origin, based_on, hash, reason, preview_json, made_by, made_at ON link_model BEGIN
  SELECT raise(ABORT, 'LINK_MODEL_FIXED: a version is never changed');
END;
CREATE TRIGGER customer_alias_kept BEFORE DELETE ON customer_alias BEGIN SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: an alias is forgotten, never deleted'); END;
`;
