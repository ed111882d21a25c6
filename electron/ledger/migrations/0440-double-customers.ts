/**
 * Customers that one system has twice. A suspicion is a cluster like any other; what it is about stands here, and so does what a merge of
 * Stripe customers makes of them: nothing is moved or changed, a merge is only rows that say who belongs together. Frozen once released.
 */
export const number = 440;
export const sql = `
-- book: the account at Stripe, the SetID in PeopleSoft · kept: stands for all, or stays · merged: goes by the kept one
CREATE TABLE duplicate_party (
  cluster_id INTEGER NOT NULL REFERENCES duplicate_cluster, position INTEGER NOT NULL,
  system TEXT NOT NULL CHECK (system IN ('stripe', 'peoplesoft')), book TEXT NOT NULL, customer_id TEXT NOT NULL,
  part TEXT CHECK (part IN ('kept', 'merged')),
  PRIMARY KEY (cluster_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX duplicate_party_by_customer ON duplicate_party (customer_id, book);

-- customer_id: of the member whose id stands for all; ..._of: of the member that a field is taken from
CREATE TABLE customer_merge (
  merge_id INTEGER PRIMARY KEY, cluster_id INTEGER NOT NULL UNIQUE REFERENCES duplicate_cluster, account TEXT NOT NULL, customer_id TEXT NOT NULL,
  name_of TEXT NOT NULL, email_of TEXT NOT NULL, phone_of TEXT NOT NULL, address_of TEXT NOT NULL, tax_id_of TEXT NOT NULL,
  merged_by TEXT NOT NULL, merged_at TEXT NOT NULL
) STRICT;
CREATE TABLE customer_merge_member (
  account TEXT NOT NULL, customer_id TEXT NOT NULL, merge_id INTEGER NOT NULL REFERENCES customer_merge,
  PRIMARY KEY (account, customer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_merge_member_by_merge ON customer_merge_member (merge_id);

-- changes: how often a customer of the system has changed; seen: where that stood at the last search; answers: what people had said by then;
-- rests_on: everything that search rested on, in one hash
CREATE TABLE double_scan (
  system TEXT PRIMARY KEY CHECK (system IN ('stripe', 'peoplesoft')), changes INTEGER NOT NULL DEFAULT 0, seen INTEGER NOT NULL DEFAULT -1,
  answers TEXT NOT NULL DEFAULT '', rests_on TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
INSERT INTO double_scan (system) VALUES ('stripe'), ('peoplesoft');
-- one row a version, never changed
CREATE TABLE double_model (
  system TEXT NOT NULL CHECK (system IN ('stripe', 'peoplesoft')), version INTEGER NOT NULL, model_json TEXT NOT NULL, row_count INTEGER NOT NULL,
  made_by TEXT NOT NULL, made_at TEXT NOT NULL, PRIMARY KEY (system, version)
) STRICT;

${(['INSERT', 'UPDATE', 'DELETE'] as const)
  .flatMap((event) =>
    (
      [
        ['stripe_customer', 'stripe'],
        ['ps_customer', 'peoplesoft'],
      ] as const
    ).map(
      ([table, system]) => `CREATE TRIGGER ${table}_doubles_by_${event.toLowerCase()} AFTER ${event} ON ${table}
BEGIN UPDATE double_scan SET changes = changes + 1 WHERE system = '${system}'; END;`,
    ),
  )
  .join('\n')}
-- a confirmed link tells two customers apart; one of a customer whom nobody suspects changes nothing
CREATE TRIGGER crosswalk_link_doubles_by_insert AFTER INSERT ON crosswalk_link
WHEN new.state = 'confirmed' AND EXISTS (SELECT 1 FROM duplicate_party WHERE customer_id = new.customer_id AND book = new.account)
BEGIN UPDATE double_scan SET changes = changes + 1 WHERE system = 'stripe'; END;
CREATE TRIGGER crosswalk_link_doubles_by_update AFTER UPDATE OF state ON crosswalk_link
WHEN (old.state = 'confirmed' AND new.state <> 'confirmed') OR (new.state = 'confirmed' AND old.state <> 'confirmed'
  AND EXISTS (SELECT 1 FROM duplicate_party WHERE customer_id = new.customer_id AND book = new.account))
BEGIN UPDATE double_scan SET changes = changes + 1 WHERE system = 'stripe'; END;
CREATE TRIGGER crosswalk_link_doubles_by_delete AFTER DELETE ON crosswalk_link WHEN old.state = 'confirmed'
BEGIN UPDATE double_scan SET changes = changes + 1 WHERE system = 'stripe'; END;
`;
