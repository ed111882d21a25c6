/**
 * Postings that take money out of the clearing account (refunds, disputes, reversals) beside those that bring it in. An allocation says
 * which way its money goes, a posting says what it does, which posting it waits for and which one it takes back. Frozen once released.
 */
export const number = 50;
export const sql = `
-- 1: money goes out, so the posting adds to the balance of the item
ALTER TABLE allocation ADD COLUMN outward INTEGER NOT NULL DEFAULT 0 CHECK (outward IN (0, 1));
DROP TRIGGER allocation_within_insert;
DROP TRIGGER allocation_within_update;
CREATE TRIGGER allocation_within_insert AFTER INSERT ON allocation WHEN new.hold IN ('held', 'settled') BEGIN
  SELECT raise(ABORT, 'ALLOCATION_EXCEEDS_MOVEMENT: the allocations are more than the movement')
    WHERE (SELECT sum(amount_minor) FROM allocation WHERE movement_key = new.movement_key AND hold IN ('held', 'settled'))
        > (SELECT abs(amount_minor) FROM movement WHERE movement_key = new.movement_key);
  SELECT raise(ABORT, 'ALLOCATION_EXCEEDS_ITEM: the allocations are more than the open balance of the item')
    WHERE new.hold = 'held' AND new.outward = 0
      AND (SELECT sum(item_amount_minor) FROM allocation WHERE item_key = new.item_key AND hold = 'held' AND outward = 0)
        > (SELECT balance_minor FROM ar_item WHERE item_key = new.item_key);
  SELECT raise(ABORT, 'ALLOCATION_EXCEEDS_ITEM: more is paid back on the item than was paid, or than its credit is')
    WHERE new.hold = 'held' AND new.outward = 1
      AND (SELECT sum(iif(outward = 1, item_amount_minor, -item_amount_minor)) FROM allocation WHERE item_key = new.item_key AND hold = 'held')
        > (SELECT max(original_minor, 0) - balance_minor FROM ar_item WHERE item_key = new.item_key);
END;
CREATE TRIGGER allocation_within_update AFTER UPDATE OF hold, amount_minor, item_amount_minor ON allocation
WHEN new.hold IN ('held', 'settled') AND (old.hold NOT IN ('held', 'settled') OR new.amount_minor > old.amount_minor OR new.item_amount_minor > old.item_amount_minor) BEGIN
  SELECT raise(ABORT, 'ALLOCATION_EXCEEDS_MOVEMENT: the allocations are more than the movement')
    WHERE (SELECT sum(amount_minor) FROM allocation WHERE movement_key = new.movement_key AND hold IN ('held', 'settled'))
        > (SELECT abs(amount_minor) FROM movement WHERE movement_key = new.movement_key);
  SELECT raise(ABORT, 'ALLOCATION_EXCEEDS_ITEM: the allocations are more than the open balance of the item')
    WHERE new.hold = 'held' AND new.outward = 0
      AND (SELECT sum(item_amount_minor) FROM allocation WHERE item_key = new.item_key AND hold = 'held' AND outward = 0)
        > (SELECT balance_minor FROM ar_item WHERE item_key = new.item_key);
  SELECT raise(ABORT, 'ALLOCATION_EXCEEDS_ITEM: more is paid back on the item than was paid, or than its credit is')
    WHERE new.hold = 'held' AND new.outward = 1
      AND (SELECT sum(iif(outward = 1, item_amount_minor, -item_amount_minor)) FROM allocation WHERE item_key = new.item_key AND hold = 'held')
        > (SELECT max(original_minor, 0) - balance_minor FROM ar_item WHERE item_key = new.item_key);
END;
ALTER TABLE posting ADD COLUMN effect TEXT NOT NULL DEFAULT 'payment' CHECK (effect IN ('payment', 'refund', 'dispute', 'reversal'));
-- it may leave only once that posting is confirmed, and comes back when that one ends otherwise
ALTER TABLE posting ADD COLUMN depends_on INTEGER REFERENCES posting;
-- the confirmed posting that this one takes back
ALTER TABLE posting ADD COLUMN reverses INTEGER REFERENCES posting;
CREATE INDEX posting_by_dependency ON posting (depends_on) WHERE depends_on IS NOT NULL;
CREATE INDEX posting_by_reversed ON posting (reverses) WHERE reverses IS NOT NULL;
DROP TRIGGER posting_fixed;
CREATE TRIGGER posting_fixed BEFORE UPDATE OF effect_key, generation, reference, payload_json, payload_hash, effect, depends_on, reverses ON posting BEGIN
  SELECT raise(ABORT, 'POSTING_FIXED: reference and payload are fixed when a posting is approved');
END;
-- refunds used to be approved as belonging to their charge, with nothing sent: they are decided anew, as postings
CREATE TEMP TABLE refund_anew AS SELECT match_id, movement_key FROM match JOIN match_movement USING (match_id)
  WHERE kind = 'refundOfCharge' AND state = 'approved' AND live = 1;
UPDATE match SET state = 'withdrawn', reason = 'decided before refunds were posted; it is decided anew', version = version + 1
  WHERE match_id IN (SELECT match_id FROM refund_anew);
UPDATE match_movement SET live = 0 WHERE match_id IN (SELECT match_id FROM refund_anew);
UPDATE movement SET state = 'unmatched', state_reason = 'approved before refunds were posted; it is decided anew', attention = 'refundOrDispute', score = NULL, version = version + 1
  WHERE movement_key IN (SELECT movement_key FROM refund_anew);
DROP TABLE refund_anew;
`;
