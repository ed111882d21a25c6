/** Kind of the decision about an item whose dispute is lost. */
export const LOST_DECIDED = 'dispute.lostDecided';
