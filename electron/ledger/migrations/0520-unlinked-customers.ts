/**
 * Whose customer link ended, was taken back or leads elsewhere since matching last looked: what rules alone approved by it comes back to people.
 * Noted by the ledger itself in the transaction that does it, whoever does it: a person, an undo, a stored id that is gone. Frozen once released.
 */
export const number = 520;

const note = (account: string, customerId: string): string =>
  `INSERT INTO unlinked_customer (account, customer_id) SELECT ${account}, ${customerId}
     WHERE NOT EXISTS (SELECT 1 FROM unlinked_customer u WHERE u.account = ${account} AND u.customer_id = ${customerId});`;
/** The link of one is that of all whom he is merged with. */
const noteMerged = `INSERT INTO unlinked_customer (account, customer_id) SELECT other.account, other.customer_id FROM customer_merge_member own
    JOIN customer_merge_member other USING (merge_id) WHERE own.account = new.account AND own.customer_id = new.customer_id
      AND NOT EXISTS (SELECT 1 FROM unlinked_customer u WHERE u.account = other.account AND u.customer_id = other.customer_id);`;

export const sql = `
CREATE TABLE unlinked_customer (account TEXT NOT NULL, customer_id TEXT NOT NULL, PRIMARY KEY (account, customer_id)) STRICT, WITHOUT ROWID;
-- what was so before anybody noted it: decided by a rule, and its link stands no more or is of another customer
INSERT INTO unlinked_customer (account, customer_id) SELECT DISTINCT v.account, v.customer_id
  FROM match m JOIN match_movement mm ON mm.match_id = m.match_id AND mm.live = 1 JOIN movement v ON v.movement_key = mm.movement_key
    JOIN crosswalk_link l ON l.link_id = m.link_id
  WHERE m.automatic = 1 AND m.state IN ('approved', 'posted') AND v.customer_id IS NOT NULL AND (l.state <> 'confirmed' OR l.customer_id <> v.customer_id);
CREATE TRIGGER crosswalk_link_unlinks AFTER UPDATE OF state, valid_until_date ON crosswalk_link
WHEN new.state <> 'confirmed' AND (old.state = 'confirmed' OR old.valid_until_date IS NOT new.valid_until_date) BEGIN
  ${note('new.account', 'new.customer_id')}
  ${noteMerged}
END;
-- a link of his own comes before the one of a customer he is merged with, and may lead elsewhere
CREATE TRIGGER crosswalk_link_relinks AFTER UPDATE OF state ON crosswalk_link WHEN new.state = 'confirmed' AND old.state <> 'confirmed' BEGIN
  ${noteMerged}
END;
-- where it holds for all days again, another one that ended may come before it
CREATE TRIGGER crosswalk_link_reopens AFTER UPDATE OF state ON crosswalk_link WHEN new.state = 'confirmed' AND old.state <> 'confirmed'
  AND EXISTS (SELECT 1 FROM crosswalk_link o WHERE o.account = new.account AND o.customer_id = new.customer_id AND o.link_id <> new.link_id
    AND o.valid_until_date IS NOT NULL) BEGIN
  ${note('new.account', 'new.customer_id')}
END;
CREATE TRIGGER crosswalk_link_relinks_at_once AFTER INSERT ON crosswalk_link WHEN new.state = 'confirmed' BEGIN
  ${noteMerged}
END;
-- Stripe says by now that another customer paid, or on another day
CREATE TRIGGER movement_relinks AFTER UPDATE OF customer_id, accounting_date ON movement WHEN new.customer_id IS NOT NULL
  AND (old.customer_id IS NOT new.customer_id OR old.accounting_date <> new.accounting_date) AND old.state IN ('approved', 'posted') BEGIN
  ${note('new.account', 'new.customer_id')}
END;
CREATE TRIGGER customer_merge_member_unlinks AFTER DELETE ON customer_merge_member BEGIN ${note('old.account', 'old.customer_id')} END;
`;
