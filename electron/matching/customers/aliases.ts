import type { AliasKind } from '../../../shared/domain/customer-aliases.ts';
import type { PairReason } from '../parties/explain-pair.ts';
import { companyDomain } from '../parties/read-value.ts';
import type { LinkModel } from '../parties/link-model.ts';
import { probabilityOf, startPoints } from '../parties/score-pairs.ts';
import { exactName } from './exact-name.ts';
import { directoryOf, push } from './find-link.ts';
import type { StripeParty } from './parties.ts';
import { partyKey } from './party-key.ts';
import type { Comparable, CustomerCandidate, ScoredCustomer } from './score-customers.ts';

/** A spelling that a person remembers a PeopleSoft customer by. */
export interface Alias {
  readonly kind: AliasKind;
  /** As `aliasValue` gives it. */
  readonly value: string;
  readonly spelling: string;
  readonly custId: string;
  readonly madeBy: string;
  /** Day on which it was said. */
  readonly madeDate: string;
  /** Stripe customer whose confirmed link made it, as `partyKey`: for that one it is no evidence. Null: a person wrote it down. */
  readonly ownParty: string | null;
}

/**
 * A spelling as aliases are compared: names as `exactName`, of mail the registered domain, ids in upper case. Null where it could name
 * nobody: an empty one, no domain, or a domain that gives mailboxes to everybody.
 */
export function aliasValue(kind: AliasKind, spelling: string): string | null {
  if (kind === 'name') return exactName(spelling);
  if (kind === 'externalId') return spelling.trim() === '' ? null : spelling.normalize('NFKC').trim().toUpperCase();
  return companyDomain(spelling);
}

/** Points that a person's memory lifts a pair to: 0.98, 0.97 and 0.85. A domain may have several customers behind it. */
const LIFTED_TO: Readonly<Record<AliasKind, number>> = { externalId: 389, name: 348, emailDomain: 173 };
/** What a pair loses where a person remembers another one. */
const ANOTHER = -300;
const KIND_WORDS: Readonly<Record<AliasKind, string>> = {
  externalId: 'the id',
  name: 'the name',
  emailDomain: 'the e-mail domain',
};

/** Stripe customers without the stored ids of which somebody remembers whose they are, where PeopleSoft does not know them itself. */
export function withoutRememberedIds(
  { stripe, peopleSoft }: Comparable,
  aliases: readonly Alias[],
): readonly StripeParty[] {
  const known = new Set(aliases.filter(({ kind }) => kind === 'externalId').map(({ value }) => value));
  if (known.size === 0) return stripe;
  const { byId } = directoryOf(peopleSoft);
  const isRemembered = (id: string): boolean =>
    known.has(aliasValue('externalId', id) ?? '') && byId.get(id.trim().toUpperCase())?.present !== true;
  return stripe.map((party) => {
    const storedIds = party.storedIds.filter((id) => !isRemembered(id));
    return storedIds.length === party.storedIds.length ? party : { ...party, storedIds };
  });
}

interface Remembering {
  /** Who is compared, their stored ids as they are kept. */
  readonly compared: Comparable;
  readonly aliases: readonly Alias[];
  readonly model: Pick<LinkModel, 'partners' | 'rows'>;
}

/**
 * Scores with what persons remember: a live alias lifts its pair to what a memory is worth and lowers the others, each by a reason of its
 * own, so that the points add up to the score still. Where aliases of one spelling lead to several customers, none of them counts. What
 * comes is independent of the order of customers and aliases, and `withoutAliases` gives back what was.
 */
export function withAliases(
  scored: readonly ScoredCustomer[],
  { compared, aliases, model }: Remembering,
): readonly ScoredCustomer[] {
  if (aliases.length === 0) return scored;
  const byValue = valuesOf(aliases);
  const parties = new Map(compared.peopleSoft.map((party) => [party.custId.toUpperCase(), party]));
  const before = new Map(scored.map((each) => [partyKey(each.account, each.customerId), each]));
  return compared.stripe.flatMap((party): ScoredCustomer[] => {
    const { account, customerId } = party;
    const own = before.get(partyKey(account, customerId));
    const named = new Map<string, Alias>();
    for (const alias of remembered(party, byValue)) {
      const custId = parties.get(alias.custId.toUpperCase())?.custId;
      const other = custId === undefined ? undefined : named.get(custId);
      if (custId !== undefined && (other === undefined || LIFTED_TO[other.kind] < LIFTED_TO[alias.kind]))
        named.set(custId, alias);
    }
    if (named.size === 0) return own === undefined ? [] : [own];
    const candidates = (own?.candidates ?? []).map((each) => weighed(each, named.get(each.custId)));
    for (const [custId, alias] of named) {
      const setId = parties.get(custId.toUpperCase())?.setId ?? '';
      if (!candidates.some((each) => each.custId === custId))
        candidates.push(weighed({ setId, custId, score: 0, reasons: [startReason(model)] }, alias));
    }
    return [{ account, customerId, candidates: candidates.toSorted(bestFirst) }];
  });
}

/** The Stripe customers that any alias speaks of. */
export function partiesSpokenOf({ compared, aliases }: Omit<Remembering, 'model'>): readonly StripeParty[] {
  const byValue = valuesOf(aliases);
  return compared.stripe.filter((party) => remembered(party, byValue).length > 0);
}

function valuesOf(aliases: readonly Alias[]): ReadonlyMap<string, readonly Alias[]> {
  const byValue = new Map<string, Alias[]>();
  for (const alias of aliases) push(byValue, `${alias.kind} ${alias.value}`, alias);
  return byValue;
}

/** The candidates as they are without what anybody remembers. */
export function withoutAliases(candidates: readonly CustomerCandidate[]): readonly CustomerCandidate[] {
  if (!candidates.some(isRemembered)) return candidates;
  return candidates
    .map(({ reasons, ...rest }) => {
      const own = reasons.filter(({ signal }) => signal !== ALIAS);
      return { ...rest, reasons: own, score: probabilityOf(own.reduce((sum, { points }) => sum + points, 0)) };
    })
    .filter(({ reasons }) => reasons.length > 1)
    .toSorted(bestFirst);
}

/** What a reason that rests on a person's memory is called. */
export const ALIAS = 'alias';

function isRemembered({ reasons }: CustomerCandidate): boolean {
  return reasons.some(({ signal }) => signal === ALIAS);
}

/** Of one score by their id, which says nothing. */
function bestFirst(one: CustomerCandidate, other: CustomerCandidate): number {
  return other.score - one.score || (one.custId < other.custId ? -1 : 1);
}

function startReason(model: Pick<LinkModel, 'partners' | 'rows'>): PairReason {
  return {
    signal: 'start',
    agreement: null,
    points: startPoints(model),
    text: `One of ${model.rows.right} by chance`,
  };
}

/** The aliases that speak of a Stripe customer, without those of one spelling that lead to several customers. */
function remembered(party: StripeParty, byValue: ReadonlyMap<string, readonly Alias[]>): readonly Alias[] {
  const email = party.particulars?.email ?? null;
  const values: readonly (readonly [AliasKind, string | null])[] = [
    ...party.storedIds.map((id) => ['externalId', aliasValue('externalId', id)] as const),
    ['name', party.name === null ? null : aliasValue('name', party.name)],
    ['emailDomain', email === null ? null : aliasValue('emailDomain', email)],
  ];
  return values.flatMap(([kind, value]) => {
    const found = value === null ? [] : (byValue.get(`${kind} ${value}`) ?? []);
    const isOwn = found.some(({ ownParty }) => ownParty === partyKey(party.account, party.customerId));
    if (isOwn) return [];
    return new Set(found.map(({ custId }) => custId)).size === 1 ? found : [];
  });
}

function weighed(candidate: CustomerCandidate, alias: Alias | undefined): CustomerCandidate {
  const sum = candidate.reasons.reduce((total, { points }) => total + points, 0);
  const reason: PairReason =
    alias === undefined
      ? { signal: ALIAS, agreement: null, points: ANOTHER, text: 'A person remembers another customer by this' }
      : {
          signal: ALIAS,
          agreement: null,
          points: Math.max(0, LIFTED_TO[alias.kind] - sum),
          text: `${alias.madeBy} remembers since ${alias.madeDate}: ${KIND_WORDS[alias.kind]} “${alias.spelling}” is ${alias.custId}`,
        };
  const reasons = [...candidate.reasons, reason];
  return { ...candidate, reasons, score: probabilityOf(sum + reason.points) };
}
