/**
 * Confirmed items are found by their unit: the latest one, by which a copied database is recognised, and those made of charges, which every
 * sweep of work orders looks at. Frozen once released.
 */
export const number = 150;
export const sql = `
CREATE INDEX posting_item_confirmed ON posting (unit, posting_id) WHERE kind = 'pendingItem' AND state = 'confirmed';
CREATE INDEX posting_item_of_charge ON posting (unit, posting_id) WHERE effect = 'item' AND state = 'confirmed' AND movement_key IS NOT NULL;
`;
