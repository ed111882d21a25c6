/**
 * What Stripe says each automatic payout paid out, and how that stands against the ledger: which payout each row belongs to and who says so,
 * how far a payout has been asked for, and every difference that was found, with when it went. Frozen once released.
 */
export const number = 280;
export const sql = `
-- told_by: 'stripe' as Stripe listed it last, 'reading' while that list is read, 'file:<import>' as a report says it
CREATE TABLE stripe_payout_row (
  account TEXT NOT NULL, payout_id TEXT NOT NULL, balance_transaction_id TEXT NOT NULL, told_by TEXT NOT NULL,
  net_minor INTEGER, exponent INTEGER, currency TEXT, created_at TEXT, is_own INTEGER NOT NULL CHECK (is_own IN (0, 1)),
  PRIMARY KEY (account, payout_id, balance_transaction_id, told_by)
) STRICT, WITHOUT ROWID;
CREATE INDEX stripe_payout_row_by_transaction ON stripe_payout_row (account, balance_transaction_id);
CREATE TABLE stripe_payout_check (
  account TEXT NOT NULL, payout_id TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('reading', 'tied', 'open', 'notEvaluated')), why TEXT,
  read_after TEXT, asked_at TEXT NOT NULL, is_due INTEGER NOT NULL CHECK (is_due IN (0, 1)),
  listed_count INTEGER NOT NULL DEFAULT 0, listed_minor INTEGER NOT NULL DEFAULT 0, held_count INTEGER NOT NULL DEFAULT 0,
  held_minor INTEGER NOT NULL DEFAULT 0, exponent INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, payout_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stripe_payout_check_open ON stripe_payout_check (account, state) WHERE state <> 'tied' OR is_due = 1;
-- balance_transaction_id '' where the sum differs; other_payout_id where the row is held under another payout
CREATE TABLE stripe_payout_difference (
  account TEXT NOT NULL, payout_id TEXT NOT NULL, balance_transaction_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('missing', 'amount', 'otherPayout', 'notListed', 'sum')), other_payout_id TEXT,
  found_at TEXT NOT NULL, healed_at TEXT,
  PRIMARY KEY (account, payout_id, balance_transaction_id, kind, found_at)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX stripe_payout_difference_open ON stripe_payout_difference (account, payout_id, balance_transaction_id, kind) WHERE healed_at IS NULL;
`;
