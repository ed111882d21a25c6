/**
 * The mapping of our deposits to the properties of the site's service gets versions of its own: proposed by one person, confirmed by
 * another, in force from an instant on. Each deposit keeps the version it was cut under. Frozen once released.
 */
export const number = 30;
export const sql = `
CREATE TABLE mapping_version (
  version INTEGER PRIMARY KEY, service TEXT NOT NULL, service_version TEXT NOT NULL, properties_json TEXT NOT NULL, hash TEXT NOT NULL, schema_hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'retired')),
  -- from when on it is meant to hold; null: as soon as it is confirmed. Once confirmed: from when on it does hold
  effective_from_at TEXT,
  proposed_by TEXT NOT NULL, proposed_at TEXT NOT NULL, confirmed_by TEXT, confirmed_at TEXT, retired_at TEXT,
  CHECK (state <> 'confirmed' OR (confirmed_by IS NOT NULL AND confirmed_at IS NOT NULL AND effective_from_at IS NOT NULL)),
  CHECK (confirmed_by IS NULL OR confirmed_by <> proposed_by)
) STRICT;
CREATE UNIQUE INDEX mapping_one_proposal ON mapping_version (state) WHERE state = 'proposed';
CREATE INDEX mapping_confirmed ON mapping_version (effective_from_at, version) WHERE state = 'confirmed';
CREATE TRIGGER mapping_fixed BEFORE UPDATE OF version, service, service_version, properties_json, hash, schema_hash, proposed_by, proposed_at ON mapping_version BEGIN
  SELECT raise(ABORT, 'MAPPING_FIXED: what was proposed is never changed: propose a new version');
END;
CREATE TRIGGER mapping_moves BEFORE UPDATE OF state ON mapping_version
  WHEN (old.state || '>' || new.state) NOT IN ('proposed>confirmed', 'proposed>retired', 'confirmed>retired') BEGIN
  SELECT raise(ABORT, 'MAPPING_TRANSITION: a mapping cannot make this step');
END;
CREATE TRIGGER mapping_kept BEFORE DELETE ON mapping_version BEGIN SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: mapping versions are never deleted'); END;
-- null: cut under the connection profile's own property names
ALTER TABLE deposit ADD COLUMN mapping_version INTEGER REFERENCES mapping_version;
`;
