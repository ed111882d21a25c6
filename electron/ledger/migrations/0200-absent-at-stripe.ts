/**
 * What was asked for by its id and Stripe does not know: an outcome like any other, written down so that nobody asks for it again and again.
 * Frozen once released.
 */
export const number = 200;
export const sql = `
CREATE TABLE stripe_absent (
  account TEXT NOT NULL, object_type TEXT NOT NULL, object_id TEXT NOT NULL, reason TEXT NOT NULL, asked_at TEXT NOT NULL,
  PRIMARY KEY (account, object_type, object_id)
) STRICT, WITHOUT ROWID;
-- whether what an invoice or a payment says of a customer's balance is held
CREATE INDEX stripe_customer_balance_by_invoice ON stripe_customer_balance_transaction (account, invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX stripe_cash_balance_by_intent ON stripe_cash_balance_transaction (account, payment_intent_id) WHERE payment_intent_id IS NOT NULL;
`;
