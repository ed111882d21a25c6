import { createHash } from 'node:crypto';
import type { Instant, LinkId } from '../../shared/domain/ids.ts';
import { staysClosed } from '../../shared/domain/link-closed.ts';
import type { LinkState } from '../../shared/domain/states.ts';
import type { JsonValue } from './canonical-json.ts';
import { canonicalJson } from './canonical-json.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

export type LinkBasis = 'storedId' | 'exactName' | 'score' | 'person';
export interface LinkRow {
  readonly linkId: LinkId;
  readonly account: string;
  readonly customerId: string;
  readonly setId: string;
  readonly custId: string;
  readonly state: LinkState;
  readonly basis: LinkBasis;
  readonly evidenceJson: string;
  readonly evidenceHash: string;
  readonly proposedAt: Instant;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  /** Of one that was ended: the last day it holds on. */
  readonly validUntilDate: string | null;
  readonly version: number;
}
export interface LinkProposal extends Pick<LinkRow, 'account' | 'customerId' | 'setId' | 'custId' | 'basis'> {
  /** What speaks for it; the same evidence never brings back what a person rejected or retired. */
  readonly evidence: JsonValue;
  readonly at: Instant;
}
/** What the program itself makes of a pair, for the row as it was read. */
export interface LinkChange extends LinkProposal {
  readonly state: Exclude<LinkState, 'rejected'>;
  /** Who decided it, where it is no proposal. */
  readonly decidedBy: string | null;
  /** Of the row that was read; null: there was none. */
  readonly version: number | null;
}
/** `proposed`: new, or back with other evidence. `known`: stands already. `declined`: a person rejected or retired it on this very evidence. */
export interface ProposedLink {
  readonly linkId: LinkId;
  readonly outcome: 'proposed' | 'known' | 'declined';
}
export interface LinkDecision {
  readonly linkId: LinkId;
  /** The version the person saw. */
  readonly version: number;
  readonly actor: string;
  readonly at: Instant;
}

const SELECT_LINK = `SELECT link_id AS linkId, account, customer_id AS customerId, set_id AS setId, cust_id AS custId, state,
  basis, evidence_json AS evidenceJson, evidence_hash AS evidenceHash, proposed_at AS proposedAt,
  decided_by AS decidedBy, decided_at AS decidedAt, valid_until_date AS validUntilDate, version FROM crosswalk_link`;

/**
 * Puts a link forward. A standing proposal takes the new evidence; what a person rejected or retired comes back only with other
 * evidence (`staysClosed`).
 */
export function proposeLink(db: WritableLedger, proposal: LinkProposal): ProposedLink {
  const standing = linkOfPair(db, proposal);
  if (standing?.state === 'confirmed') return { linkId: standing.linkId, outcome: 'known' };
  const change = { ...proposal, state: 'proposed', decidedBy: null } as const;
  if (standing === undefined) return { linkId: insertLink(db, change), outcome: 'proposed' };
  if (!updateLink(db, standing, change)) return { linkId: standing.linkId, outcome: 'declined' };
  return { linkId: standing.linkId, outcome: standing.state === 'proposed' ? 'known' : 'proposed' };
}

/**
 * Writes what the program makes of a pair and answers the link. Null, and nothing is written: the row has changed since it was read, a
 * person closed the pair on this very evidence, or the Stripe customer has another confirmed link by now.
 */
export function changeLink(db: WritableLedger, change: LinkChange): LinkId | null {
  const standing = linkOfPair(db, change);
  if ((standing?.version ?? null) !== change.version) return null;
  if (change.state === 'confirmed' && otherConfirmed(db, change, standing?.linkId ?? null) !== undefined) return null;
  if (standing === undefined) return insertLink(db, change);
  return updateLink(db, standing, change) ? standing.linkId : null;
}

function linkOfPair(db: ReadableLedger, pair: LinkProposal): LinkRow | undefined {
  const { account, customerId, setId, custId } = pair;
  return statement<LinkRow>(
    db,
    `${SELECT_LINK} WHERE account = ? AND customer_id = ? AND set_id = ? AND cust_id = ?`,
  ).get(account, customerId, setId, custId);
}

type Evidenced = Omit<LinkChange, 'version'>;

function insertLink(db: WritableLedger, change: Evidenced): LinkId {
  const { account, customerId, setId, custId, state, basis, decidedBy, at } = change;
  const { evidenceJson, evidenceHash } = evidenceOf(change);
  const decidedAt = decidedBy === null ? null : at;
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO crosswalk_link (account, customer_id, set_id, cust_id, state, basis, evidence_json, evidence_hash, proposed_at,
       decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(account, customerId, setId, custId, state, basis, evidenceJson, evidenceHash, at, decidedBy, decidedAt);
  return Number(lastInsertRowid) as LinkId;
}

/** The one way in which a standing pair gets evidence; false: a person closed it on this very evidence, and it stays closed. */
function updateLink(db: WritableLedger, standing: LinkRow, change: Evidenced): boolean {
  const { state, basis, decidedBy, at } = change;
  const { evidenceJson, evidenceHash } = evidenceOf(change);
  const isSame = standing.evidenceHash === evidenceHash;
  if (staysClosed(standing, isSame)) return false;
  // Another rule may hold now what one had linked.
  const isHeldAlike = state !== 'confirmed' || standing.decidedBy === decidedBy;
  if (isSame && standing.state === state && isHeldAlike) return true;
  const decidedAt = decidedBy === null ? null : at;
  statement(
    db,
    `UPDATE crosswalk_link SET state = ?, basis = ?, evidence_json = ?, evidence_hash = ?,
       proposed_at = iif(? = 'proposed', ?, proposed_at), decided_by = ?, decided_at = ?, version = version + 1 WHERE link_id = ?`,
  ).run(state, basis, evidenceJson, evidenceHash, state, at, decidedBy, decidedAt, standing.linkId);
  return true;
}

/** The evidence of a link as it is stored, and the hash by which a closed pair is recognised; the same facts give the same. */
function evidenceOf({ basis, evidence }: Pick<LinkProposal, 'basis' | 'evidence'>): {
  readonly evidenceJson: string;
  readonly evidenceHash: string;
} {
  const evidenceJson = canonicalJson(evidence);
  const evidenceHash = createHash('sha256').update(`${basis}\n${evidenceJson}`).digest('hex').slice(0, 32);
  return { evidenceJson, evidenceHash };
}

/** `proposed → confirmed`. Throws `STALE_VERSION`, `TRANSITION`, or `REFUSED` when the Stripe customer has another confirmed link. */
export function confirmLink(db: WritableLedger, decision: LinkDecision): void {
  decide(db, decision, 'proposed', 'confirmed');
}

/** `proposed → rejected`. Throws `STALE_VERSION`, `TRANSITION`. */
export function rejectLink(db: WritableLedger, decision: LinkDecision): void {
  decide(db, decision, 'proposed', 'rejected');
}

/** `confirmed → retired`: it holds up to its last day and for nothing after it. Throws `STALE_VERSION`, `TRANSITION`. */
export function retireLink(db: WritableLedger, decision: LinkDecision & { readonly validUntilDate: string }): void {
  decide(db, decision, 'confirmed', 'retired', decision.validUntilDate);
}

/** `confirmed → proposed`: a person takes a link back from a rule, and none makes it again. Throws `STALE_VERSION`, `TRANSITION`. */
export function takeLinkFromRule(db: WritableLedger, decision: LinkDecision): void {
  decide(db, decision, 'confirmed', 'proposed');
  statement(db, 'UPDATE crosswalk_link SET decided_by = NULL, decided_at = NULL WHERE link_id = ?').run(
    decision.linkId,
  );
}

/** Whether a link carries a movement of a day: it is confirmed, or was until that day or a later one. */
export function holdsOn({ state, validUntilDate }: LinkRow, date: string): boolean {
  return state === 'confirmed' || (validUntilDate !== null && date <= validUntilDate);
}

/**
 * Of the links of a Stripe customer the one that carries a movement of a day: one that held then and has ended since, of several the one that ended
 * first and then the oldest, as matching takes it; else the confirmed one.
 */
export function linkOnDay(links: readonly LinkRow[], date: string): LinkRow | undefined {
  const ended = links.filter((link) => link.state !== 'confirmed' && holdsOn(link, date));
  const lastDay = ({ validUntilDate }: LinkRow): number => Number(validUntilDate?.replaceAll('-', ''));
  const [first] = ended.toSorted((one, other) => lastDay(one) - lastDay(other) || one.linkId - other.linkId);
  return first ?? links.find(({ state }) => state === 'confirmed');
}

/** The link. Throws `NOT_FOUND`. */
export function getLink(db: ReadableLedger, linkId: LinkId): LinkRow {
  const row = statement<LinkRow>(db, `${SELECT_LINK} WHERE link_id = ?`).get(linkId);
  if (row === undefined)
    throw new LedgerError('NOT_FOUND', `There is no crosswalk link ${linkId}.`, 'Refresh the list and choose again.');
  return row;
}

/**
 * All links of a Stripe customer, confirmed first. Without a confirmed one of its own it has that of a customer it is merged with, which
 * then names that one.
 */
export function linksOfStripeCustomer(db: ReadableLedger, account: string, customerId: string): readonly LinkRow[] {
  const own = statement<LinkRow>(
    db,
    `${SELECT_LINK} WHERE account = ? AND customer_id = ? ORDER BY state <> 'confirmed', set_id, cust_id`,
  ).all(account, customerId);
  if (own[0]?.state === 'confirmed') return own;
  const merged = statement<LinkRow>(db, `${SELECT_LINK} WHERE link_id = ${mergedLinkSql('?', '?')}`).get(
    account,
    customerId,
  );
  return merged === undefined ? own : [merged, ...own];
}

/** In SQL, the confirmed link of a customer that this one is merged with; of several the same whenever it is asked. */
export function mergedLinkSql(account: string, customerId: string): string {
  return `(SELECT l.link_id FROM customer_merge_member own CROSS JOIN customer_merge_member other ON other.merge_id = own.merge_id
    CROSS JOIN crosswalk_link l ON l.account = other.account AND l.customer_id = other.customer_id AND l.state = 'confirmed'
    WHERE own.account = ${account} AND own.customer_id = ${customerId} ORDER BY l.link_id LIMIT 1)`;
}

function decide(
  db: WritableLedger,
  decision: LinkDecision,
  from: LinkState,
  to: LinkState,
  validUntilDate: string | null = null,
): void {
  const link = getLink(db, decision.linkId);
  if (link.version !== decision.version)
    throw new LedgerError(
      'STALE_VERSION',
      'This link between two customers has changed since you saw it.',
      'Look at it again and decide anew.',
    );
  if (link.state !== from)
    throw new LedgerError('TRANSITION', `A ${link.state} link cannot become ${to}.`, 'Refresh the list of links.');
  if (to === 'confirmed') refuseSecond(db, link);
  statement(
    db,
    `UPDATE crosswalk_link SET state = ?, decided_by = ?, decided_at = ?, valid_until_date = iif(? = 'rejected', valid_until_date, ?),
       by_hand = 1, version = version + 1 WHERE link_id = ?`,
  ).run(to, decision.actor, decision.at, to, validUntilDate, decision.linkId);
}

function refuseSecond(db: ReadableLedger, link: LinkRow): void {
  const other = otherConfirmed(db, link, link.linkId);
  if (other !== undefined)
    throw new LedgerError(
      'REFUSED',
      `The Stripe customer ${link.customerId} is linked to ${other.custId} already.`,
      'Take that link back first, or reject this one.',
      { detailCode: 'MATCH_CUSTOMER_NOT_LINKED' },
    );
}

function otherConfirmed(
  db: ReadableLedger,
  { account, customerId, setId, custId }: Pick<LinkRow, 'account' | 'customerId' | 'setId' | 'custId'>,
  linkId: LinkId | null,
): LinkRow | undefined {
  const links = linksOfStripeCustomer(db, account, customerId);
  const isSameByMerge = (each: LinkRow): boolean =>
    each.customerId !== customerId && each.setId === setId && each.custId === custId;
  return links.find((each) => each.state === 'confirmed' && each.linkId !== linkId && !isSameByMerge(each));
}

/** Stripe customers that have a link in a state, from the counts the ledger keeps. */
export function linkCounts(db: ReadableLedger): Readonly<Record<'proposed' | 'confirmed', number>> {
  const rows = statement<{ state: 'proposed' | 'confirmed'; customers: number }>(
    db,
    'SELECT state, customers FROM link_count',
  ).all();
  const of = (state: string): number => rows.find((row) => row.state === state)?.customers ?? 0;
  return { proposed: of('proposed'), confirmed: of('confirmed') };
}

/**
 * Stripe customers without a confirmed link of their own that a merge gives one to, and those of them that have a proposed one. Walks the
 * merges, of which there are as many as people made.
 */
export function linkedByMerge(db: ReadableLedger): Readonly<Record<'proposed' | 'confirmed', number>> {
  // The plus keeps SQLite from walking all links of a state: each customer's own few are looked up.
  const own = (state: LinkState): string =>
    `EXISTS (SELECT 1 FROM crosswalk_link own WHERE own.account = joined.account AND own.customer_id = joined.customer_id AND +own.state = '${state}')`;
  const row = statement<{ confirmed: number; proposed: number }>(
    db,
    `SELECT count(*) AS confirmed, ifnull(sum(${own('proposed')}), 0) AS proposed FROM customer_merge_member joined
     WHERE NOT ${own('confirmed')} AND ${mergedLinkSql('joined.account', 'joined.customer_id')} IS NOT NULL`,
  ).get();
  return row ?? { confirmed: 0, proposed: 0 };
}
