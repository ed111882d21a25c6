/**
 * Stripe invoices that become items of Receivables: what Stripe says of tax and due dates, its credit notes, the sends and looks of each
 * item, and work orders for the clerk in PeopleSoft. An invoice read before this has no tax; it is not made into an item until Stripe
 * shows it anew. Frozen once released.
 */
export const number = 120;
export const sql = `
ALTER TABLE stripe_invoice ADD COLUMN tax_minor INTEGER;
ALTER TABLE stripe_invoice ADD COLUMN due_at TEXT;
CREATE INDEX stripe_invoice_by_finalized ON stripe_invoice (finalized_at) WHERE finalized_at IS NOT NULL;
CREATE TABLE stripe_credit_note (
  account TEXT NOT NULL, credit_note_id TEXT NOT NULL, number TEXT, invoice_id TEXT NOT NULL, customer_id TEXT, status TEXT NOT NULL,
  total_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL, exponent INTEGER NOT NULL, currency TEXT NOT NULL, issued_at TEXT NOT NULL, reason TEXT,
  PRIMARY KEY (account, credit_note_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stripe_credit_note_by_invoice ON stripe_credit_note (account, invoice_id);
CREATE INDEX stripe_credit_note_by_issued ON stripe_credit_note (issued_at);

-- one row an item that was sent: the doubt about it, by the side of the posting's state
CREATE TABLE item_send (
  posting_id INTEGER PRIMARY KEY REFERENCES posting, sent_at TEXT NOT NULL, absence_counts_from_at TEXT, key_taken INTEGER NOT NULL DEFAULT 0 CHECK (key_taken IN (0, 1))
) STRICT;
CREATE TABLE item_attempt (
  attempt_id INTEGER PRIMARY KEY, posting_id INTEGER NOT NULL REFERENCES posting, kind TEXT NOT NULL CHECK (kind IN ('send', 'readBack')),
  started_at TEXT NOT NULL, ended_at TEXT, outcome TEXT, detail_json TEXT NOT NULL DEFAULT '{}', request BLOB, answer BLOB
) STRICT;
CREATE INDEX item_attempt_by_posting ON item_attempt (posting_id, attempt_id);
CREATE INDEX posting_item_due ON posting (unit, send_now DESC, posting_id) WHERE state = 'queued' AND kind = 'pendingItem';
CREATE INDEX posting_item_open ON posting (unit, posting_id) WHERE kind = 'pendingItem' AND state IN ('sending', 'unknown', 'accepted', 'postingError');

-- what only a clerk can do in PeopleSoft; one that is closed stays closed, a new cause is a new row
CREATE TABLE work_order (
  order_id INTEGER PRIMARY KEY, unit TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('writeOff', 'closeByHand', 'applyCash', 'transfer')),
  subject TEXT NOT NULL, business_unit TEXT NOT NULL, cust_id TEXT NOT NULL, item TEXT NOT NULL, item_line INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL, exponent INTEGER NOT NULL, currency TEXT NOT NULL, text TEXT NOT NULL, opened_by TEXT NOT NULL, opened_at TEXT NOT NULL,
  closed_at TEXT, closed_by TEXT, closed_reason TEXT, version INTEGER NOT NULL DEFAULT 1,
  CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (closed_reason IS NULL))
) STRICT;
CREATE UNIQUE INDEX work_order_one_per_cause ON work_order (kind, subject);
CREATE INDEX work_order_open ON work_order (unit, order_id) WHERE closed_at IS NULL;
CREATE TRIGGER work_order_kept BEFORE DELETE ON work_order BEGIN SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: work orders are never deleted'); END;
`;
