import { LINK_KINDS, type LinkKind, type LinkRule } from '../../../shared/contract/rule-changes.ts';
import type { LinkingRules } from '../../../shared/contract/profile-linking.ts';
import { BY_LINK_RULE } from '../../../shared/domain/link-closed.ts';
import { agreementKeys, FIELDS_OF_KIND } from './agreement-keys.ts';
import { fieldAgreement, vetoingField } from './field-agreement.ts';
import { push, type Finding, type ScoredParty, type Wish } from './find-link.ts';
import { namesStripeCustomer } from './names-stripe-customer.ts';
import type { PeopleSoftParty, StripeParty } from './parties.ts';
import { partyKey } from './party-key.ts';

/** What of a standing link says who it is for. */
interface Claim {
  readonly state: string;
  readonly account: string;
  readonly customerId: string;
  readonly custId: string;
}

/** Which rules may link customers. */
export interface LinkRules {
  /** Null: none does by score and margin. */
  readonly score: LinkRule | null;
  readonly by: readonly LinkKind[];
}
export const NO_LINK_RULES: LinkRules = { score: null, by: [] };

/** All that the rules look at. */
interface Books {
  readonly stripe: readonly StripeParty[];
  readonly peopleSoft: readonly PeopleSoftParty[];
  readonly findings: readonly Finding[];
  readonly standing: readonly Claim[];
  readonly scored: ReadonlyMap<string, readonly ScoredParty[]>;
  readonly rules: LinkingRules;
}

/** What agrees wholly in a field has this probability at the least, or something else speaks against it: then a person looks. */
const LEAST_SCORE = 0.9;

/**
 * Which wished links a rule may make: of an active customer that is the only one for both, as no other Stripe customer of the account is
 * linked to it or would be. “Score and margin” wants it to stand out by as much as the reviewer said. “Shared id”, “tax id” and “name and address” want the
 * two to agree wholly in that, no other customer of either side to have it too, no id of theirs to differ, and a score that does not contradict.
 * Version 1 each. Nothing depends on the order.
 */
export class LinkableByRule {
  readonly #score: LinkRule | null;
  readonly #kinds: readonly LinkKind[];
  readonly #books: Books;
  /** By account and PeopleSoft customer, the Stripe customers that are linked to it or would be. */
  readonly #claims = new Map<string, Set<string>>();
  readonly #holders = new Map<LinkKind, Holders>();

  constructor({ score, by }: LinkRules, books: Books) {
    const { rules, stripe, peopleSoft, findings, standing } = books;
    this.#score = score;
    this.#books = books;
    this.#kinds = LINK_KINDS.filter(
      (kind) => by.includes(kind) && FIELDS_OF_KIND[kind].every((field) => rules.compare.includes(field)),
    );
    if (score === null && this.#kinds.length === 0) return;
    for (const kind of this.#kinds) this.#holders.set(kind, holdersOf(kind, stripe, peopleSoft));
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

  /** Name of the rule that is switched on and may make this link, the strongest of several; null: none may. */
  ruleFor(customer: StripeParty, wish: Wish | null): string | null {
    if (wish === null || wish.party.status !== 'active') return null;
    if (namesStripeCustomer(wish.party.externalId)) return null;
    if ((this.#claims.get(partyKey(customer.account, wish.party.custId))?.size ?? 0) !== 1) return null;
    const kind = this.#kinds.find((each) => this.#isByKind(each, customer, wish.party));
    if (kind !== undefined) return BY_LINK_RULE[kind];
    return this.#isByScore(customer, wish) ? BY_LINK_RULE.score : null;
  }

  #isByScore({ account, customerId }: StripeParty, { party }: Wish): boolean {
    const [best, next] = this.#books.scored.get(partyKey(account, customerId)) ?? [];
    return (
      this.#score !== null &&
      best !== undefined &&
      best.custId === party.custId &&
      best.score >= this.#score.fromScore &&
      best.score - (next?.score ?? 0) >= this.#score.leastMargin
    );
  }

  #isByKind(kind: LinkKind, customer: StripeParty, party: PeopleSoftParty): boolean {
    const { rules, scored } = this.#books;
    const candidates = scored.get(partyKey(customer.account, customer.customerId)) ?? [];
    const score = candidates.find(({ custId }) => custId === party.custId)?.score ?? 0;
    if (score < LEAST_SCORE || vetoingField(rules, customer, party) !== null) return false;
    const differs = (['sharedId', 'taxId'] as const).some(
      (field) => fieldAgreement(field, customer, party) === 'different',
    );
    return !differs && this.#holders.get(kind)?.arePair(customer, party) === true;
  }
}

interface Holders {
  readonly arePair: (customer: StripeParty, party: PeopleSoftParty) => boolean;
}

/** Who has a key of a kind, on either side: inactive customers too, for they show that it is not one's own. */
function holdersOf(kind: LinkKind, stripe: readonly StripeParty[], peopleSoft: readonly PeopleSoftParty[]): Holders {
  const ours = new Map<string, string[]>();
  const theirs = new Map<string, string[]>();
  for (const customer of stripe)
    for (const key of agreementKeys(kind, customer)) push(ours, partyKey(customer.account, key), customer.customerId);
  for (const party of peopleSoft)
    if (party.present && party.status !== 'template')
      for (const key of agreementKeys(kind, party)) push(theirs, key, party.custId);
  const only = (holders: readonly string[] | undefined, id: string): boolean =>
    holders !== undefined && holders.every((each) => each === id);
  return {
    arePair: (customer, party) => {
      const [mine, its] = [agreementKeys(kind, customer), agreementKeys(kind, party)];
      return (
        mine.some((key) => its.includes(key)) &&
        mine.every((key) => only(ours.get(partyKey(customer.account, key)), customer.customerId)) &&
        [...mine, ...its].every((key) => theirs.get(key) === undefined || only(theirs.get(key), party.custId)) &&
        its.every((key) => {
          const holders = ours.get(partyKey(customer.account, key));
          return holders === undefined || only(holders, customer.customerId);
        })
      );
    },
  };
}
