/**
 * Indexes for what is asked at a key press or every half minute, so that it takes as long in a ledger of a million rows as in a small one.
 * Frozen once released.
 */
export const number = 310;
export const sql = `
-- beside a movement whose customer is not linked: the open items of exactly its amount
CREATE INDEX ar_item_by_balance ON ar_item (currency, balance_minor, exponent) WHERE status = 'open';
-- the latest run of every stream, and the latest whole one
CREATE INDEX sync_run_by_stream ON sync_run (system, stream, run_id);
CREATE INDEX sync_run_complete ON sync_run (system, stream, run_id) WHERE state = 'complete';
CREATE INDEX job_by_start ON job (started_at DESC, job_id);
-- the few that this version cannot place
CREATE INDEX stripe_balance_transaction_unknown ON stripe_balance_transaction (reporting_category, created_at) WHERE known = 0;
-- receipts in error
CREATE INDEX ps_payment_in_error ON ps_payment (payment_key) WHERE status = 'error';
-- the few documents that Stripe shows as void
CREATE INDEX stripe_invoice_void ON stripe_invoice (account, invoice_id) WHERE status = 'void';
CREATE INDEX stripe_credit_note_void ON stripe_credit_note (account, credit_note_id) WHERE status = 'void';
`;
