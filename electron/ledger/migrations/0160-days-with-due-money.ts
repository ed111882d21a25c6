/**
 * Days on which Stripe booked something that may not be posted by class yet: money that comes late for a day long past is found through
 * them, without a look at every day since go-live. A row more than needed costs a look; a row too few would leave money out, so rows are made
 * by triggers, and only deleted by who has looked. Kept by what Stripe calls the money, not by class: which class that is may change.
 * Frozen once released.
 */
export const number = 160;
const parts = (row: string) => `SELECT 'amount' AS part WHERE ${row}.amount_minor <> 0
  UNION ALL SELECT 'fee' WHERE ${row}.fee_minor <> coalesce(${row}.fee_tax_minor, 0) UNION ALL SELECT 'tax' WHERE coalesce(${row}.fee_tax_minor, 0) <> 0`;
const mark = (row: string) => `INSERT INTO due_day (utc_date, currency, part, reporting_category, transaction_type)
  SELECT substr(${row}.created_at, 1, 10), ${row}.currency, kind.part, ${row}.reporting_category, ${row}.transaction_type FROM (${parts(row)}) kind
  WHERE NOT EXISTS (SELECT 1 FROM due_day d WHERE d.utc_date = substr(${row}.created_at, 1, 10) AND d.currency = ${row}.currency
    AND d.part = kind.part AND d.reporting_category = ${row}.reporting_category AND d.transaction_type = ${row}.transaction_type)`;
export const sql = `
CREATE TABLE due_day (
  utc_date TEXT NOT NULL, currency TEXT NOT NULL, part TEXT NOT NULL CHECK (part IN ('amount', 'fee', 'tax')),
  reporting_category TEXT NOT NULL, transaction_type TEXT NOT NULL,
  PRIMARY KEY (utc_date, currency, part, reporting_category, transaction_type)
) STRICT, WITHOUT ROWID;
INSERT INTO due_day (utc_date, currency, part, reporting_category, transaction_type)
  SELECT DISTINCT substr(created_at, 1, 10), currency, 'amount', reporting_category, transaction_type FROM stripe_balance_transaction
    WHERE amount_minor <> 0
  UNION SELECT DISTINCT substr(created_at, 1, 10), currency, 'fee', reporting_category, transaction_type FROM stripe_balance_transaction
    WHERE fee_minor <> coalesce(fee_tax_minor, 0)
  UNION SELECT DISTINCT substr(created_at, 1, 10), currency, 'tax', reporting_category, transaction_type FROM stripe_balance_transaction
    WHERE coalesce(fee_tax_minor, 0) <> 0;
CREATE TRIGGER due_day_of_new AFTER INSERT ON stripe_balance_transaction BEGIN
  ${mark('new')};
END;
CREATE TRIGGER due_day_of_changed AFTER UPDATE ON stripe_balance_transaction
WHEN new.amount_minor <> old.amount_minor OR new.fee_minor <> old.fee_minor OR new.fee_tax_minor IS NOT old.fee_tax_minor OR new.known <> old.known
  OR new.currency <> old.currency OR new.created_at <> old.created_at OR new.reporting_category <> old.reporting_category
  OR new.transaction_type <> old.transaction_type BEGIN
  ${mark('new')};
END;
-- what a journal gives back is due again
CREATE TRIGGER due_day_of_given_back AFTER UPDATE OF live ON journal_part WHEN new.live = 0 AND old.live = 1 BEGIN
  INSERT INTO due_day (utc_date, currency, part, reporting_category, transaction_type)
    SELECT substr(b.created_at, 1, 10), b.currency, kind.part, b.reporting_category, b.transaction_type
    FROM stripe_balance_transaction b CROSS JOIN (SELECT 'amount' AS part UNION ALL SELECT 'fee' UNION ALL SELECT 'tax') kind
    WHERE b.account = new.account AND b.balance_transaction_id = new.balance_transaction_id
      AND NOT EXISTS (SELECT 1 FROM due_day d WHERE d.utc_date = substr(b.created_at, 1, 10) AND d.currency = b.currency
        AND d.part = kind.part AND d.reporting_category = b.reporting_category AND d.transaction_type = b.transaction_type);
END;
`;
