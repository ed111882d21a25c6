/**
 * Customers that resemble each other: the versions of the model by which they are scored, and the best candidates of each Stripe customer
 * that no stored id links. Each Stripe customer has a number here, by which a list can name it. A link may rest on such a score, so the table of links is made anew: SQLite cannot change a CHECK in place. Frozen
 * once released.
 */
export const number = 390;

/** One more, or one less, where a Stripe customer gained or lost a state by this row: its other links may hold it there all the same. */
const counted = (row: 'old' | 'new', by: '+ 1' | '- 1'): string => {
  const others = (state: string): string =>
    `EXISTS (SELECT 1 FROM crosswalk_link l WHERE l.account = ${row}.account AND l.customer_id = ${row}.customer_id
       AND l.link_id <> ${row}.link_id AND l.state = '${state}')`;
  return `UPDATE link_count SET customers = customers ${by} WHERE state = ${row}.state AND NOT (CASE state
    WHEN 'confirmed' THEN ${others('confirmed')} ELSE ${others('proposed')} END);`;
};

export const sql = `
CREATE TABLE crosswalk_link_anew (
  link_id INTEGER PRIMARY KEY, account TEXT NOT NULL, customer_id TEXT NOT NULL, set_id TEXT NOT NULL, cust_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'rejected', 'retired')),
  basis TEXT NOT NULL CHECK (basis IN ('storedId', 'exactName', 'score', 'person')),
  evidence_json TEXT NOT NULL, evidence_hash TEXT NOT NULL, proposed_at TEXT NOT NULL, decided_by TEXT, decided_at TEXT, version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (account, customer_id, set_id, cust_id)
) STRICT;
INSERT INTO crosswalk_link_anew (link_id, account, customer_id, set_id, cust_id, state, basis, evidence_json, evidence_hash, proposed_at, decided_by,
    decided_at, version)
  SELECT link_id, account, customer_id, set_id, cust_id, state, basis, evidence_json, evidence_hash, proposed_at, decided_by, decided_at, version
  FROM crosswalk_link;
DROP TABLE crosswalk_link;
ALTER TABLE crosswalk_link_anew RENAME TO crosswalk_link;
CREATE UNIQUE INDEX crosswalk_one_confirmed ON crosswalk_link (account, customer_id) WHERE state = 'confirmed';
CREATE INDEX crosswalk_by_customer ON crosswalk_link (set_id, cust_id);
CREATE INDEX crosswalk_by_state ON crosswalk_link (state, link_id);

-- one row a version, never changed: what was proposed can always be explained by the version it names
CREATE TABLE link_model (
  version INTEGER PRIMARY KEY, model_json TEXT NOT NULL, left_rows INTEGER NOT NULL, right_rows INTEGER NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL
) STRICT;
-- the best first; points_json: the reasons, whose points add up to the score
CREATE TABLE customer_candidate (
  account TEXT NOT NULL, customer_id TEXT NOT NULL, rank INTEGER NOT NULL, set_id TEXT NOT NULL, cust_id TEXT NOT NULL, score REAL NOT NULL,
  points_json TEXT NOT NULL, model_version INTEGER NOT NULL REFERENCES link_model,
  PRIMARY KEY (account, customer_id, rank), UNIQUE (account, customer_id, set_id, cust_id)
) STRICT, WITHOUT ROWID;
-- scored_of: what the candidates were scored from, in one hash; null: scoring is due
CREATE TABLE customer_scoring (scoring_id INTEGER PRIMARY KEY CHECK (scoring_id = 1), scored_of TEXT) STRICT;
INSERT INTO customer_scoring (scoring_id) VALUES (1);

-- what a person last said of a link; the same condition as in decision-store.ts
CREATE INDEX decision_by_link ON decision (json_extract(before_json, '$.after.links[0].linkId')) WHERE kind IN ('link.confirmed', 'link.rejected');

-- a number is given once and stays, whatever becomes of the customer
CREATE TABLE stripe_customer_number (
  customer_key INTEGER PRIMARY KEY, account TEXT NOT NULL, customer_id TEXT NOT NULL, UNIQUE (account, customer_id)
) STRICT;
INSERT INTO stripe_customer_number (account, customer_id) SELECT account, customer_id FROM stripe_customer ORDER BY account, customer_id;
CREATE TRIGGER stripe_customer_numbered AFTER INSERT ON stripe_customer BEGIN
  INSERT INTO stripe_customer_number (account, customer_id) SELECT new.account, new.customer_id
    WHERE NOT EXISTS (SELECT 1 FROM stripe_customer_number WHERE account = new.account AND customer_id = new.customer_id);
END;

-- Stripe customers with a link in a state, kept: the shell shows them at every key press
CREATE TABLE link_count (state TEXT PRIMARY KEY CHECK (state IN ('proposed', 'confirmed')), customers INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO link_count (state, customers) SELECT s.state, (SELECT count(*) FROM (SELECT DISTINCT account, customer_id FROM crosswalk_link l
    WHERE l.state = s.state)) FROM (SELECT 'proposed' AS state UNION ALL SELECT 'confirmed') s;
CREATE TRIGGER link_count_added AFTER INSERT ON crosswalk_link BEGIN ${counted('new', '+ 1')} END;
CREATE TRIGGER link_count_moved AFTER UPDATE OF state ON crosswalk_link WHEN old.state <> new.state
  BEGIN ${counted('old', '- 1')} ${counted('new', '+ 1')} END;
CREATE TRIGGER link_count_gone AFTER DELETE ON crosswalk_link BEGIN ${counted('old', '- 1')} END;
`;
