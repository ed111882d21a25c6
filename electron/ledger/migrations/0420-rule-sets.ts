/**
 * Changes of the matching rules get versions of their own: proposed by one person, enabled by a reviewer who is another one, in force from an
 * instant on. And what became of each rule's matches is counted as it happens, so that nobody walks through them for it. Frozen once released.
 */
export const number = 420;

/** What became of a match; one that somebody replaced by a choice of her own says so by its reason. */
const outcome = (row: 'new' | 'old' | 'match'): string =>
  `CASE WHEN ${row}.state = 'withdrawn' AND ${row}.reason = 'another allocation was chosen' THEN 'overruled' ELSE ${row}.state END`;
const add = `INSERT INTO rule_count (rule_id, outcome, automatic, matches) VALUES (new.rule_id, ${outcome('new')}, new.automatic, 1)
    ON CONFLICT (rule_id, outcome, automatic) DO UPDATE SET matches = matches + 1;`;
const take = `UPDATE rule_count SET matches = matches - 1
    WHERE rule_id = old.rule_id AND outcome = ${outcome('old')} AND automatic = old.automatic;`;

export const sql = `
CREATE TABLE rule_set (
  version INTEGER PRIMARY KEY, changes_json TEXT NOT NULL, hash TEXT NOT NULL, reason TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'enabled', 'retired')),
  -- from when on it is meant to hold; null: as soon as it is enabled. Once enabled: from when on it does hold
  effective_from_at TEXT,
  proposed_by TEXT NOT NULL, proposed_at TEXT NOT NULL, enabled_by TEXT, enabled_at TEXT, retired_at TEXT,
  ended_as TEXT CHECK (ended_as IN ('refused', 'withdrawn')), ended_by TEXT, ended_at TEXT, ended_reason TEXT,
  CHECK (state <> 'enabled' OR (enabled_by IS NOT NULL AND enabled_at IS NOT NULL AND effective_from_at IS NOT NULL)),
  CHECK (enabled_by IS NULL OR lower(enabled_by) <> lower(proposed_by))
) STRICT;
CREATE UNIQUE INDEX rule_set_one_proposal ON rule_set (state) WHERE state = 'proposed';
CREATE INDEX rule_set_enabled ON rule_set (effective_from_at, version) WHERE state = 'enabled';
CREATE TRIGGER rule_set_fixed BEFORE UPDATE OF version, changes_json, hash, reason, proposed_by, proposed_at ON rule_set BEGIN
  SELECT raise(ABORT, 'RULES_FIXED: what was proposed is never changed: propose a new version');
END;
CREATE TRIGGER rule_set_moves BEFORE UPDATE OF state ON rule_set
  WHEN (old.state || '>' || new.state) NOT IN ('proposed>enabled', 'proposed>retired', 'enabled>retired') BEGIN
  SELECT raise(ABORT, 'RULES_TRANSITION: a version of the rules cannot make this step');
END;
CREATE TRIGGER rule_set_ends BEFORE UPDATE OF ended_as, ended_reason ON rule_set
  WHEN old.state <> 'proposed' OR new.state = 'proposed' OR new.ended_as IS NULL OR new.ended_by IS NULL
    OR (new.ended_as = 'refused' AND (new.ended_reason IS NULL OR lower(new.ended_by) = lower(new.proposed_by))) BEGIN
  SELECT raise(ABORT, 'RULES_END: only what waits is refused, by another person with a reason, or withdrawn');
END;
CREATE TRIGGER rule_set_kept BEFORE DELETE ON rule_set BEGIN SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: versions of the rules are never deleted'); END;

CREATE TABLE rule_count (
  rule_id TEXT NOT NULL, outcome TEXT NOT NULL, automatic INTEGER NOT NULL, matches INTEGER NOT NULL,
  PRIMARY KEY (rule_id, outcome, automatic)
) STRICT, WITHOUT ROWID;
INSERT INTO rule_count (rule_id, outcome, automatic, matches)
  SELECT rule_id, ${outcome('match')}, automatic, count(*) FROM match GROUP BY 1, 2, 3;
CREATE TRIGGER rule_count_added AFTER INSERT ON match BEGIN ${add} END;
CREATE TRIGGER rule_count_moved AFTER UPDATE OF state, reason, automatic, rule_id ON match
  WHEN old.state <> new.state OR old.automatic <> new.automatic OR old.rule_id <> new.rule_id OR old.reason IS NOT new.reason
  BEGIN ${take} ${add} END;
CREATE TRIGGER rule_count_gone AFTER DELETE ON match BEGIN ${take} END;
`;
