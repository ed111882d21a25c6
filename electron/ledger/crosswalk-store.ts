import { createHash } from 'node:crypto';
import type { Instant, LinkId } from '../../shared/domain/ids.ts';
import type { LinkState } from '../../shared/domain/states.ts';
import type { JsonValue } from './canonical-json.ts';
import { canonicalJson } from './canonical-json.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

export type LinkBasis = 'storedId' | 'exactName' | 'person';
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
  readonly version: number;
}
export interface LinkProposal extends Pick<LinkRow, 'account' | 'customerId' | 'setId' | 'custId' | 'basis'> {
  /** What speaks for it; the same evidence never brings a rejected or retired link back. */
  readonly evidence: JsonValue;
  readonly at: Instant;
}
/** `proposed`: new, or back with other evidence. `known`: stands already. `declined`: rejected or retired on this very evidence. */
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
  decided_by AS decidedBy, decided_at AS decidedAt, version FROM crosswalk_link`;

/** The evidence of a link as it is stored, and the hash by which a rejected pair is recognised; the same facts give the same. */
export function evidenceOf({ basis, evidence }: Pick<LinkProposal, 'basis' | 'evidence'>): {
  readonly evidenceJson: string;
  readonly evidenceHash: string;
} {
  const evidenceJson = canonicalJson(evidence);
  const evidenceHash = createHash('sha256').update(`${basis}\n${evidenceJson}`).digest('hex').slice(0, 32);
  return { evidenceJson, evidenceHash };
}

/** Puts a link forward. A standing proposal takes the new evidence; a rejected or retired one comes back only with other evidence. */
export function proposeLink(db: WritableLedger, proposal: LinkProposal): ProposedLink {
  const { evidenceJson, evidenceHash } = evidenceOf(proposal);
  const standing = statement<LinkRow>(
    db,
    `${SELECT_LINK} WHERE account = ? AND customer_id = ? AND set_id = ? AND cust_id = ?`,
  ).get(proposal.account, proposal.customerId, proposal.setId, proposal.custId);
  if (standing === undefined) {
    const { lastInsertRowid } = statement(
      db,
      `INSERT INTO crosswalk_link (account, customer_id, set_id, cust_id, state, basis, evidence_json, evidence_hash, proposed_at)
       VALUES (?, ?, ?, ?, 'proposed', ?, ?, ?, ?)`,
    ).run(
      proposal.account,
      proposal.customerId,
      proposal.setId,
      proposal.custId,
      proposal.basis,
      evidenceJson,
      evidenceHash,
      proposal.at,
    );
    return { linkId: Number(lastInsertRowid) as LinkId, outcome: 'proposed' };
  }
  const { linkId } = standing;
  if (standing.state === 'confirmed') return { linkId, outcome: 'known' };
  if (standing.evidenceHash === evidenceHash)
    return { linkId, outcome: standing.state === 'proposed' ? 'known' : 'declined' };
  statement(
    db,
    `UPDATE crosswalk_link SET state = 'proposed', basis = ?, evidence_json = ?, evidence_hash = ?, proposed_at = ?,
       decided_by = NULL, decided_at = NULL, version = version + 1 WHERE link_id = ?`,
  ).run(proposal.basis, evidenceJson, evidenceHash, proposal.at, linkId);
  return { linkId, outcome: standing.state === 'proposed' ? 'known' : 'proposed' };
}

/** `proposed → confirmed`. Throws `STALE_VERSION`, `TRANSITION`, or `REFUSED` when the Stripe customer has another confirmed link. */
export function confirmLink(db: WritableLedger, decision: LinkDecision): void {
  decide(db, decision, 'proposed', 'confirmed');
}

/** `proposed → rejected`. Throws `STALE_VERSION`, `TRANSITION`. */
export function rejectLink(db: WritableLedger, decision: LinkDecision): void {
  decide(db, decision, 'proposed', 'rejected');
}

/** The link. Throws `NOT_FOUND`. */
export function getLink(db: ReadableLedger, linkId: LinkId): LinkRow {
  const row = statement<LinkRow>(db, `${SELECT_LINK} WHERE link_id = ?`).get(linkId);
  if (row === undefined)
    throw new LedgerError('NOT_FOUND', `There is no crosswalk link ${linkId}.`, 'Refresh the list and choose again.');
  return row;
}

/** All links of a Stripe customer, confirmed first. */
export function linksOfStripeCustomer(db: ReadableLedger, account: string, customerId: string): readonly LinkRow[] {
  return statement<LinkRow>(
    db,
    `${SELECT_LINK} WHERE account = ? AND customer_id = ? ORDER BY state <> 'confirmed', set_id, cust_id`,
  ).all(account, customerId);
}

function decide(db: WritableLedger, decision: LinkDecision, from: LinkState, to: LinkState): void {
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
    'UPDATE crosswalk_link SET state = ?, decided_by = ?, decided_at = ?, version = version + 1 WHERE link_id = ?',
  ).run(to, decision.actor, decision.at, decision.linkId);
}

function refuseSecond(db: ReadableLedger, { linkId, account, customerId }: LinkRow): void {
  const other = linksOfStripeCustomer(db, account, customerId).find(
    (each) => each.state === 'confirmed' && each.linkId !== linkId,
  );
  if (other !== undefined)
    throw new LedgerError(
      'REFUSED',
      `The Stripe customer ${customerId} is linked to ${other.custId} already.`,
      'Take that link back first, or reject this one.',
      { detailCode: 'MATCH_CUSTOMER_NOT_LINKED' },
    );
}
