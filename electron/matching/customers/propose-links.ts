import { compareText } from '../movements/compare-text.ts';
import { DEFAULT_LINKING, type LinkingRules } from '../../../shared/contract/profile-linking.ts';
import {
  BY_EXACT_NAME,
  BY_SCORE,
  BY_STORED_ID,
  isDecidedByProgram,
  isDecidedByRule,
  staysClosed,
} from '../../../shared/domain/link-closed.ts';
import { directoryOf, findWish, push, type Directory, type Finding, type ScoredParty, type Wish } from './find-link.ts';
import { LinkableByRule, NO_LINK_RULES, type LinkRules } from './link-rule.ts';
import { partyKey } from './party-key.ts';
import type { Evidence, PeopleSoftParty, StripeParty } from './parties.ts';

export interface StandingLink {
  readonly linkId: number;
  readonly version: number;
  readonly account: string;
  readonly customerId: string;
  readonly setId: string;
  readonly custId: string;
  readonly state: 'proposed' | 'confirmed' | 'rejected' | 'retired';
  readonly basis: 'storedId' | 'exactName' | 'score' | 'person';
  readonly evidence: Evidence;
  readonly decidedBy: string | null;
  /** Of one that was ended: the last day it holds on. */
  readonly validUntilDate: string | null;
  /** A person has decided about it before: no rule does so after her. */
  readonly isByHand: boolean;
}

export interface LinkChange {
  /** The row to change, or null for a new one. */
  readonly linkId: number | null;
  readonly version: number | null;
  readonly account: string;
  readonly customerId: string;
  readonly setId: string;
  readonly custId: string;
  readonly state: 'proposed' | 'confirmed' | 'retired';
  readonly basis: 'storedId' | 'exactName' | 'score';
  readonly evidence: Evidence;
  readonly decidedBy: string | null;
}
/** The link that matching may use for a Stripe customer. */
export interface UsableLink {
  readonly linkId: number;
  readonly custId: string;
  readonly strength: 'proposed' | 'doubtful' | 'confirmed';
  readonly note: string | null;
}
/** A link that holds up to a day only. */
export interface EndedLink extends UsableLink {
  readonly validUntilDate: string;
}
export interface ProposedLinks {
  readonly changes: readonly LinkChange[];
  /** By `partyKey`. */
  readonly usable: ReadonlyMap<string, UsableLink>;
  /** Links that were ended, by `partyKey`, the earliest last day first. */
  readonly ended: ReadonlyMap<string, readonly EndedLink[]>;
  /** Why a Stripe customer has no link, by `partyKey`. */
  readonly notes: ReadonlyMap<string, string>;
  readonly conflicts: number;
  /** What a rule links, by `partyKey`. */
  readonly byRule: ReadonlyMap<string, RuleLink>;
}
/** What of the links the movements are read with. */
export type LinksInUse = Pick<ProposedLinks, 'usable' | 'ended' | 'notes'>;
export interface RuleLink {
  readonly custId: string;
  /** Name and version of the rule. */
  readonly rule: string;
}

/**
 * Crosswalk of Stripe customers to PeopleSoft customers of one SetID. An id stored on either side makes a confirmed link,
 * unless the two sides disagree or an id fits several customers: then nothing is proposed, not even by name. Without a stored
 * id, the PeopleSoft customer that stands out by a field that wins under the `rules` or by its score, or has, as the only one, the very same
 * name, is proposed for a person to confirm, or for one of the `linkRules` to link where there are any; `scored` are the candidates by `partyKey`, the best first. What a person decided stands: a rejected or retired pair comes
 * back only with other evidence.
 */
export function proposeLinks(
  stripe: readonly StripeParty[],
  peopleSoft: readonly PeopleSoftParty[],
  standing: readonly StandingLink[],
  scored: ReadonlyMap<string, readonly ScoredParty[]> = new Map(),
  rules: LinkingRules = DEFAULT_LINKING,
  linkRules: LinkRules = NO_LINK_RULES,
): ProposedLinks {
  const directory = directoryOf(peopleSoft);
  const links = new Map<string, StandingLink[]>();
  for (const link of standing) push(links, partyKey(link.account, link.customerId), link);
  const changes: LinkChange[] = [];
  const byRule = new Map<string, RuleLink>();
  const usable = new Map<string, UsableLink>();
  const notes = new Map<string, string>();
  const ended = new Map<string, readonly EndedLink[]>();
  let conflicts = 0;
  const findings = stripe.map((customer) =>
    findWish(customer, directory, scored.get(partyKey(customer.account, customer.customerId)), rules),
  );
  const linkable = new LinkableByRule(linkRules, { stripe, peopleSoft, findings, standing, scored, rules });
  for (const [at, customer] of stripe.entries()) {
    const key = partyKey(customer.account, customer.customerId);
    const finding = findings[at] ?? NO_FINDING;
    if (finding.conflict !== null) conflicts += 1;
    const mine = links.get(key) ?? [];
    const past = endedLinks(mine, directory);
    if (past.length > 0) ended.set(key, past);
    const found = { finding, mine, rule: linkable.ruleFor(customer, finding.wish) };
    const link = reconcile(customer, found, directory, { changes, byRule });
    if (link === null) notes.set(key, finding.conflict ?? finding.note ?? endedNote(past) ?? NOT_LINKED);
    else usable.set(key, link);
  }
  return { changes, usable, ended, notes, conflicts, byRule };
}

/**
 * The links of some Stripe customers as matching uses them, without looking for others: what a run wished for stands since then. `peopleSoft`: at
 * least those that the links and the stored ids name, and that carry an id of these Stripe customers.
 */
export function linksInUse(
  stripe: readonly StripeParty[],
  peopleSoft: readonly PeopleSoftParty[],
  standing: readonly StandingLink[],
  scored: ReadonlyMap<string, readonly ScoredParty[]>,
): LinksInUse {
  const directory = directoryOf(peopleSoft);
  const usable = new Map<string, UsableLink>();
  const ended = new Map<string, readonly EndedLink[]>();
  const notes = new Map<string, string>();
  for (const customer of stripe) {
    const key = partyKey(customer.account, customer.customerId);
    const mine = standing.filter((link) => partyKey(link.account, link.customerId) === key);
    const finding = findWish(customer, directory, scored.get(key));
    const past = endedLinks(mine, directory);
    if (past.length > 0) ended.set(key, past);
    const link = standingLink(mine, finding, directory);
    if (link === null) notes.set(key, finding.conflict ?? endedNote(past) ?? NOT_LINKED);
    else usable.set(key, link);
  }
  return { usable, ended, notes };
}

function standingLink(mine: readonly StandingLink[], finding: Finding, directory: Directory): UsableLink | null {
  const confirmed = mine.find((link) => link.state === 'confirmed');
  if (confirmed !== undefined) return usableOf(confirmed, finding.wish, finding.conflict, directory);
  const proposed = mine.filter((link) => link.state === 'proposed');
  // A run takes back what it no longer wishes for, so that this is what it wished for last; what a person put forward waits behind it.
  const link = proposed.find((each) => each.basis !== 'person') ?? proposed[0];
  return link === undefined ? null : usableProposal(link, directory);
}

function usableProposal({ linkId, custId, basis }: StandingLink, directory: Directory): UsableLink {
  const party = basis === 'person' ? undefined : directory.byId.get(custId.toUpperCase());
  const note = party === undefined || party.status === 'active' ? null : inactiveNote(party);
  return { linkId, custId, strength: 'proposed', note };
}

const NO_FINDING: Finding = { wish: null, conflict: null, note: null };
const NOT_LINKED = 'Its Stripe customer is not linked to a PeopleSoft customer.';

function endedLinks(mine: readonly StandingLink[], directory: Directory): readonly EndedLink[] {
  return mine
    .flatMap((link) => {
      const { validUntilDate, state } = link;
      if (validUntilDate === null || state === 'confirmed') return [];
      return [{ ...usableOf(link, null, null, directory), validUntilDate }];
    })
    .toSorted(
      (one, other) =>
        compareText(one.validUntilDate, other.validUntilDate) || Number(one.linkId) - Number(other.linkId),
    );
}

function endedNote(past: readonly EndedLink[]): string | null {
  const last = past.at(-1);
  return last === undefined ? null : `Its link to ${last.custId} ended on ${last.validUntilDate}.`;
}

/** The link that a movement of a day may use: one that held then, else the one that is usable now. */
export function linkOn(
  { usable, ended }: Pick<ProposedLinks, 'usable' | 'ended'>,
  party: string,
  date: string,
): UsableLink | undefined {
  const past = ended.size === 0 ? undefined : ended.get(party);
  return past?.find(({ validUntilDate }) => date <= validUntilDate) ?? usable.get(party);
}

/** What is known of one Stripe customer. */
interface Found {
  readonly finding: Finding;
  readonly mine: readonly StandingLink[];
  /** The rule that may link what was found; null: none. */
  readonly rule: string | null;
}

/** Brings the standing links of one Stripe customer in line with what was found, and says which one may be used. */
function reconcile(
  customer: StripeParty,
  { finding, mine, rule }: Found,
  directory: Directory,
  { changes, byRule }: { readonly changes: LinkChange[]; readonly byRule: Map<string, RuleLink> },
): UsableLink | null {
  const { wish } = finding;
  const isWished = (link: StandingLink): boolean =>
    wish !== null && link.custId === wish.party.custId && link.setId === wish.party.setId;
  const confirmed = mine.find((link) => link.state === 'confirmed');
  const stands =
    confirmed !== undefined && (!isDecidedByProgram(confirmed) || (isWished(confirmed) && wish?.basis === 'storedId'));
  for (const link of mine) {
    const stale = link.state === 'proposed' && link.basis !== 'person' && (stands || !isWished(link));
    // What fell and resembles all the same becomes a proposal below, in one step.
    const fallen = link === confirmed && !stands && !isWished(link);
    if (stale || fallen) changes.push(retirement(link));
  }
  if (stands) return usableOf(confirmed, wish, finding.conflict, directory);
  const proposedByPerson = mine.find((link) => link.state === 'proposed' && link.basis === 'person');
  if (wish === null) return proposedByPerson === undefined ? null : usableProposal(proposedByPerson, directory);
  const present = mine.find(isWished);
  // What a person gave back to the rule by undoing is the rule's again.
  const isRules = present?.isByHand !== true || (present.state === 'confirmed' && isDecidedByRule(present.decidedBy));
  const ruling = wish.basis !== 'storedId' && isRules && proposedByPerson === undefined ? rule : null;
  const decidedBy = wish.basis === 'storedId' ? BY_STORED_ID : ruling;
  const state = decidedBy === null ? 'proposed' : 'confirmed';
  const same = present !== undefined && sameEvidence(present.evidence, wish.evidence) && present.basis === wish.basis;
  // What a person linked by hand and ended says nothing that could change: only a person brings it back.
  const isEnded = present?.state === 'retired' && present.basis === 'person';
  // What a person closed is no wish any more: another one that she put forward counts, as it does without a wish.
  if (present !== undefined && staysClosed(present, same || isEnded))
    return proposedByPerson === undefined ? null : usableProposal(proposedByPerson, directory);
  if (ruling !== null)
    byRule.set(partyKey(customer.account, customer.customerId), { custId: wish.party.custId, rule: ruling });
  const isHeldAlike = decidedBy === null || present?.decidedBy === decidedBy;
  if (present === undefined || !same || present.state !== state || !isHeldAlike)
    changes.push({
      linkId: present?.linkId ?? null,
      version: present?.version ?? null,
      account: customer.account,
      customerId: customer.customerId,
      setId: wish.party.setId,
      custId: wish.party.custId,
      state,
      basis: wish.basis,
      evidence: wish.evidence,
      decidedBy,
    });
  const inactive = wish.party.status !== 'active';
  const strength = state === 'proposed' ? 'proposed' : inactive ? 'doubtful' : 'confirmed';
  return {
    linkId: present?.linkId ?? 0,
    custId: wish.party.custId,
    strength,
    note: inactive ? inactiveNote(wish.party) : null,
  };
}

function usableOf(link: StandingLink, wish: Wish | null, conflict: string | null, directory: Directory): UsableLink {
  const party = directory.byId.get(link.custId.toUpperCase());
  const { linkId, custId } = link;
  const doubt = (note: string): UsableLink => ({ linkId, custId, strength: 'doubtful', note });
  if (conflict !== null) return doubt(conflict);
  if (wish?.basis === 'storedId' && wish.party.custId !== custId)
    return doubt(`The stored id says ${wish.party.custId}, the confirmed link ${custId}.`);
  if (party === undefined || !party.present) return doubt(`PeopleSoft no longer shows customer ${custId}.`);
  if (party.status !== 'active') return doubt(inactiveNote(party));
  return { linkId, custId, strength: 'confirmed', note: null };
}

function inactiveNote(party: PeopleSoftParty): string {
  return `Customer ${party.custId} is ${party.status} in PeopleSoft.`;
}

function retirement(link: StandingLink): LinkChange {
  const basis = link.basis === 'person' ? 'exactName' : link.basis;
  const { linkId, version, account, customerId, setId, custId, evidence } = link;
  const decidedBy = { storedId: BY_STORED_ID, exactName: BY_EXACT_NAME, score: BY_SCORE }[basis];
  return { linkId, version, account, customerId, setId, custId, state: 'retired', basis, evidence, decidedBy };
}

function sameEvidence(left: Evidence, right: Evidence): boolean {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name]);
}
