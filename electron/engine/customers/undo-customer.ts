import type { LinkId } from '../../../shared/domain/ids.ts';
import type { CustomerRow } from '../../../shared/contract/customers.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { isDecidedByRule } from '../../../shared/domain/link-closed.ts';
import { getLink, takeLinkFromRule } from '../../ledger/crosswalk-store.ts';
import { bandOfLink, lastDecisionOfLink, openDecision, recordDecision } from '../../ledger/decision-store.ts';
import { LedgerError } from '../../ledger/ledger-error.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { LINK_BAND, LINK_FROM_RULE } from '../../ledger/link-decision-kinds.ts';
import { decisionStands, standingLinksOf, undoDecision, undoLinkOfBand } from '../../ledger/undo-decision.ts';
import type { Decider } from '../../posting/decisions/decide.ts';
import { customerRowOf } from './customer-view.ts';

export interface UndoCustomerArgs extends Decider {
  readonly customerKey: number;
  readonly setId: string;
  /** Of a link that was confirmed together with others: all of these. */
  readonly whole?: boolean;
}

/**
 * Takes back what a person last said of the link of a Stripe customer: it is what it was before. Of links confirmed together only this one
 * goes, unless the whole is asked for. Throws `UNDO_NOTHING` with the reason.
 */
export const undoCustomer = defineWrite(
  'customers.undo',
  (db: WritableLedger, { customerKey, setId, whole = false, ...who }: UndoCustomerArgs): { text: string } => {
    const row = customerRowOf(db, customerKey, setId);
    if (isOfRule(db, row)) return takeFromRule(db, row, who);
    const band = bandOfCustomer(db, row);
    if (band !== null) return undoInBand(db, row, band, who, whole);
    const decision = row.linkId === null ? null : lastDecisionOfLink(db, row.linkId as LinkId);
    const why = whyNotUndoCustomer(db, row);
    if (why !== null || decision === null)
      throw new LedgerError('REFUSED', why ?? NOTHING_SAID, 'Decide it as it is now.', { detailCode: 'UNDO_NOTHING' });
    const { actor, at, machine } = who;
    const { kind } = undoDecision(db, { decisionId: decision.decisionId, actor, at });
    const subject = `decision/${decision.decisionId}`;
    appendAudit(db, { at, actor, machine, action: 'decision.undone', subject, detail: { kind, movement: null } });
    return { text: `Taken back: ${row.name ?? row.customerId} waits for a word again.` };
  },
);

function isOfRule(db: ReadableLedger, { linkId, state }: CustomerRow): boolean {
  return linkId !== null && state === 'confirmed' && isDecidedByRule(getLink(db, linkId as LinkId).decidedBy);
}

/** What the rule linked waits for a person from now on, and the rule leaves it to her. */
function takeFromRule(db: WritableLedger, row: CustomerRow, { actor, at, machine }: Decider): { text: string } {
  const linkId = row.linkId as LinkId;
  const { decidedBy: rule } = getLink(db, linkId);
  const opened = openDecision(db, { linkIds: [linkId] });
  takeLinkFromRule(db, { linkId, version: row.version, actor, at });
  recordDecision(db, { opened, actor, at, kind: LINK_FROM_RULE });
  const detail = { stripeCustomer: row.customerId, customer: row.custId, rule };
  appendAudit(db, { at, actor, machine, action: LINK_FROM_RULE, subject: `link/${linkId}`, detail });
  return { text: `Taken back from the rule: ${row.name ?? row.customerId} waits for your word.` };
}

/** The decision that confirmed the link of a customer together with others, while it stands for this link. */
export function bandOfCustomer(db: ReadableLedger, { linkId, state }: CustomerRow): Band | null {
  if (linkId === null || state !== 'confirmed') return null;
  const { decidedBy, decidedAt } = getLink(db, linkId as LinkId);
  if (decidedBy === null || decidedAt === null) return null;
  const decision = bandOfLink(db, { linkId: linkId as LinkId, decidedBy, decidedAt });
  if (decision === null) return null;
  const links = standingLinksOf(db, decision.decisionId);
  return links.includes(linkId as LinkId) ? { decisionId: decision.decisionId, links: links.length } : null;
}
interface Band {
  readonly decisionId: number;
  /** Of its links, those that nobody decided since. */
  readonly links: number;
}

function undoInBand(
  db: WritableLedger,
  { linkId, name, customerId }: CustomerRow,
  { decisionId, links }: Band,
  { actor, at, machine }: Decider,
  whole: boolean,
): { text: string } {
  const link = linkId as LinkId;
  if (whole) undoDecision(db, { decisionId, actor, at });
  else undoLinkOfBand(db, { decisionId, linkId: link, actor, at });
  const detail = whole ? { kind: LINK_BAND, movement: null, links } : { kind: LINK_BAND, movement: null, link };
  appendAudit(db, { at, actor, machine, action: 'decision.undone', subject: `decision/${decisionId}`, detail });
  return {
    text: whole
      ? `Taken back: ${links} customers wait for a word again.`
      : `Taken back: ${name ?? customerId} waits for a word again.`,
  };
}

const NOTHING_SAID = 'Nobody has decided about this customer yet.';

/** Why nothing said of the link of a Stripe customer can be taken back here, a sentence; null: it can. */
export function whyNotUndoCustomer(db: ReadableLedger, row: CustomerRow): string | null {
  const { linkId, state } = row;
  if (linkId === null || state === 'none' || state === 'proposed') return NOTHING_SAID;
  if (isOfRule(db, row) || bandOfCustomer(db, row) !== null) return null;
  const decision = lastDecisionOfLink(db, linkId as LinkId);
  if (decision === null)
    return state === 'confirmed'
      ? 'This link rests on a stored id, or was confirmed with a payment: change the id where it is kept, or take that approval back.'
      : 'This was not decided here.';
  return decisionStands(db, decision.decisionId)
    ? null
    : 'This cannot be taken back: something was decided or came back after it.';
}
