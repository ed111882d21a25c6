/** The day Stripe booked a movement on, kept beside the day a decision holds on to. Frozen once released. */
export const number = 80;
export const sql = `
-- what the Stripe data give at any time; accounting_date stays behind while the movement is decided and follows when it no longer is.
-- null: the same as accounting_date
ALTER TABLE movement ADD COLUMN booked_date TEXT;
ALTER TABLE movement ADD COLUMN booked_basis TEXT CHECK (booked_basis IN ('balanceTransaction', 'success'));
`;
