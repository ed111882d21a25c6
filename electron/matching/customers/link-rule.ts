import type { LinkRule } from '../../../shared/contract/rule-changes.ts';
import type { Finding, ScoredParty, Wish } from './find-link.ts';
import { namesStripeCustomer } from './names-stripe-customer.ts';
import type { StripeParty } from './parties.ts';
import { partyKey } from './party-key.ts';

/** What of a standing link says who it is for. */
interface Claim {
  readonly state: string;
  readonly account: string;
  readonly customerId: string;
  readonly custId: string;
}

/**
 * Which wished links the rule “score and margin” may make: of an active customer that stands out by as much as the reviewer said, and that
 * is the only one for both: no other Stripe customer of the account is linked to it or would be. Version 1. Nothing depends on the order.
 */
export class LinkableByRule {
  readonly #rule: LinkRule | null;
  readonly #scored: ReadonlyMap<string, readonly ScoredParty[]>;
  /** By account and PeopleSoft customer, the Stripe customers that are linked to it or would be. */
  readonly #claims = new Map<string, Set<string>>();

  constructor(
    rule: LinkRule | null,
    stripe: readonly StripeParty[],
    findings: readonly Finding[],
    standing: readonly Claim[],
    scored: ReadonlyMap<string, readonly ScoredParty[]>,
  ) {
    this.#rule = rule;
    this.#scored = scored;
    if (rule === null) return;
    for (const [at, { account, customerId }] of stripe.entries()) {
      const wish = findings[at]?.wish ?? null;
      if (wish !== null) this.#claim(account, customerId, wish.party.custId);
    }
    for (const { state, account, customerId, custId } of standing)
      if (state === 'confirmed' || state === 'proposed') this.#claim(account, customerId, custId);
  }

  #claim(account: string, customerId: string, custId: string): void {
    const key = partyKey(account, custId);
    const claims = this.#claims.get(key);
    if (claims === undefined) this.#claims.set(key, new Set([customerId]));
    else claims.add(customerId);
  }

  /** Whether the rule is switched on and this link is one that it may make. */
  has({ account, customerId }: StripeParty, wish: Wish | null): boolean {
    if (this.#rule === null || wish === null || wish.party.status !== 'active') return false;
    if (namesStripeCustomer(wish.party.externalId)) return false;
    const [best, next] = this.#scored.get(partyKey(account, customerId)) ?? [];
    if (best === undefined || best.custId !== wish.party.custId || best.score < this.#rule.fromScore) return false;
    if (best.score - (next?.score ?? 0) < this.#rule.leastMargin) return false;
    return (this.#claims.get(partyKey(account, wish.party.custId))?.size ?? 0) === 1;
  }
}
