/**
 * What trying a waiting version of the rules on the history gave is kept beside it, with what the books had decided by then: no version is
 * enabled that nobody has tried. Frozen once released.
 */
export const number = 510;

export const sql = `
-- the latest trial of each version; figures_json is checked by the reader
CREATE TABLE rule_set_trial (
  version INTEGER PRIMARY KEY REFERENCES rule_set (version), hash TEXT NOT NULL, basis TEXT NOT NULL, figures_json TEXT NOT NULL,
  tried_by TEXT NOT NULL, tried_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER rule_set_trial_of_waiting BEFORE INSERT ON rule_set_trial
  WHEN NOT EXISTS (SELECT 1 FROM rule_set r WHERE r.version = new.version AND r.hash = new.hash AND r.state = 'proposed') BEGIN
  SELECT raise(ABORT, 'RULES_TRIAL: only the version that waits is tried');
END;
CREATE TRIGGER rule_set_trial_again BEFORE UPDATE ON rule_set_trial
  WHEN NOT EXISTS (SELECT 1 FROM rule_set r WHERE r.version = new.version AND r.hash = new.hash AND r.state = 'proposed') BEGIN
  SELECT raise(ABORT, 'RULES_TRIAL: only the version that waits is tried');
END;
CREATE TRIGGER rule_set_trial_kept BEFORE DELETE ON rule_set_trial BEGIN
  SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: trials of the rules are never deleted');
END;
CREATE TRIGGER rule_set_tried BEFORE UPDATE OF state ON rule_set
  WHEN new.state = 'enabled' AND old.state = 'proposed' AND NOT EXISTS (SELECT 1 FROM rule_set_trial t WHERE t.version = old.version) BEGIN
  SELECT raise(ABORT, 'RULES_TRIED: a version is enabled only after it was tried on the history');
END;
`;
