/**
 * Completeness of Stripe: when each object was created and what it comes to, so that types are counted by month; how far back each type
 * was ever listed and what Stripe listed then; what is watched until it is there; and Stripe's balance held against its own rows. Objects
 * read before have no date until they are read again. Frozen once released.
 */
export const number = 210;
export const sql = `
ALTER TABLE stripe_customer ADD COLUMN created_at TEXT;
ALTER TABLE stripe_invoice ADD COLUMN created_at TEXT;
ALTER TABLE stripe_invoice ADD COLUMN paid_elsewhere_minor INTEGER;
ALTER TABLE stripe_invoice ADD COLUMN credited_minor INTEGER;
ALTER TABLE stripe_invoice_payment ADD COLUMN created_at TEXT;
CREATE INDEX stripe_invoice_payment_by_invoice ON stripe_invoice_payment (account, invoice_id);
ALTER TABLE stripe_credit_note ADD COLUMN refunds_json TEXT NOT NULL DEFAULT '[]';
ALTER TABLE stripe_payment_intent ADD COLUMN created_at TEXT;
ALTER TABLE stripe_charge ADD COLUMN created_at TEXT;
ALTER TABLE stripe_charge ADD COLUMN amount_minor INTEGER;
ALTER TABLE stripe_charge ADD COLUMN exponent INTEGER;
ALTER TABLE stripe_charge ADD COLUMN currency TEXT;
ALTER TABLE stripe_charge ADD COLUMN customer_id TEXT;
ALTER TABLE stripe_charge ADD COLUMN payment_method_type TEXT;
ALTER TABLE stripe_charge ADD COLUMN balance_transaction_id TEXT;
ALTER TABLE stripe_refund ADD COLUMN created_at TEXT;
ALTER TABLE stripe_dispute ADD COLUMN created_at TEXT;
ALTER TABLE stripe_dispute ADD COLUMN amount_minor INTEGER;
ALTER TABLE stripe_dispute ADD COLUMN exponent INTEGER;
ALTER TABLE stripe_dispute ADD COLUMN currency TEXT;
ALTER TABLE stripe_payout ADD COLUMN created_at TEXT;
ALTER TABLE stripe_topup ADD COLUMN created_at TEXT;
-- the UTC month of what proves it: when the missing object itself was created is not known while it is missing
ALTER TABLE stripe_gap ADD COLUMN month TEXT;

-- the earliest created that a type was ever listed from without a hole; '' is the beginning of the account
CREATE TABLE stripe_reach (
  account TEXT NOT NULL, object_type TEXT NOT NULL, from_at TEXT NOT NULL,
  PRIMARY KEY (account, object_type)
) STRICT, WITHOUT ROWID;
-- what Stripe listed by month of created: 'reading' while a list is not read to its end, then 'whole'; currency '' where it moves no money
CREATE TABLE stripe_listed (
  account TEXT NOT NULL, object_type TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('reading', 'whole')), month TEXT NOT NULL,
  currency TEXT NOT NULL, exponent INTEGER NOT NULL, count INTEGER NOT NULL, sum_minor INTEGER NOT NULL,
  from_at TEXT NOT NULL, to_at TEXT NOT NULL, listed_at TEXT NOT NULL,
  PRIMARY KEY (account, object_type, state, month, currency)
) STRICT, WITHOUT ROWID;
-- what is held by month of created, kept so that nobody counts while she waits; in_list is the part that the last whole list spoke of
CREATE TABLE stripe_held (
  account TEXT NOT NULL, object_type TEXT NOT NULL, month TEXT NOT NULL, currency TEXT NOT NULL, exponent INTEGER NOT NULL,
  count INTEGER NOT NULL, sum_minor INTEGER NOT NULL, in_list INTEGER NOT NULL,
  PRIMARY KEY (account, object_type, month, currency)
) STRICT, WITHOUT ROWID;
-- a proof without its object, until it is there or Stripe says that it is not; a gap once is_gap
CREATE TABLE stripe_watch (
  account TEXT NOT NULL, object_type TEXT NOT NULL, object_id TEXT NOT NULL, witness TEXT NOT NULL, witness_id TEXT NOT NULL,
  hint_id TEXT NOT NULL, month TEXT, noted_at TEXT NOT NULL, asked INTEGER NOT NULL DEFAULT 0, is_gap INTEGER NOT NULL CHECK (is_gap IN (0, 1)),
  PRIMARY KEY (account, object_type, object_id, witness)
) STRICT, WITHOUT ROWID;
-- the outcome of the last check: Stripe's word against the sum of its rows
CREATE TABLE stripe_balance_proof (
  account TEXT NOT NULL, balance_type TEXT NOT NULL, currency TEXT NOT NULL, exponent INTEGER NOT NULL, from_at TEXT NOT NULL, to_at TEXT NOT NULL,
  opening_minor INTEGER NOT NULL, activity_minor INTEGER NOT NULL, closing_minor INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('tied', 'open', 'notEvaluated')), why TEXT, checked_at TEXT NOT NULL,
  PRIMARY KEY (account, balance_type, currency)
) STRICT, WITHOUT ROWID;
`;
