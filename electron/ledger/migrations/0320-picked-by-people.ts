/**
 * A movement notes whether its match stands by a person's decision where no rule would have decided alone, and how many such there are is
 * kept, as all other counts that are shown at every key press. Frozen once released.
 */
export const number = 320;

const NOTE = (of: string) => `UPDATE movement SET picked =
    EXISTS (SELECT 1 FROM decision d WHERE d.movement_key = movement.movement_key AND d.undone_at IS NULL)
    AND EXISTS (SELECT 1 FROM match_movement mm JOIN match ON match.match_id = mm.match_id
      WHERE mm.movement_key = movement.movement_key AND mm.live = 1 AND match.automatic = 0)
  WHERE movement_key ${of};`;
const IS_DECIDED = 'EXISTS (SELECT 1 FROM decision WHERE movement_key = new.movement_key AND undone_at IS NULL)';
const COUNT = (of: 'old' | 'new') => `ifnull(${of}.unit, ''), ${of}.kind, ${of}.state, ifnull(${of}.attention, '')`;

export const sql = `
ALTER TABLE movement ADD COLUMN picked INTEGER NOT NULL DEFAULT 0 CHECK (picked IN (0, 1));
CREATE TABLE picked_count (
  unit TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, attention TEXT NOT NULL, count INTEGER NOT NULL CHECK (count >= 0),
  PRIMARY KEY (unit, kind, state, attention)
) STRICT, WITHOUT ROWID;
${NOTE('IN (SELECT movement_key FROM decision WHERE undone_at IS NULL)')}
INSERT INTO picked_count SELECT ifnull(unit, ''), kind, state, ifnull(attention, ''), count(*) FROM movement WHERE picked = 1 GROUP BY 1, 2, 3, 4;

CREATE TRIGGER movement_pick_counted AFTER UPDATE OF unit, kind, state, attention, picked ON movement WHEN old.picked = 1 OR new.picked = 1 BEGIN
  UPDATE picked_count SET count = count - 1 WHERE old.picked = 1 AND (unit, kind, state, attention) = (${COUNT('old')});
  INSERT INTO picked_count SELECT ${COUNT('new')}, 1 WHERE new.picked = 1
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER movement_pick_uncounted AFTER DELETE ON movement WHEN old.picked = 1 BEGIN
  UPDATE picked_count SET count = count - 1 WHERE (unit, kind, state, attention) = (${COUNT('old')});
END;
-- a pick begins and ends with the decision, with the match that lives, and with what a match is called
CREATE TRIGGER decision_picks AFTER INSERT ON decision WHEN new.movement_key IS NOT NULL BEGIN ${NOTE('= new.movement_key')} END;
CREATE TRIGGER decision_unpicks AFTER UPDATE OF undone_at ON decision WHEN new.movement_key IS NOT NULL BEGIN ${NOTE('= new.movement_key')} END;
CREATE TRIGGER match_movement_picks AFTER INSERT ON match_movement WHEN ${IS_DECIDED} BEGIN ${NOTE('= new.movement_key')} END;
CREATE TRIGGER match_movement_unpicks AFTER UPDATE OF live ON match_movement WHEN old.live <> new.live AND ${IS_DECIDED}
BEGIN ${NOTE('= new.movement_key')} END;
CREATE TRIGGER match_picks AFTER UPDATE OF automatic ON match WHEN old.automatic <> new.automatic BEGIN
  ${NOTE('IN (SELECT movement_key FROM match_movement WHERE match_id = new.match_id AND live = 1)')}
END;
`;
