/**
 * How settings that waited for a second person ended when they were not confirmed: refused by another one, or withdrawn by who brought
 * them in. Frozen once released.
 */
export const number = 110;
export const sql = `
-- null: confirmed, still waiting, or replaced by a later profile
ALTER TABLE guarded_settings ADD COLUMN ended_as TEXT CHECK (ended_as IN ('refused', 'withdrawn'));
ALTER TABLE guarded_settings ADD COLUMN ended_by TEXT;
ALTER TABLE guarded_settings ADD COLUMN ended_at TEXT;
ALTER TABLE guarded_settings ADD COLUMN ended_reason TEXT;
CREATE TRIGGER guarded_ends BEFORE UPDATE OF ended_as, ended_by, ended_at, ended_reason ON guarded_settings
  WHEN old.state <> 'proposed' OR new.state <> 'retired' OR new.ended_as IS NULL OR new.ended_by IS NULL OR new.ended_at IS NULL
    OR (new.ended_as = 'refused' AND (new.ended_reason IS NULL OR lower(new.ended_by) = lower(new.proposed_by))) BEGIN
  SELECT raise(ABORT, 'GUARDED_END: only waiting settings are refused, by another person with a reason, or withdrawn');
END;
`;
