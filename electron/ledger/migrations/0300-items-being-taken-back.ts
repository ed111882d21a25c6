/** The groups of ours on their way to close an item, which every look at what is left of an item asks for. Frozen once released. */
export const number = 300;
export const sql = `
CREATE INDEX posting_taking_item_back ON posting (posting_id)
  WHERE reverses IS NOT NULL AND kind = 'pendingItem' AND state NOT IN ('confirmed', 'rejected', 'reversed', 'withdrawn');
`;
