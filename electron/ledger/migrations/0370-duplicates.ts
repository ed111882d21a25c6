/**
 * Clusters of rows suspected to be one business event, and what people said of them. One row for each set of members, whatever becomes of it:
 * what was said once is found again when the same rows come up. Members are kept after a decision with their part in it. Frozen once released.
 */
export const number = 370;
export const sql = `
-- members_key: its members in one text, each set once · evidence_hash: of what speaks for it, without what other rows and time change
-- open: a person is to say · sameEvent: one is kept, the rest is not posted · notDuplicate: until expires_date · gone: not suspected any more
CREATE TABLE duplicate_cluster (
  cluster_id INTEGER PRIMARY KEY, unit TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('retriedCharge', 'secondSession', 'doublePosting', 'doubleCustomer')),
  members_key TEXT NOT NULL UNIQUE, evidence_hash TEXT NOT NULL, score REAL NOT NULL, points_json TEXT NOT NULL,
  amount_minor INTEGER NOT NULL, exponent INTEGER NOT NULL, currency TEXT NOT NULL, customer TEXT, member_count INTEGER NOT NULL CHECK (member_count > 1),
  first_at TEXT NOT NULL, last_at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'sameEvent', 'notDuplicate', 'gone')),
  found_at TEXT NOT NULL, why_open TEXT, decided_by TEXT, decided_at TEXT, reason TEXT, expires_date TEXT,
  decision_id INTEGER REFERENCES decision, done_at TEXT, version INTEGER NOT NULL DEFAULT 1,
  CHECK ((state IN ('sameEvent', 'notDuplicate')) = (decided_by IS NOT NULL)),
  CHECK (done_at IS NULL OR state = 'sameEvent')
) STRICT;
CREATE INDEX duplicate_cluster_by_state ON duplicate_cluster (unit, state, first_at);
CREATE INDEX duplicate_cluster_by_decision ON duplicate_cluster (decision_id) WHERE decision_id IS NOT NULL;
-- a payment in PeopleSoft may vanish from there, so only its key is kept
CREATE TABLE duplicate_member (
  cluster_id INTEGER NOT NULL REFERENCES duplicate_cluster, position INTEGER NOT NULL,
  movement_key INTEGER REFERENCES movement, payment_key INTEGER,
  part TEXT CHECK (part IN ('kept', 'dropped')),
  PRIMARY KEY (cluster_id, position), CHECK ((movement_key IS NULL) <> (payment_key IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX duplicate_member_by_movement ON duplicate_member (movement_key) WHERE movement_key IS NOT NULL;
CREATE INDEX duplicate_member_by_payment ON duplicate_member (payment_key) WHERE payment_key IS NOT NULL;
CREATE INDEX duplicate_member_dropped ON duplicate_member (part, movement_key, payment_key) WHERE part = 'dropped';
-- a receipt that is dropped pays nothing, so matching looks again at what it may have paid (kind 3: a receipt)
CREATE TRIGGER duplicate_member_noted_by_update AFTER UPDATE OF part ON duplicate_member
WHEN (SELECT noting FROM matching_scope) = 1 AND new.payment_key IS NOT NULL AND old.part IS NOT new.part
BEGIN INSERT INTO matching_change (kind, row_key) VALUES (3, new.payment_key); END;
CREATE TRIGGER duplicate_member_noted_by_delete AFTER DELETE ON duplicate_member
WHEN (SELECT noting FROM matching_scope) = 1 AND old.payment_key IS NOT NULL AND old.part IS NOT NULL
BEGIN INSERT INTO matching_change (kind, row_key) VALUES (3, old.payment_key); END;
`;
