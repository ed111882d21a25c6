/** Lists of the screen of customers to link, in the order of their chips. */
export const CUSTOMER_FACETS = ['toDecide', 'noCandidate', 'confirmed', 'rejected', 'retired', 'all'] as const;
export type CustomerFacet = (typeof CUSTOMER_FACETS)[number];

/** How a Stripe customer stands: its best link, or none. */
export const CUSTOMER_STANDINGS = ['confirmed', 'proposed', 'rejected', 'retired', 'none'] as const;
export type CustomerStanding = (typeof CUSTOMER_STANDINGS)[number];
