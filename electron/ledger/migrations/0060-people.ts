/**
 * People of the home with their roles and amount limits, the changes one proposed and another confirmed, and approvals above a limit
 * that wait for a reviewer. Frozen once released.
 */
export const number = 60;
export const sql = `
-- as the last confirmed change left it. limits_json null: no limit; else a list of amounts, and a currency that is not in it may not be approved
CREATE TABLE person (
  person_id TEXT PRIMARY KEY COLLATE NOCASE, name TEXT NOT NULL, operator_id TEXT COLLATE NOCASE,
  roles_json TEXT NOT NULL, limits_json TEXT, active INTEGER NOT NULL CHECK (active IN (0, 1)),
  basis TEXT NOT NULL CHECK (basis IN ('firstAdministrator', 'addedAlone', 'twoPeople', 'sample')),
  since_at TEXT NOT NULL, version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX person_by_operator ON person (operator_id) WHERE operator_id IS NOT NULL AND active = 1;
CREATE TRIGGER person_kept BEFORE DELETE ON person BEGIN SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: people are never deleted'); END;

CREATE TABLE person_change (
  change_id INTEGER PRIMARY KEY, person_id TEXT NOT NULL COLLATE NOCASE, seen_version INTEGER NOT NULL, after_json TEXT NOT NULL, hash TEXT NOT NULL, reason TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'withdrawn')), alone INTEGER NOT NULL DEFAULT 0 CHECK (alone IN (0, 1)),
  proposed_by TEXT NOT NULL COLLATE NOCASE, proposed_at TEXT NOT NULL, decided_by TEXT COLLATE NOCASE, decided_at TEXT,
  CHECK (state = 'proposed' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)),
  CHECK (state <> 'confirmed' OR alone = 1 OR decided_by <> proposed_by)
) STRICT;
CREATE UNIQUE INDEX person_one_proposal ON person_change (person_id) WHERE state = 'proposed';
CREATE TRIGGER person_change_fixed BEFORE UPDATE OF person_id, seen_version, after_json, hash, reason, proposed_by, proposed_at ON person_change BEGIN
  SELECT raise(ABORT, 'PERSON_CHANGE_FIXED: what was proposed is never changed: propose it anew');
END;
CREATE TRIGGER person_change_moves BEFORE UPDATE OF state ON person_change WHEN old.state <> 'proposed' BEGIN
  SELECT raise(ABORT, 'PERSON_CHANGE_TRANSITION: a decided change is never decided again');
END;
CREATE TRIGGER person_change_kept BEFORE DELETE ON person_change BEGIN SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: changes are never deleted'); END;

-- the settings of the profile that two people agree on (bank accounts, rules and their limits), as canonical JSON
CREATE TABLE guarded_settings (
  version INTEGER PRIMARY KEY, settings_json TEXT NOT NULL, hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'retired')), alone INTEGER NOT NULL CHECK (alone IN (0, 1)),
  proposed_by TEXT NOT NULL COLLATE NOCASE, proposed_at TEXT NOT NULL, confirmed_by TEXT COLLATE NOCASE, confirmed_at TEXT,
  CHECK (state <> 'confirmed' OR (confirmed_by IS NOT NULL AND confirmed_at IS NOT NULL AND (alone = 1 OR confirmed_by <> proposed_by)))
) STRICT;
CREATE UNIQUE INDEX guarded_one_proposal ON guarded_settings (state) WHERE state = 'proposed';
CREATE UNIQUE INDEX guarded_one_confirmed ON guarded_settings (state) WHERE state = 'confirmed';
CREATE TRIGGER guarded_fixed BEFORE UPDATE OF version, settings_json, hash, proposed_by, proposed_at ON guarded_settings BEGIN
  SELECT raise(ABORT, 'GUARDED_FIXED: what was proposed is never changed');
END;
CREATE TRIGGER guarded_moves BEFORE UPDATE OF state ON guarded_settings
  WHEN (old.state || '>' || new.state) NOT IN ('proposed>confirmed', 'proposed>retired', 'confirmed>retired') BEGIN
  SELECT raise(ABORT, 'GUARDED_TRANSITION: settings cannot make this step');
END;
CREATE TRIGGER guarded_kept BEFORE DELETE ON guarded_settings BEGIN SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: settings are never deleted'); END;

-- an approval above the limit of who asked; it waits for a reviewer as long as its match is proposed
CREATE TABLE approval_request (
  match_id INTEGER PRIMARY KEY REFERENCES match, asked_by TEXT NOT NULL COLLATE NOCASE, asked_at TEXT NOT NULL, reason TEXT,
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0), exponent INTEGER NOT NULL, currency TEXT NOT NULL
) STRICT;
-- operator id in PeopleSoft of the approver, or of the reviewer of the rule that approved; null: none was known
ALTER TABLE posting ADD COLUMN operator_id TEXT;
`;
