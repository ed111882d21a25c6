/**
 * How a change of people, a mapping version or a declared database that waited for a second person ended when it was not confirmed:
 * refused by another one with a reason, or withdrawn by who proposed it. Frozen once released.
 */
export const number = 170;
const ended = (table: string, code: string, by: string) => `
CREATE TRIGGER ${table}_ends BEFORE UPDATE OF ended_as, ended_reason ON ${table}
  WHEN old.state <> 'proposed' OR new.state = 'proposed' OR new.ended_as IS NULL OR new.${by} IS NULL
    OR (new.ended_as = 'refused' AND (new.ended_reason IS NULL OR lower(new.${by}) = lower(new.proposed_by))) BEGIN
  SELECT raise(ABORT, '${code}: only what waits is refused, by another person with a reason, or withdrawn');
END;`;
export const sql = `
-- null: confirmed, still waiting, or replaced by a later proposal; who and when stand in decided_by and decided_at
ALTER TABLE person_change ADD COLUMN ended_as TEXT CHECK (ended_as IN ('refused', 'withdrawn'));
ALTER TABLE person_change ADD COLUMN ended_reason TEXT;
-- what was said no to so far has no reason; what was replaced by a later proposal has no such audit row
UPDATE person_change SET ended_as = CASE WHEN lower(decided_by) = lower(proposed_by) THEN 'withdrawn' ELSE 'refused' END
  WHERE state = 'withdrawn' AND change_id IN (SELECT json_extract(detail_json, '$.change') FROM audit WHERE action = 'person.withdrawn');
ALTER TABLE mapping_version ADD COLUMN ended_as TEXT CHECK (ended_as IN ('refused', 'withdrawn'));
ALTER TABLE mapping_version ADD COLUMN ended_by TEXT;
ALTER TABLE mapping_version ADD COLUMN ended_at TEXT;
ALTER TABLE mapping_version ADD COLUMN ended_reason TEXT;
ALTER TABLE known_database ADD COLUMN ended_as TEXT CHECK (ended_as IN ('refused', 'withdrawn'));
ALTER TABLE known_database ADD COLUMN ended_by TEXT;
ALTER TABLE known_database ADD COLUMN ended_at TEXT;
ALTER TABLE known_database ADD COLUMN ended_reason TEXT;
${ended('person_change', 'PERSON_CHANGE_END', 'decided_by')}
${ended('mapping_version', 'MAPPING_END', 'ended_by')}
${ended('known_database', 'DATABASE_END', 'ended_by')}
`;
