/**
 * Postings that rest on no match: money that no customer paid (fees, payouts and the like), and documents that are no money at all (items of
 * Stripe invoices and what closes them). `subject` names what such a posting is about. The table is made anew, because SQLite cannot
 * change a CHECK in place; indices and triggers are those of before. Frozen once released.
 */
export const number = 90;
export const sql = `
CREATE TABLE posting_anew (
  posting_id INTEGER PRIMARY KEY, effect_key TEXT NOT NULL, generation INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('payment', 'pendingItem', 'application')),
  match_id INTEGER REFERENCES match, movement_key INTEGER REFERENCES movement, subject TEXT, unit TEXT NOT NULL,
  reference TEXT NOT NULL UNIQUE COLLATE NOCASE, payload_json TEXT NOT NULL, payload_hash TEXT NOT NULL,
  amount_minor INTEGER NOT NULL, exponent INTEGER NOT NULL, currency TEXT NOT NULL, accounting_date TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'queued', 'queuedNeedsSignIn', 'sending', 'accepted', 'confirmed', 'postingError', 'rejected', 'unknown', 'reversed', 'withdrawn')),
  state_reason TEXT, deposit_key INTEGER REFERENCES deposit, payment_seq INTEGER, approved_by TEXT NOT NULL, approved_rule TEXT, approved_at TEXT NOT NULL,
  send_now INTEGER NOT NULL DEFAULT 0 CHECK (send_now IN (0, 1)), state_changed_at TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1,
  effect TEXT NOT NULL DEFAULT 'payment' CHECK (effect IN ('payment', 'refund', 'dispute', 'reversal', 'journal', 'item', 'credit', 'application')),
  depends_on INTEGER REFERENCES posting, reverses INTEGER REFERENCES posting, operator_id TEXT,
  UNIQUE (effect_key, generation),
  CHECK (movement_key IS NOT NULL OR subject IS NOT NULL),
  CHECK (match_id IS NULL OR movement_key IS NOT NULL)
) STRICT;
INSERT INTO posting_anew (posting_id, effect_key, generation, kind, match_id, movement_key, unit, reference, payload_json, payload_hash,
    amount_minor, exponent, currency, accounting_date, state, state_reason, deposit_key, payment_seq, approved_by, approved_rule, approved_at,
    send_now, state_changed_at, version, effect, depends_on, reverses, operator_id)
  SELECT posting_id, effect_key, generation, kind, match_id, movement_key, unit, reference, payload_json, payload_hash,
    amount_minor, exponent, currency, accounting_date, state, state_reason, deposit_key, payment_seq, approved_by, approved_rule, approved_at,
    send_now, state_changed_at, version, effect, depends_on, reverses, operator_id FROM posting;
DROP TABLE posting;
ALTER TABLE posting_anew RENAME TO posting;
CREATE UNIQUE INDEX posting_one_live_per_effect ON posting (effect_key) WHERE state NOT IN ('rejected', 'reversed', 'withdrawn');
CREATE INDEX posting_by_state ON posting (state, posting_id);
CREATE INDEX posting_by_deposit ON posting (deposit_key) WHERE deposit_key IS NOT NULL;
CREATE INDEX posting_by_match ON posting (match_id) WHERE match_id IS NOT NULL;
CREATE INDEX posting_due ON posting (unit, accounting_date, currency, send_now DESC, posting_id)
  WHERE state = 'queued' AND deposit_key IS NULL AND kind = 'payment';
CREATE INDEX posting_urgent ON posting (unit, posting_id) WHERE state = 'queued' AND deposit_key IS NULL AND send_now = 1 AND kind = 'payment';
CREATE INDEX posting_by_movement ON posting (movement_key) WHERE movement_key IS NOT NULL;
CREATE INDEX posting_by_subject ON posting (subject) WHERE subject IS NOT NULL;
CREATE INDEX posting_by_dependency ON posting (depends_on) WHERE depends_on IS NOT NULL;
CREATE INDEX posting_by_reversed ON posting (reverses) WHERE reverses IS NOT NULL;
CREATE TRIGGER posting_fixed BEFORE UPDATE OF effect_key, generation, reference, payload_json, payload_hash, effect, depends_on, reverses,
    kind, match_id, movement_key, subject ON posting BEGIN
  SELECT raise(ABORT, 'POSTING_FIXED: reference and payload are fixed when a posting is approved');
END;
-- the same pairs as POSTING_TRANSITIONS in ledger/posting-store.ts; a test compares them
CREATE TRIGGER posting_moves BEFORE UPDATE OF state ON posting WHEN old.state <> new.state AND (old.state || '>' || new.state) NOT IN (
  'draft>approved', 'draft>withdrawn', 'approved>queued', 'approved>queuedNeedsSignIn', 'approved>withdrawn', 'queued>queuedNeedsSignIn', 'queued>sending',
  'queued>withdrawn', 'queuedNeedsSignIn>queued', 'queuedNeedsSignIn>sending', 'queuedNeedsSignIn>withdrawn', 'sending>accepted', 'sending>rejected',
  'sending>unknown', 'sending>queued', 'unknown>accepted', 'unknown>confirmed', 'unknown>queued', 'accepted>confirmed', 'accepted>postingError',
  'postingError>accepted', 'postingError>confirmed', 'postingError>reversed', 'confirmed>reversed'
) BEGIN
  SELECT raise(ABORT, 'POSTING_TRANSITION: a posting cannot make this step');
END;
CREATE TRIGGER posting_kept BEFORE DELETE ON posting BEGIN SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: postings are never deleted'); END;
CREATE TRIGGER posting_counted AFTER INSERT ON posting BEGIN
  INSERT INTO posting_count VALUES (new.unit, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER posting_recounted AFTER UPDATE OF state ON posting WHEN old.state <> new.state BEGIN
  UPDATE posting_count SET count = count - 1 WHERE unit = old.unit AND state = old.state;
  INSERT INTO posting_count VALUES (new.unit, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
`;
