/** Kinds of the decisions about customer links alone. */
export const LINK_CONFIRMED = 'link.confirmed';
export const LINK_REJECTED = 'link.rejected';
/** Ended from a day on. */
export const LINK_RETIRED = 'link.retired';
/** Taken back from the rule that had made it. */
export const LINK_FROM_RULE = 'link.takenFromRule';
/** Many links at once: one decision, of which a single link can be taken back and the rest stands. */
export const LINK_BAND = 'link.bandConfirmed';
