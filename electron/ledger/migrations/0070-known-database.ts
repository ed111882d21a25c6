/**
 * What identifies the PeopleSoft database that postings go into, so that a refreshed or copied one is recognised before anything
 * is posted. One version is in force; a difference is declared to be the same database by one person and confirmed by another.
 * Frozen once released.
 */
export const number = 70;
export const sql = `
CREATE TABLE known_database (
  version INTEGER PRIMARY KEY, facts_json TEXT NOT NULL, hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'inForce', 'retired')),
  origin TEXT NOT NULL CHECK (origin IN ('firstSeen', 'learned', 'declared')),
  -- of a declaration: what differed from the version before, and why it is the same database all the same
  declared_differences_json TEXT, reason TEXT,
  proposed_by TEXT NOT NULL, proposed_at TEXT NOT NULL, confirmed_by TEXT, confirmed_at TEXT, retired_at TEXT,
  -- highest process number seen so far, null where the site does not tell; never goes back within a version
  highest_instance INTEGER,
  -- when it was last compared, and what differed then; null: nothing
  compared_at TEXT, differences_json TEXT,
  CHECK (origin <> 'declared' OR (reason IS NOT NULL AND declared_differences_json IS NOT NULL)),
  CHECK (origin <> 'declared' OR state <> 'inForce' OR confirmed_by IS NOT NULL),
  CHECK (confirmed_by IS NULL OR lower(confirmed_by) <> lower(proposed_by))
) STRICT;
CREATE UNIQUE INDEX known_database_one ON known_database (state) WHERE state IN ('proposed', 'inForce');
CREATE TRIGGER known_database_fixed BEFORE UPDATE OF version, facts_json, hash, origin, declared_differences_json, reason, proposed_by, proposed_at ON known_database BEGIN
  SELECT raise(ABORT, 'DATABASE_FIXED: what was remembered is never changed: a new version takes its place');
END;
CREATE TRIGGER known_database_moves BEFORE UPDATE OF state ON known_database
  WHEN (old.state || '>' || new.state) NOT IN ('proposed>inForce', 'proposed>retired', 'inForce>retired') BEGIN
  SELECT raise(ABORT, 'DATABASE_TRANSITION: a remembered database cannot make this step');
END;
CREATE TRIGGER known_database_kept BEFORE DELETE ON known_database BEGIN SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: remembered databases are never deleted'); END;
`;
