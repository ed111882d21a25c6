/**
 * A work order is a row of its cause: one open at a time, and what is closed stays as it was closed, because a cause that comes again is a
 * new row. Until now one row was opened again and lost who had closed it and why. Frozen once released.
 */
export const number = 140;
export const sql = `
DROP INDEX work_order_one_per_cause;
CREATE UNIQUE INDEX work_order_one_open_per_cause ON work_order (unit, kind, subject) WHERE closed_at IS NULL;
CREATE INDEX work_order_by_cause ON work_order (subject, kind, order_id);
CREATE TRIGGER work_order_fixed BEFORE UPDATE OF order_id, unit, kind, subject, business_unit, cust_id, item, item_line, amount_minor, exponent,
    currency, text, opened_by, opened_at ON work_order BEGIN
  SELECT raise(ABORT, 'WORK_ORDER_FIXED: what a work order says is fixed when it is opened');
END;
CREATE TRIGGER work_order_stays_closed BEFORE UPDATE ON work_order WHEN old.closed_at IS NOT NULL BEGIN
  SELECT raise(ABORT, 'WORK_ORDER_FIXED: a work order that is closed stays closed; its cause opens a new one');
END;
`;
