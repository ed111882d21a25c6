/**
 * Whose link ended, or was taken back, since matching last looked: what rules alone approved by it comes back to people. Noted by the ledger
 * itself in the transaction that does it, whoever does it: a person, an undo, a stored id that is gone. Frozen once released.
 */
export const number = 520;

const note = (account: string, customerId: string): string =>
  `INSERT INTO link_let_go (account, customer_id) SELECT ${account}, ${customerId}
     WHERE NOT EXISTS (SELECT 1 FROM link_let_go g WHERE g.account = ${account} AND g.customer_id = ${customerId});`;

export const sql = `
CREATE TABLE link_let_go (account TEXT NOT NULL, customer_id TEXT NOT NULL, PRIMARY KEY (account, customer_id)) STRICT, WITHOUT ROWID;
CREATE TRIGGER crosswalk_link_let_go AFTER UPDATE OF state, valid_until_date ON crosswalk_link
WHEN new.state <> 'confirmed' AND (old.state = 'confirmed' OR old.valid_until_date IS NOT new.valid_until_date) BEGIN
  ${note('new.account', 'new.customer_id')}
  -- it was the link of those too that the customer is merged with
  INSERT INTO link_let_go (account, customer_id) SELECT other.account, other.customer_id FROM customer_merge_member own
    JOIN customer_merge_member other USING (merge_id) WHERE own.account = new.account AND own.customer_id = new.customer_id
      AND NOT EXISTS (SELECT 1 FROM link_let_go g WHERE g.account = other.account AND g.customer_id = other.customer_id);
END;
CREATE TRIGGER customer_merge_member_let_go AFTER DELETE ON customer_merge_member BEGIN ${note('old.account', 'old.customer_id')} END;
`;
