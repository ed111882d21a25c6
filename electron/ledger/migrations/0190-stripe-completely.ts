/**
 * The rest of what Stripe knows about money, and what completeness is proven by: payment intents, top-ups, both balances of customers,
 * what a charge, dispute and payout say beyond their movement; events as hints, objects still to be read by id, gaps found and healed,
 * and Stripe's own balance by type. Rows of before this have no such details until they are read again from their kept payloads. Frozen
 * once released.
 */
export const number = 190;
export const sql = `
ALTER TABLE stripe_customer ADD COLUMN balance_minor INTEGER;
ALTER TABLE stripe_customer ADD COLUMN balance_exponent INTEGER;
ALTER TABLE stripe_customer ADD COLUMN balance_currency TEXT;
ALTER TABLE stripe_invoice ADD COLUMN amount_paid_minor INTEGER;
ALTER TABLE stripe_invoice ADD COLUMN starting_balance_minor INTEGER;
ALTER TABLE stripe_invoice ADD COLUMN ending_balance_minor INTEGER;
ALTER TABLE stripe_credit_note ADD COLUMN customer_balance_transaction_id TEXT;
ALTER TABLE stripe_balance_transaction ADD COLUMN balance_type TEXT NOT NULL DEFAULT 'payments';

CREATE TABLE stripe_payment_intent (
  account TEXT NOT NULL, payment_intent_id TEXT NOT NULL, customer_id TEXT, status TEXT NOT NULL, amount_minor INTEGER NOT NULL,
  received_minor INTEGER NOT NULL, exponent INTEGER NOT NULL, currency TEXT NOT NULL, latest_charge_id TEXT,
  by_bank_transfer INTEGER NOT NULL CHECK (by_bank_transfer IN (0, 1)),
  PRIMARY KEY (account, payment_intent_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE stripe_charge (
  account TEXT NOT NULL, charge_id TEXT NOT NULL, status TEXT NOT NULL, captured INTEGER NOT NULL CHECK (captured IN (0, 1)),
  refunded_minor INTEGER NOT NULL, disputed INTEGER NOT NULL CHECK (disputed IN (0, 1)), payment_intent_id TEXT, payment_method_id TEXT,
  failure_balance_transaction_id TEXT,
  PRIMARY KEY (account, charge_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stripe_charge_by_intent ON stripe_charge (account, payment_intent_id) WHERE payment_intent_id IS NOT NULL;
CREATE TABLE stripe_refund (
  account TEXT NOT NULL, refund_id TEXT NOT NULL, status TEXT, amount_minor INTEGER NOT NULL, exponent INTEGER NOT NULL, currency TEXT NOT NULL,
  charge_id TEXT, payment_intent_id TEXT, balance_transaction_id TEXT, failure_balance_transaction_id TEXT, failure_reason TEXT,
  PRIMARY KEY (account, refund_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stripe_refund_by_charge ON stripe_refund (account, charge_id) WHERE charge_id IS NOT NULL;
CREATE TABLE stripe_dispute (
  account TEXT NOT NULL, dispute_id TEXT NOT NULL, charge_id TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL, evidence_due_at TEXT,
  balance_transactions_json TEXT NOT NULL,
  PRIMARY KEY (account, dispute_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stripe_dispute_by_charge ON stripe_dispute (account, charge_id);
CREATE TABLE stripe_payout (
  account TEXT NOT NULL, payout_id TEXT NOT NULL, status TEXT NOT NULL, amount_minor INTEGER NOT NULL, exponent INTEGER NOT NULL, currency TEXT NOT NULL,
  automatic INTEGER NOT NULL CHECK (automatic IN (0, 1)), method TEXT NOT NULL, arrival_at TEXT NOT NULL, reconciliation_status TEXT NOT NULL,
  balance_transaction_id TEXT, failure_balance_transaction_id TEXT, failure_code TEXT, original_payout_id TEXT, reversed_by_id TEXT,
  PRIMARY KEY (account, payout_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE stripe_topup (
  account TEXT NOT NULL, topup_id TEXT NOT NULL, status TEXT NOT NULL, amount_minor INTEGER NOT NULL, exponent INTEGER NOT NULL, currency TEXT NOT NULL,
  balance_transaction_id TEXT, failure_code TEXT,
  PRIMARY KEY (account, topup_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE stripe_customer_balance_transaction (
  account TEXT NOT NULL, customer_balance_transaction_id TEXT NOT NULL, customer_id TEXT NOT NULL, cause TEXT NOT NULL, amount_minor INTEGER NOT NULL,
  ending_minor INTEGER NOT NULL, exponent INTEGER NOT NULL, currency TEXT NOT NULL, invoice_id TEXT, credit_note_id TEXT, created_at TEXT NOT NULL,
  PRIMARY KEY (account, customer_balance_transaction_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stripe_customer_balance_by_customer ON stripe_customer_balance_transaction (account, customer_id, created_at);
CREATE TABLE stripe_cash_balance_transaction (
  account TEXT NOT NULL, cash_balance_transaction_id TEXT NOT NULL, customer_id TEXT NOT NULL, cause TEXT NOT NULL, net_minor INTEGER NOT NULL,
  ending_minor INTEGER NOT NULL, exponent INTEGER NOT NULL, currency TEXT NOT NULL, payment_intent_id TEXT, refund_id TEXT,
  balance_transaction_id TEXT, created_at TEXT NOT NULL,
  PRIMARY KEY (account, cash_balance_transaction_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stripe_cash_balance_by_customer ON stripe_cash_balance_transaction (account, customer_id, created_at);

-- ── completeness ──
-- an event is a hint; it is kept as long as the same one may come again
CREATE TABLE stripe_event (
  account TEXT NOT NULL, event_id TEXT NOT NULL, event_type TEXT NOT NULL, created_at TEXT NOT NULL, object_type TEXT NOT NULL, object_id TEXT,
  PRIMARY KEY (account, event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stripe_event_by_created ON stripe_event (account, created_at);
-- what has to be read by its id (or, for what is kept under a customer, by her list) before anything counts as whole
CREATE TABLE stripe_hint (
  account TEXT NOT NULL, object_type TEXT NOT NULL, object_id TEXT NOT NULL, reason TEXT NOT NULL, noted_at TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0, last_error TEXT,
  PRIMARY KEY (account, object_type, object_id)
) STRICT, WITHOUT ROWID;
-- an object that another one proves to exist and that was not held; it stays on record when it is healed
CREATE TABLE stripe_gap (
  gap_key INTEGER PRIMARY KEY, account TEXT NOT NULL, object_type TEXT NOT NULL, object_id TEXT NOT NULL, witness TEXT NOT NULL,
  witness_type TEXT NOT NULL, witness_id TEXT NOT NULL, found_at TEXT NOT NULL, healed_at TEXT, healed_by TEXT,
  CHECK ((healed_at IS NULL) = (healed_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX stripe_gap_open ON stripe_gap (account, object_type, object_id, witness) WHERE healed_at IS NULL;
CREATE INDEX stripe_gap_by_found ON stripe_gap (account, found_at);
-- Stripe's balance as it was told, by type and part
CREATE TABLE stripe_balance (
  account TEXT NOT NULL, taken_at TEXT NOT NULL, balance_type TEXT NOT NULL, part TEXT NOT NULL CHECK (part IN ('available', 'pending', 'reserved')),
  currency TEXT NOT NULL, exponent INTEGER NOT NULL, amount_minor INTEGER NOT NULL,
  PRIMARY KEY (account, taken_at, balance_type, part, currency)
) STRICT, WITHOUT ROWID;
`;
