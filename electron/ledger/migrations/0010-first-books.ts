/**
 * The first books. Frozen once released: later changes are later migrations. Conventions: `_minor` columns are whole minor
 * units at the `exponent` beside them; `_at` columns are UTC instants, `_date` columns plain dates; JSON columns end in
 * `_json`. Mirror tables have no foreign keys because source objects arrive in any order; ledger tables have them.
 */
export const number = 10;
export const sql = `
CREATE TABLE ledger_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE profile_version (
  version INTEGER PRIMARY KEY, profile_json TEXT NOT NULL, hash TEXT NOT NULL, recorded_at TEXT NOT NULL, actor TEXT NOT NULL
) STRICT;

-- ── source mirror: every version of every object, raw ──
CREATE TABLE source_object (
  source_key INTEGER PRIMARY KEY,
  system TEXT NOT NULL CHECK (system IN ('stripe', 'peoplesoft')),
  account TEXT NOT NULL, object_type TEXT NOT NULL, object_id TEXT NOT NULL,
  current_version INTEGER NOT NULL, content_hash BLOB NOT NULL, observed_at TEXT NOT NULL,
  UNIQUE (system, account, object_type, object_id)
) STRICT;
CREATE TABLE source_version (
  version_key INTEGER PRIMARY KEY,
  source_key INTEGER NOT NULL, version INTEGER NOT NULL, content_hash BLOB NOT NULL,
  payload BLOB NOT NULL, arrived_by TEXT NOT NULL, observed_at TEXT NOT NULL,
  UNIQUE (source_key, version)
) STRICT;
CREATE TABLE refused_object (
  refused_key INTEGER PRIMARY KEY,
  system TEXT NOT NULL, account TEXT NOT NULL, object_type TEXT NOT NULL, object_id TEXT NOT NULL, reason TEXT NOT NULL,
  payload BLOB NOT NULL, first_seen_at TEXT NOT NULL, last_seen_at TEXT NOT NULL, times INTEGER NOT NULL, resolved_at TEXT,
  UNIQUE (system, account, object_type, object_id, reason)
) STRICT;
CREATE TABLE cursor (
  system TEXT NOT NULL, account TEXT NOT NULL, stream TEXT NOT NULL, position_json TEXT NOT NULL, committed_at TEXT NOT NULL,
  PRIMARY KEY (system, account, stream)
) STRICT, WITHOUT ROWID;
CREATE TABLE sync_run (
  run_id INTEGER PRIMARY KEY,
  system TEXT NOT NULL, stream TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('running', 'complete', 'failed', 'cancelled')),
  started_at TEXT NOT NULL, ended_at TEXT, read_count INTEGER NOT NULL DEFAULT 0, new_count INTEGER NOT NULL DEFAULT 0,
  changed_count INTEGER NOT NULL DEFAULT 0, refused_count INTEGER NOT NULL DEFAULT 0, message TEXT
) STRICT;
CREATE TABLE connection (
  system TEXT PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('ok', 'degraded', 'paused', 'needsAttention', 'unreachable')),
  since_at TEXT NOT NULL, next_try_at TEXT, last_good_at TEXT, complete_to_at TEXT, failures INTEGER NOT NULL DEFAULT 0,
  message TEXT, next_step TEXT
) STRICT, WITHOUT ROWID;

-- ── what Stripe says, current version, in our words ──
CREATE TABLE stripe_customer (
  account TEXT NOT NULL, customer_id TEXT NOT NULL, name TEXT, exact_name TEXT, email TEXT, deleted INTEGER NOT NULL, metadata_json TEXT NOT NULL,
  PRIMARY KEY (account, customer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stripe_customer_by_exact_name ON stripe_customer (exact_name);
CREATE TABLE stripe_invoice (
  account TEXT NOT NULL, invoice_id TEXT NOT NULL, number TEXT, customer_id TEXT, status TEXT NOT NULL, total_minor INTEGER NOT NULL,
  exponent INTEGER NOT NULL, currency TEXT NOT NULL, finalized_at TEXT, metadata_json TEXT NOT NULL,
  PRIMARY KEY (account, invoice_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE stripe_invoice_payment (
  account TEXT NOT NULL, invoice_payment_id TEXT NOT NULL, invoice_id TEXT NOT NULL, status TEXT NOT NULL, amount_minor INTEGER, exponent INTEGER,
  currency TEXT, payment_intent_id TEXT, charge_id TEXT,
  PRIMARY KEY (account, invoice_payment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stripe_invoice_payment_by_intent ON stripe_invoice_payment (payment_intent_id);
CREATE INDEX stripe_invoice_payment_by_charge ON stripe_invoice_payment (charge_id);
CREATE TABLE stripe_balance_transaction (
  account TEXT NOT NULL, balance_transaction_id TEXT NOT NULL, source_id TEXT, reporting_category TEXT NOT NULL, transaction_type TEXT NOT NULL,
  amount_minor INTEGER NOT NULL, fee_minor INTEGER NOT NULL, net_minor INTEGER NOT NULL, exponent INTEGER NOT NULL, currency TEXT NOT NULL,
  created_at TEXT NOT NULL, available_at TEXT NOT NULL, status TEXT NOT NULL, exchange_rate TEXT, known INTEGER NOT NULL,
  PRIMARY KEY (account, balance_transaction_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stripe_balance_transaction_by_source ON stripe_balance_transaction (source_id);

-- ── what PeopleSoft says, as of the last whole read ──
CREATE TABLE ps_customer (
  customer_key INTEGER PRIMARY KEY, set_id TEXT NOT NULL, cust_id TEXT NOT NULL, name TEXT NOT NULL, exact_name TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('active', 'inactive', 'template')), external_id TEXT, present INTEGER NOT NULL DEFAULT 1, seen_run INTEGER NOT NULL,
  UNIQUE (set_id, cust_id)
) STRICT;
CREATE INDEX ps_customer_by_exact_name ON ps_customer (exact_name);
CREATE INDEX ps_customer_by_external_id ON ps_customer (external_id) WHERE external_id IS NOT NULL;
CREATE TABLE ar_item (
  item_key INTEGER PRIMARY KEY, business_unit TEXT NOT NULL, cust_id TEXT NOT NULL, item TEXT NOT NULL, item_line INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'closed')), balance_minor INTEGER NOT NULL, original_minor INTEGER NOT NULL, exponent INTEGER NOT NULL,
  currency TEXT NOT NULL, item_date TEXT NOT NULL, due_date TEXT, po_reference TEXT, entry_type TEXT NOT NULL, seen_run INTEGER NOT NULL, read_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (business_unit, cust_id, item, item_line)
) STRICT;
CREATE INDEX ar_item_by_item ON ar_item (item);
CREATE INDEX ar_item_open ON ar_item (business_unit, cust_id, due_date) WHERE status = 'open';
CREATE TABLE ps_payment (
  payment_key INTEGER PRIMARY KEY, deposit_bu TEXT NOT NULL, deposit_id TEXT NOT NULL, payment_seq INTEGER NOT NULL, payment_id TEXT NOT NULL,
  amount_minor INTEGER NOT NULL, exponent INTEGER NOT NULL, currency TEXT NOT NULL, accounting_date TEXT NOT NULL, bank_code TEXT NOT NULL,
  bank_account_key TEXT NOT NULL, entered_by TEXT NOT NULL, comment TEXT, status TEXT NOT NULL CHECK (status IN ('unapplied', 'worksheet', 'applied', 'posted', 'error')),
  status_text TEXT, seen_run INTEGER NOT NULL,
  UNIQUE (deposit_bu, deposit_id, payment_seq)
) STRICT;
CREATE INDEX ps_payment_by_id ON ps_payment (payment_id);
CREATE TABLE ps_payment_item (
  payment_key INTEGER NOT NULL REFERENCES ps_payment ON DELETE CASCADE, business_unit TEXT NOT NULL, cust_id TEXT NOT NULL, item TEXT NOT NULL,
  item_line INTEGER NOT NULL, amount_minor INTEGER NOT NULL,
  PRIMARY KEY (payment_key, business_unit, cust_id, item, item_line)
) STRICT, WITHOUT ROWID;

-- rows of a whole read while it is not yet whole; row_json is null where the books already say the same
CREATE TABLE ps_stage (
  run_id INTEGER NOT NULL, row_id TEXT NOT NULL, observed_at TEXT NOT NULL, row_json TEXT,
  PRIMARY KEY (run_id, row_id)
) STRICT, WITHOUT ROWID;

-- ── movements ──
CREATE TABLE movement (
  movement_key INTEGER PRIMARY KEY, account TEXT NOT NULL, livemode INTEGER NOT NULL CHECK (livemode IN (0, 1)),
  kind TEXT NOT NULL CHECK (kind IN ('charge', 'refund', 'dispute', 'payout', 'fee', 'adjustment')), object_id TEXT NOT NULL, charge_id TEXT,
  unit TEXT, customer_id TEXT, customer_name TEXT, amount_minor INTEGER NOT NULL, exponent INTEGER NOT NULL, currency TEXT NOT NULL,
  settlement_minor INTEGER, settlement_exponent INTEGER, settlement_currency TEXT, fee_minor INTEGER,
  balance_transaction_id TEXT, payment_intent_id TEXT, payout_id TEXT, occurred_at TEXT NOT NULL, accounting_date TEXT NOT NULL,
  accounting_date_basis TEXT NOT NULL CHECK (accounting_date_basis IN ('balanceTransaction', 'success')),
  source_status TEXT NOT NULL, description TEXT, statement_descriptor TEXT, card_fingerprint TEXT, metadata_json TEXT NOT NULL DEFAULT '{}',
  state TEXT NOT NULL CHECK (state IN ('unmatched', 'proposed', 'ambiguous', 'approved', 'posted', 'notEvaluated', 'lookupFailed', 'excluded')),
  state_reason TEXT, attention TEXT, score REAL, state_changed_at TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (account, livemode, kind, object_id)
) STRICT;
CREATE INDEX movement_by_object ON movement (object_id);
CREATE INDEX movement_by_charge ON movement (charge_id) WHERE charge_id IS NOT NULL;
CREATE INDEX movement_by_customer ON movement (customer_id, occurred_at);
CREATE INDEX movement_by_intent ON movement (payment_intent_id) WHERE payment_intent_id IS NOT NULL;
CREATE INDEX movement_by_balance_transaction ON movement (balance_transaction_id) WHERE balance_transaction_id IS NOT NULL;
CREATE INDEX movement_awaiting ON movement (account, state_reason, charge_id) WHERE state = 'notEvaluated' AND charge_id IS NOT NULL;
CREATE INDEX movement_by_date ON movement (unit, occurred_at, movement_key);
CREATE INDEX movement_by_state ON movement (unit, state, attention, occurred_at);
CREATE TABLE movement_count (
  unit TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, attention TEXT NOT NULL, count INTEGER NOT NULL CHECK (count >= 0),
  PRIMARY KEY (unit, kind, state, attention)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER movement_counted AFTER INSERT ON movement BEGIN
  INSERT INTO movement_count VALUES (ifnull(new.unit, ''), new.kind, new.state, ifnull(new.attention, ''), 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER movement_recounted AFTER UPDATE OF unit, kind, state, attention ON movement
WHEN old.unit IS NOT new.unit OR old.state <> new.state OR old.attention IS NOT new.attention OR old.kind <> new.kind BEGIN
  UPDATE movement_count SET count = count - 1
    WHERE unit = ifnull(old.unit, '') AND kind = old.kind AND state = old.state AND attention = ifnull(old.attention, '');
  INSERT INTO movement_count VALUES (ifnull(new.unit, ''), new.kind, new.state, ifnull(new.attention, ''), 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER movement_kept BEFORE DELETE ON movement BEGIN SELECT raise(ABORT, 'LEDGER_APPEND_ONLY: movements are never deleted'); END;

-- ── crosswalk ──
CREATE TABLE crosswalk_link (
  link_id INTEGER PRIMARY KEY, account TEXT NOT NULL, customer_id TEXT NOT NULL, set_id TEXT NOT NULL, cust_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'rejected', 'retired')), basis TEXT NOT NULL CHECK (basis IN ('storedId', 'exactName', 'person')),
  evidence_json TEXT NOT NULL, evidence_hash TEXT NOT NULL, proposed_at TEXT NOT NULL, decided_by TEXT, decided_at TEXT, version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (account, customer_id, set_id, cust_id)
) STRICT;
CREATE UNIQUE INDEX crosswalk_one_confirmed ON crosswalk_link (account, customer_id) WHERE state = 'confirmed';
CREATE INDEX crosswalk_by_customer ON crosswalk_link (set_id, cust_id);

-- ── matches and allocations ──
CREATE TABLE match (
  match_id INTEGER PRIMARY KEY, unit TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('payment', 'alreadyKeyed', 'refundOfCharge')),
  state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'posted', 'reversed', 'rejected', 'withdrawn')),
  rule_id TEXT NOT NULL, rule_version INTEGER NOT NULL, score REAL NOT NULL, margin REAL, automatic INTEGER NOT NULL CHECK (automatic IN (0, 1)),
  points_json TEXT NOT NULL, runner_up_json TEXT, link_id INTEGER REFERENCES crosswalk_link, payment_key INTEGER REFERENCES ps_payment, charge_movement_key INTEGER REFERENCES movement,
  proposed_at TEXT NOT NULL, decided_by TEXT, decided_at TEXT, reason TEXT, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE match_movement (
  match_id INTEGER NOT NULL REFERENCES match, movement_key INTEGER NOT NULL REFERENCES movement, live INTEGER NOT NULL CHECK (live IN (0, 1)),
  PRIMARY KEY (match_id, movement_key)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX match_one_live_per_movement ON match_movement (movement_key) WHERE live = 1;
CREATE INDEX match_movement_all ON match_movement (movement_key, match_id);
-- hold: none = only proposed · held = approved and not yet settled in PeopleSoft · settled = confirmed there · released = given back
CREATE TABLE allocation (
  allocation_id INTEGER PRIMARY KEY, match_id INTEGER NOT NULL REFERENCES match, movement_key INTEGER NOT NULL REFERENCES movement,
  item_key INTEGER NOT NULL REFERENCES ar_item, amount_minor INTEGER NOT NULL CHECK (amount_minor > 0), item_amount_minor INTEGER NOT NULL CHECK (item_amount_minor > 0),
  hold TEXT NOT NULL CHECK (hold IN ('none', 'held', 'settled', 'released')),
  UNIQUE (match_id, movement_key, item_key)
) STRICT;
CREATE INDEX allocation_by_item ON allocation (item_key, hold);
CREATE INDEX allocation_by_movement ON allocation (movement_key, hold);
CREATE TRIGGER allocation_within_insert AFTER INSERT ON allocation WHEN new.hold IN ('held', 'settled') BEGIN
  SELECT raise(ABORT, 'ALLOCATION_EXCEEDS_MOVEMENT: the allocations are more than the movement')
    WHERE (SELECT sum(amount_minor) FROM allocation WHERE movement_key = new.movement_key AND hold IN ('held', 'settled'))
        > (SELECT abs(amount_minor) FROM movement WHERE movement_key = new.movement_key);
  SELECT raise(ABORT, 'ALLOCATION_EXCEEDS_ITEM: the allocations are more than the open balance of the item')
    WHERE new.hold = 'held' AND (SELECT sum(item_amount_minor) FROM allocation WHERE item_key = new.item_key AND hold = 'held')
        > (SELECT balance_minor FROM ar_item WHERE item_key = new.item_key);
END;
CREATE TRIGGER allocation_within_update AFTER UPDATE OF hold, amount_minor, item_amount_minor ON allocation
WHEN new.hold IN ('held', 'settled') AND (old.hold NOT IN ('held', 'settled') OR new.amount_minor > old.amount_minor OR new.item_amount_minor > old.item_amount_minor) BEGIN
  SELECT raise(ABORT, 'ALLOCATION_EXCEEDS_MOVEMENT: the allocations are more than the movement')
    WHERE (SELECT sum(amount_minor) FROM allocation WHERE movement_key = new.movement_key AND hold IN ('held', 'settled'))
        > (SELECT abs(amount_minor) FROM movement WHERE movement_key = new.movement_key);
  SELECT raise(ABORT, 'ALLOCATION_EXCEEDS_ITEM: the allocations are more than the open balance of the item')
    WHERE new.hold = 'held' AND (SELECT sum(item_amount_minor) FROM allocation WHERE item_key = new.item_key AND hold = 'held')
        > (SELECT balance_minor FROM ar_item WHERE item_key = new.item_key);
END;
-- alternatives that lost or tied, for "why" and "why not"
CREATE TABLE candidate (
  movement_key INTEGER NOT NULL REFERENCES movement, rank INTEGER NOT NULL, items_json TEXT NOT NULL, rule_id TEXT NOT NULL, rule_version INTEGER NOT NULL,
  score REAL NOT NULL, points_json TEXT NOT NULL,
  PRIMARY KEY (movement_key, rank)
) STRICT, WITHOUT ROWID;
-- a pair a person has said no to is not proposed again unless its evidence changes
CREATE TABLE rejected_pair (
  movement_key INTEGER NOT NULL REFERENCES movement, items_hash TEXT NOT NULL, actor TEXT NOT NULL, rejected_at TEXT NOT NULL, reason TEXT,
  PRIMARY KEY (movement_key, items_hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE decision (
  decision_id INTEGER PRIMARY KEY, actor TEXT NOT NULL, decided_at TEXT NOT NULL, kind TEXT NOT NULL, match_id INTEGER REFERENCES match,
  movement_key INTEGER REFERENCES movement, before_json TEXT NOT NULL, undone_at TEXT, undone_by TEXT
) STRICT;
CREATE INDEX decision_open ON decision (actor, decision_id) WHERE undone_at IS NULL;

-- ── outbox ──
CREATE TABLE deposit (
  deposit_key INTEGER PRIMARY KEY, unit TEXT NOT NULL, deposit_bu TEXT NOT NULL, deposit_id TEXT NOT NULL, deposit_id_given INTEGER NOT NULL CHECK (deposit_id_given IN (0, 1)),
  bank_code TEXT NOT NULL, bank_account_key TEXT NOT NULL, currency TEXT NOT NULL, exponent INTEGER NOT NULL, accounting_date TEXT NOT NULL,
  cut_number INTEGER NOT NULL, generation INTEGER NOT NULL, control_minor INTEGER NOT NULL, control_count INTEGER NOT NULL,
  document_json TEXT NOT NULL, document_hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('cut', 'sending', 'accepted', 'confirmed', 'rejected', 'unknown')), state_reason TEXT,
  cut_at TEXT NOT NULL, sent_at TEXT, absence_counts_from_at TEXT, version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (unit, deposit_bu, bank_code, bank_account_key, currency, accounting_date, cut_number, generation)
) STRICT;
-- the document stands before state and times in a row: without these, looking for deposits would read every document
CREATE INDEX deposit_by_state ON deposit (unit, state, deposit_key);
CREATE INDEX deposit_saved ON deposit (unit, deposit_key) WHERE state IN ('accepted', 'unknown');
CREATE INDEX deposit_by_sending ON deposit (deposit_bu, sent_at, deposit_key, state);
CREATE TABLE posting (
  posting_id INTEGER PRIMARY KEY, effect_key TEXT NOT NULL, generation INTEGER NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('payment')),
  match_id INTEGER NOT NULL REFERENCES match, movement_key INTEGER NOT NULL REFERENCES movement, unit TEXT NOT NULL,
  reference TEXT NOT NULL UNIQUE COLLATE NOCASE, payload_json TEXT NOT NULL, payload_hash TEXT NOT NULL,
  amount_minor INTEGER NOT NULL, exponent INTEGER NOT NULL, currency TEXT NOT NULL, accounting_date TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'queued', 'queuedNeedsSignIn', 'sending', 'accepted', 'confirmed', 'postingError', 'rejected', 'unknown', 'reversed', 'withdrawn')),
  state_reason TEXT, deposit_key INTEGER REFERENCES deposit, payment_seq INTEGER, approved_by TEXT NOT NULL, approved_rule TEXT, approved_at TEXT NOT NULL,
  send_now INTEGER NOT NULL DEFAULT 0 CHECK (send_now IN (0, 1)), state_changed_at TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (effect_key, generation)
) STRICT;
CREATE UNIQUE INDEX posting_one_live_per_effect ON posting (effect_key) WHERE state NOT IN ('rejected', 'reversed', 'withdrawn');
CREATE INDEX posting_by_state ON posting (state, posting_id);
CREATE INDEX posting_by_deposit ON posting (deposit_key) WHERE deposit_key IS NOT NULL;
CREATE INDEX posting_by_match ON posting (match_id);
CREATE INDEX posting_due ON posting (unit, accounting_date, currency, send_now DESC, posting_id) WHERE state = 'queued' AND deposit_key IS NULL;
CREATE INDEX posting_urgent ON posting (unit, posting_id) WHERE state = 'queued' AND deposit_key IS NULL AND send_now = 1;
CREATE INDEX posting_by_movement ON posting (movement_key);
CREATE TRIGGER posting_fixed BEFORE UPDATE OF effect_key, generation, reference, payload_json, payload_hash ON posting BEGIN
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
CREATE TABLE posting_count (
  unit TEXT NOT NULL, state TEXT NOT NULL, count INTEGER NOT NULL CHECK (count >= 0), PRIMARY KEY (unit, state)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER posting_counted AFTER INSERT ON posting BEGIN
  INSERT INTO posting_count VALUES (new.unit, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER posting_recounted AFTER UPDATE OF state ON posting WHEN old.state <> new.state BEGIN
  UPDATE posting_count SET count = count - 1 WHERE unit = old.unit AND state = old.state;
  INSERT INTO posting_count VALUES (new.unit, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TABLE posting_attempt (
  attempt_id INTEGER PRIMARY KEY, deposit_key INTEGER NOT NULL REFERENCES deposit, kind TEXT NOT NULL CHECK (kind IN ('recheck', 'send', 'readBack')),
  started_at TEXT NOT NULL, ended_at TEXT, outcome TEXT, detail_json TEXT NOT NULL DEFAULT '{}', request BLOB, answer BLOB
) STRICT;
CREATE INDEX posting_attempt_by_deposit ON posting_attempt (deposit_key, attempt_id);
-- one sender per unit; a higher generation fences out a sender that lost its claim
CREATE TABLE sender_claim (unit TEXT PRIMARY KEY, holder TEXT NOT NULL, generation INTEGER NOT NULL, taken_at TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- ── jobs and audit ──
CREATE TABLE job (
  job_id TEXT PRIMARY KEY, kind TEXT NOT NULL, actor TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled', 'interrupted')),
  started_at TEXT NOT NULL, ended_at TEXT, done_count INTEGER NOT NULL DEFAULT 0, total_count INTEGER, message TEXT, result_json TEXT
) STRICT;
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, machine TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
  detail_json TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject, seq);
CREATE TRIGGER audit_never_changed BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'AUDIT_APPEND_ONLY: audit rows are never changed'); END;
CREATE TRIGGER audit_never_removed BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'AUDIT_APPEND_ONLY: audit rows are never removed'); END;
`;
