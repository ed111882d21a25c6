/** Items made of charges are looked at with every sweep of work orders, by an index of their few rows. Frozen once released. */
export const number = 150;
export const sql = `
CREATE INDEX posting_item_of_charge ON posting (unit, posting_id) WHERE effect = 'item' AND state = 'confirmed' AND movement_key IS NOT NULL;
`;
