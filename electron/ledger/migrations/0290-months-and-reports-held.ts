/**
 * Completeness in a unit's own calendar: what is created between the unit's midnight and that of UTC where a month begins, so that both
 * months tie; what a report states of a balance, held against the
 * rows; and since when Stripe has not known an object. Frozen once released.
 */
export const number = 290;
export const sql = `
-- asked_at is when it was asked for last
ALTER TABLE stripe_absent ADD COLUMN since_at TEXT NOT NULL DEFAULT '';
UPDATE stripe_absent SET since_at = asked_at;
-- what a unit's month has at its beginning beyond the UTC month of the same name; negative: what it has not
CREATE TABLE stripe_held_edge (
  account TEXT NOT NULL, object_type TEXT NOT NULL, zone TEXT NOT NULL, month TEXT NOT NULL, currency TEXT NOT NULL,
  exponent INTEGER NOT NULL, count INTEGER NOT NULL, sum_minor INTEGER NOT NULL,
  PRIMARY KEY (account, object_type, zone, month, currency)
) STRICT, WITHOUT ROWID;
-- snapshot_minor: the same out of the nearest balance Stripe itself has told, where there is one
CREATE TABLE stripe_report_proof (
  import_id INTEGER NOT NULL REFERENCES file_import, category TEXT NOT NULL, currency TEXT NOT NULL, balance_type TEXT NOT NULL,
  exponent INTEGER NOT NULL, zone TEXT NOT NULL, from_at TEXT NOT NULL, to_at TEXT NOT NULL, stated_minor INTEGER NOT NULL,
  held_minor INTEGER NOT NULL, snapshot_minor INTEGER, snapshot_at TEXT, state TEXT NOT NULL CHECK (state IN ('tied', 'open', 'notEvaluated')),
  why TEXT, checked_at TEXT NOT NULL,
  PRIMARY KEY (import_id, category, currency)
) STRICT, WITHOUT ROWID;
`;
