/**
 * A question put to a reviewer keeps how the charge was to be posted. Questions about money that goes out had been kept as money that
 * comes in: they are put right. Frozen once released.
 */
export const number = 230;
export const sql = `
-- null: as its items say, or a receipt taken over; else what becomes of a whole charge that no item takes
ALTER TABLE approval_request ADD COLUMN form TEXT CHECK (form IN ('onAccount', 'makeItem', 'directJournal'));
-- 1: it is to be posted although PeopleSoft seems to hold a receipt for it
ALTER TABLE approval_request ADD COLUMN receipt_found INTEGER NOT NULL DEFAULT 0 CHECK (receipt_found IN (0, 1));
UPDATE allocation SET outward = 1 WHERE outward = 0 AND match_id IN (SELECT match_id FROM approval_request)
  AND movement_key IN (SELECT movement_key FROM movement WHERE amount_minor < 0);
UPDATE match SET kind = 'refundOfCharge' WHERE kind = 'payment' AND match_id IN (
  SELECT r.match_id FROM approval_request r JOIN match_movement USING (match_id) JOIN movement USING (movement_key) WHERE movement.kind = 'refund');
`;
