/** What a person can remember a PeopleSoft customer by: a name as it is spelled, a domain of e-mail, an id of another system. */
export const ALIAS_KINDS = ['name', 'emailDomain', 'externalId'] as const;
export type AliasKind = (typeof ALIAS_KINDS)[number];

/** Lists of aliases, in the order of their chips. */
export const ALIAS_FACETS = ['live', 'ended', 'all'] as const;
export type AliasFacet = (typeof ALIAS_FACETS)[number];

/**
 * `live`: counts as evidence. `contradicted`: another live alias of the same spelling leads elsewhere, so neither counts. `expired`: its day
 * has passed. `unconfirmed`: the link whose confirmation made it does not stand. `forgotten`: a person took it back.
 */
export const ALIAS_STANDINGS = ['live', 'contradicted', 'expired', 'unconfirmed', 'forgotten'] as const;
export type AliasStanding = (typeof ALIAS_STANDINGS)[number];
