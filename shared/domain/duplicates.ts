/** What a cluster of suspected duplicates is. */
export const DUPLICATE_KINDS = ['retriedCharge', 'secondSession', 'doublePosting', 'doubleCustomer'] as const;
export type DuplicateKind = (typeof DUPLICATE_KINDS)[number];

/** How a cluster stands, as a person sees it. */
export const DUPLICATE_STATES = ['open', 'toRefund', 'done', 'notDuplicate'] as const;
export type DuplicateStanding = (typeof DUPLICATE_STATES)[number];

/** Rows of one amount near each other up to which each is compared with the others: so many more are a habit, and tell nothing. */
export const COMPARED_MOST = 24;

/** Lists of the screen, in the order of their chips. */
export const DUPLICATE_FACETS = ['open', 'toRefund', 'decided', 'all'] as const;
export type DuplicateFacet = (typeof DUPLICATE_FACETS)[number];
