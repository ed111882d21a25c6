/**
 * Which part of which balance transaction a direct journal stands for, so that each is posted once and what nobody has posted is known.
 * Frozen once released.
 */
export const number = 100;
export const sql = `
-- the part of the fee that is tax; null: Stripe's details were not read, and the whole fee counts as fee
ALTER TABLE stripe_balance_transaction ADD COLUMN fee_tax_minor INTEGER;
CREATE INDEX stripe_balance_transaction_by_created ON stripe_balance_transaction (created_at);

-- one document: money of one class, settlement currency and day (of a payout: that one), with the number of the document of that day
CREATE TABLE journal (
  posting_id INTEGER PRIMARY KEY REFERENCES posting, account TEXT NOT NULL, class TEXT NOT NULL, booked_date TEXT NOT NULL, currency TEXT NOT NULL,
  balance_transaction_id TEXT, cut_number INTEGER NOT NULL CHECK (cut_number > 0), part_count INTEGER NOT NULL CHECK (part_count > 0)
) STRICT;
CREATE INDEX journal_by_day ON journal (booked_date, class, currency);
CREATE TABLE journal_part (
  posting_id INTEGER NOT NULL REFERENCES journal, account TEXT NOT NULL, balance_transaction_id TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('amount', 'fee', 'tax')), amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
  live INTEGER NOT NULL CHECK (live IN (0, 1)),
  PRIMARY KEY (posting_id, account, balance_transaction_id, part)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX journal_part_once ON journal_part (account, balance_transaction_id, part) WHERE live = 1;
CREATE TRIGGER journal_fixed BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'JOURNAL_FIXED: what a journal stands for is fixed when it is approved'); END;
CREATE TRIGGER journal_kept BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: journals are never deleted'); END;
CREATE TRIGGER journal_part_fixed BEFORE UPDATE OF posting_id, account, balance_transaction_id, part, amount_minor ON journal_part BEGIN
  SELECT raise(ABORT, 'JOURNAL_FIXED: what a journal stands for is fixed when it is approved');
END;
CREATE TRIGGER journal_part_kept BEFORE DELETE ON journal_part BEGIN SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: parts of journals are never deleted'); END;
-- a journal that has ended without standing in PeopleSoft gives its parts back
CREATE TRIGGER journal_ended AFTER UPDATE OF state ON posting
WHEN new.effect = 'journal' AND new.state IN ('rejected', 'reversed', 'withdrawn') AND old.state <> new.state BEGIN
  UPDATE journal_part SET live = 0 WHERE posting_id = new.posting_id;
END;
`;
