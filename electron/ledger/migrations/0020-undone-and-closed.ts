/**
 * What each person may make again (Ctrl Y) gets an order of its own: she makes again what *she* took back last, whoever had decided
 * it; until now it was found by times and by the maker of the decision. And days that PeopleSoft refuses to book on are kept with the first
 * open day after them. Frozen once released.
 */
export const number = 20;
export const sql = `
-- place among what its undoer may make again; null: nothing to make again. A new decision of hers empties her list.
ALTER TABLE decision ADD COLUMN redo_order INTEGER;
UPDATE decision SET redo_order = undone.place
  FROM (SELECT decision_id, row_number() OVER (ORDER BY undone_at, decision_id DESC) AS place FROM decision WHERE undone_at IS NOT NULL) AS undone
  WHERE undone.decision_id = decision.decision_id AND NOT EXISTS (
    SELECT 1 FROM decision AS later WHERE later.actor = decision.undone_by AND later.decided_at > decision.undone_at);
CREATE INDEX decision_redo ON decision (ifnull(undone_by, actor), redo_order) WHERE redo_order IS NOT NULL;
CREATE INDEX decision_by_movement ON decision (movement_key, decision_id) WHERE undone_at IS NULL;
-- which matches rest on a receipt: asked for every receipt, and for those that are gone
CREATE INDEX match_by_receipt ON match (payment_key) WHERE payment_key IS NOT NULL;
-- days whose period a re-check found closed, and where what happened then is booked instead, once a person accepts it
CREATE TABLE closed_day (
  business_unit TEXT NOT NULL, day_date TEXT NOT NULL, first_open_date TEXT NOT NULL, read_at TEXT NOT NULL,
  PRIMARY KEY (business_unit, day_date)
) STRICT, WITHOUT ROWID;
`;
