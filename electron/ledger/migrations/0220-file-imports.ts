/**
 * Facts that come by file: who brought which file, what each of its rows was kept as (so that a whole import can be taken back and what it
 * replaced stands again), the named column maps of tables, and the balances that a Stripe report states. A movement may now be deleted, by
 * the taking back of an import alone. Frozen once released.
 */
export const number = 220;
export const sql = `
CREATE TABLE file_import (
  import_id INTEGER PRIMARY KEY, kind TEXT NOT NULL, file_name TEXT NOT NULL, sha256 TEXT NOT NULL, size_bytes INTEGER NOT NULL,
  actor TEXT NOT NULL, machine TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'brokenOff', 'undoing', 'undone')),
  read_count INTEGER NOT NULL DEFAULT 0, accepted_count INTEGER NOT NULL DEFAULT 0, superseded_count INTEGER NOT NULL DEFAULT 0,
  suspense_count INTEGER NOT NULL DEFAULT 0, refused_count INTEGER NOT NULL DEFAULT 0,
  by_type_json TEXT NOT NULL DEFAULT '{}', refusals_json TEXT NOT NULL DEFAULT '[]', undone_by TEXT, undone_at TEXT
) STRICT;
CREATE INDEX file_import_by_content ON file_import (sha256);
-- what an import has seen: the version that holds it, when it was so, and what the object's current version was known to hold until before
CREATE TABLE file_import_object (
  import_id INTEGER NOT NULL REFERENCES file_import, source_key INTEGER NOT NULL, version INTEGER NOT NULL, brought INTEGER NOT NULL CHECK (brought IN (0, 1)),
  observed_at TEXT NOT NULL, previous_at TEXT,
  PRIMARY KEY (import_id, source_key, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_import_object_by_source ON file_import_object (source_key, version);
-- which payment paid which invoice, as objects of an import say it where Stripe has no object for it
CREATE TABLE file_import_link (
  import_id INTEGER NOT NULL REFERENCES file_import, account TEXT NOT NULL, link_id TEXT NOT NULL, invoice_id TEXT NOT NULL, payment_intent_id TEXT,
  charge_id TEXT,
  PRIMARY KEY (import_id, account, link_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE file_map (
  kind TEXT NOT NULL, name TEXT NOT NULL, map_json TEXT NOT NULL, saved_by TEXT NOT NULL, saved_at TEXT NOT NULL,
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
-- what a Stripe balance report states of a day's begin or end, in the report's own zone: an optional second proof
CREATE TABLE stripe_report_balance (
  import_id INTEGER NOT NULL REFERENCES file_import, account TEXT NOT NULL, category TEXT NOT NULL, as_of_date TEXT, currency TEXT NOT NULL,
  exponent INTEGER NOT NULL, amount_minor INTEGER NOT NULL,
  PRIMARY KEY (import_id, category, currency)
) STRICT, WITHOUT ROWID;

DROP TRIGGER movement_kept;
CREATE TRIGGER movement_kept BEFORE DELETE ON movement WHEN NOT EXISTS (SELECT 1 FROM file_import WHERE state = 'undoing')
BEGIN SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: movements are never deleted'); END;
CREATE TRIGGER movement_uncounted AFTER DELETE ON movement BEGIN
  UPDATE movement_count SET count = count - 1
    WHERE unit = ifnull(old.unit, '') AND kind = old.kind AND state = old.state AND attention = ifnull(old.attention, '');
END;
CREATE INDEX decision_of_movement ON decision (movement_key);
CREATE INDEX match_by_charge ON match (charge_movement_key) WHERE charge_movement_key IS NOT NULL;
`;
