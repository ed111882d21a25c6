/**
 * The other day on which a decided movement posts is a column; it was read out of the sentence that says so. What Stripe booked otherwise
 * than decided follows from `booked_date`. Frozen once released.
 */
export const number = 130;
export const sql = `
-- the day a person accepted where the movement's own period is closed; null: it posts on its accounting_date
ALTER TABLE movement ADD COLUMN posts_date TEXT;
UPDATE movement SET posts_date = substr(state_reason, instr(state_reason, 'Cut-off: posts on ') + 18, 10)
  WHERE state IN ('approved', 'posted') AND instr(state_reason, 'Cut-off: posts on ') > 0;
UPDATE movement SET state_reason = nullif(trim(substr(state_reason, 1, instr(state_reason, 'Cut-off:') - 1)), '')
  WHERE state IN ('approved', 'posted') AND instr(state_reason, 'Cut-off:') > 0;
`;
