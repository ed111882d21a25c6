/**
 * Matching writes outcomes by the thousand in one transaction; what is counted of movements and of rules' matches is then added up by the
 * writer once in that transaction, instead of by a trigger at each row. Everybody else's changes are counted as they happen, as before.
 * Frozen once released.
 */
export const number = 460;

const COUNTING = '(SELECT counting FROM matching_scope) = 1';

export const sql = `
-- 0 only inside a transaction that adds up itself what it changes
ALTER TABLE matching_scope ADD COLUMN counting INTEGER NOT NULL DEFAULT 1 CHECK (counting IN (0, 1));

DROP TRIGGER movement_recounted;
CREATE TRIGGER movement_recounted AFTER UPDATE OF unit, kind, state, attention ON movement
WHEN ${COUNTING} AND (old.unit IS NOT new.unit OR old.state <> new.state OR old.attention IS NOT new.attention OR old.kind <> new.kind) BEGIN
  UPDATE movement_count SET count = count - 1
    WHERE unit = ifnull(old.unit, '') AND kind = old.kind AND state = old.state AND attention = ifnull(old.attention, '');
  INSERT INTO movement_count VALUES (ifnull(new.unit, ''), new.kind, new.state, ifnull(new.attention, ''), 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;

-- only proposals are added up by who writes them
DROP TRIGGER rule_count_added;
CREATE TRIGGER rule_count_added AFTER INSERT ON match WHEN new.state <> 'proposed' OR ${COUNTING} BEGIN
  INSERT INTO rule_count (rule_id, outcome, automatic, matches) VALUES (new.rule_id,
      CASE WHEN new.state = 'withdrawn' AND new.reason = 'another allocation was chosen' THEN 'overruled' ELSE new.state END, new.automatic, 1)
    ON CONFLICT (rule_id, outcome, automatic) DO UPDATE SET matches = matches + 1;
END;
`;
