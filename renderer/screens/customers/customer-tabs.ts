import type { AliasFacet } from '../../../shared/domain/customer-aliases.ts';
import { CUSTOMER_FACETS, type CustomerFacet } from '../../../shared/domain/customer-facets.ts';

/** The lists of the screen of customers to link, in the order of their chips. */
export const CUSTOMER_TABS = [...CUSTOMER_FACETS, 'aliases', 'endedAliases'] as const;
export type CustomerTab = (typeof CUSTOMER_TABS)[number];

/** The aliases that a list holds; null: it is one of links. */
export function aliasFacetOf(tab: CustomerTab): AliasFacet | null {
  if (tab === 'aliases') return 'live';
  return tab === 'endedAliases' ? 'ended' : null;
}

/** The links that a list holds. */
export function linkFacetOf(tab: CustomerTab): CustomerFacet {
  return CUSTOMER_FACETS.find((facet) => facet === tab) ?? 'toDecide';
}
