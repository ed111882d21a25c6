import { formatDecimal, money } from '../../shared/domain/money.ts';
import type { Instant, ItemKey, LinkId, MatchId, MovementKey, UnitId } from '../../shared/domain/ids.ts';
import type { UnitProfile } from '../../shared/contract/profile.ts';
import { appendAudit } from '../ledger/audit-store.ts';
import { confirmLink, getLink, linksOfStripeCustomer, proposeLink } from '../ledger/crosswalk-store.ts';
import { openDecision, recordDecision, type OpenedDecision } from '../ledger/decision-store.ts';
import {
  allocationsOfMatch,
  changeMatchState,
  insertMatch,
  liveMatchOf,
  type MatchRow,
} from '../ledger/match-store.ts';
import { getMovement, setMovementState, type MovementRow } from '../ledger/movement-store.ts';
import { defineWrite, type WritableLedger } from '../ledger/operation.ts';
import { approvedDate, cutOffWords } from './accounting-date.ts';
import { approvalRight } from './approval-limit.ts';
import { askReviewer } from './ask-reviewer.ts';
import { checkAllocations, type CheckedAllocation, type WantedAllocation } from './match-allocation.ts';
import { enqueuePayment } from './enqueue-payment.ts';
import { chosenPoints, PERSON_RULE } from './person-rule.ts';
import { receiptTrouble } from './receipt-trouble.ts';
import { refusal } from './refusal.ts';

export interface Decider {
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
  /** Her operator id, proven against PeopleSoft in this session; absent or null: she is not signed in. */
  readonly operatorId?: string | null;
}
export interface ApproveArgs extends Decider {
  readonly unit: UnitProfile;
  readonly setId: string;
  readonly movementKey: number;
  readonly seenVersion: number;
  readonly allocations: readonly WantedAllocation[];
  /** true: send at once ("approve and post"). */
  readonly post: boolean;
  readonly reason: string | null;
  readonly confirmLinkId: number | null;
  /** The first open day she accepts where the movement's own period is closed; left out: its own date. */
  readonly accountingDate?: string | null;
  /** Also link the Stripe customer to the customer of the items, where no link stands. */
  readonly linkCustomer: boolean;
  /** false: an amount above her limit is refused; else it becomes a proposal that waits for a reviewer. */
  readonly mayAsk?: boolean;
}
export interface Decided {
  readonly decisionId: number;
  readonly postingId: number | null;
  /** Why nothing is approved yet and a reviewer is asked, a sentence; null: it is approved. */
  readonly waits: string | null;
}

/**
 * A person approves how a movement is applied: as proposed, or as she chose herself. In one transaction the match holds its items,
 * a proposed customer link is confirmed when she said so, the payment is fixed in the outbox, and the audit row is written.
 * Above her limit it becomes a proposal that waits for a reviewer. Refuses stale rows, allocations that exceed a side, several customers,
 * a remainder without a reason, and who may not approve.
 */
export function approve(db: WritableLedger, args: ApproveArgs): Decided {
  const movement = movementAsSeen(db, args.movementKey, args.seenVersion);
  if (!['proposed', 'ambiguous', 'unmatched'].includes(movement.state))
    throw refusal('MATCH_ALREADY_DECIDED', `This movement is ${movement.state}.`, 'Undo the earlier decision first.');
  const above = aboveLimit(db, movement, args);
  const proposal = liveMatchOf(db, movement.movementKey);
  const allocations = isProposedAsItIs(db, proposal, args.allocations)
    ? []
    : checkAllocations(db, movement, args.allocations, args.unit.businessUnits);
  if (proposal !== null && allocations.length === 0) requireGoodReceipt(db, proposal);
  const isPayment = proposal?.kind === 'payment' || allocations.length > 0;
  if (allocations.length === 0 && (proposal === null || isPayment))
    throw refusal('BAD_INPUT', 'Nothing is allocated.', 'Select at least one item.');
  if (isPayment) requireReason(movement, proposal, allocations, args.reason);
  const accountingDate =
    allocations.length === 0 ? null : approvedDate(db, movement, args.unit, args.accountingDate ?? null);
  const linkId = args.confirmLinkId ?? (args.linkCustomer ? personLink(db, movement, allocations, args) : null);
  const opened = openDecision(db, {
    matchIds: proposal === null ? [] : [proposal.matchId],
    movementKeys: [movement.movementKey],
    linkIds: linkId === null ? [] : [linkId as LinkId],
  });
  if (above !== null) {
    const { actor, machine, at, reason } = args;
    const asked = { actor, machine, at, reason, movement, unit: args.unit.unit, proposal, allocations, opened, above };
    return { ...askReviewer(db, asked), postingId: null };
  }
  const custId = allocations[0]?.custId ?? customerOfLink(db, proposal, linkId);
  const confirmedLink = settleLink(db, movement, custId, linkId, args);
  const { matchId, created } = approvedMatch(db, movement, proposal, allocations, args);
  const postingId =
    accountingDate === null
      ? null
      : enqueuePayment(db, {
          ...args,
          movement,
          matchId,
          allocations,
          approvedBy: args.actor,
          operatorId: args.operatorId ?? null,
          approvedRule: null,
          sendNow: args.post,
          accountingDate,
        });
  const cutOff = accountingDate === null ? null : cutOffWords(movement, accountingDate);
  if (cutOff !== null) sayCutOff(db, movement.movementKey, cutOff, args.at);
  return {
    decisionId: keepDecision(db, args, opened, matchId, created, {
      posting: postingId,
      post: args.post,
      items: allocations.map((each) => each.item),
      reason: args.reason,
      ...(cutOff === null ? {} : { accountingDate }),
      ...(typeof args.operatorId === 'string' ? { operatorId: args.operatorId } : {}),
      ...(confirmedLink === null ? {} : { confirmedLink }),
    }),
    postingId,
    waits: null,
  };
}

/** Why the amount is above her limit, so that a reviewer has to be asked; null when she may approve. Refuses who may not at all. */
function aboveLimit(db: WritableLedger, movement: MovementRow, { actor, mayAsk = true }: ApproveArgs): string | null {
  const right = approvalRight(db, actor, movement);
  if (right.kind === 'mayApprove') return null;
  if (right.kind === 'mayNot')
    throw refusal(right.code, right.text, 'Ask a reviewer, or an administrator for the role or limit it needs.');
  if (!mayAsk)
    throw refusal('APPROVAL_ABOVE_LIMIT', right.text, 'Approve it in the workbench: it then waits for a reviewer.');
  return right.text;
}

/** The row says that it posts on another day than its own, for as long as it is decided. */
function sayCutOff(db: WritableLedger, key: MovementKey, words: string, at: Instant): void {
  const { state, stateReason, attention, score } = getMovement(db, key);
  const reason = [stateReason, words].filter((each) => each !== null).join(' ');
  setMovementState(db, key, state, { reason, attention, score, at });
}

export const approveByPerson = defineWrite('decide.approve', approve);

/** The movement as the person saw it; refuses with STALE_VERSION when it has changed since. */
export function movementAsSeen(db: WritableLedger, movementKey: number, seenVersion: number): MovementRow {
  const movement = getMovement(db, movementKey as MovementKey);
  if (movement.version !== seenVersion)
    throw refusal(
      'STALE_VERSION',
      'This row has changed since you opened it.',
      'Look at it again; it has been refreshed.',
    );
  return movement;
}

/** A receipt found in PeopleSoft, or a refund by its charge, taken over as proposed: nothing is sent for it. */
function isProposedAsItIs(
  db: WritableLedger,
  proposal: MatchRow | null,
  wanted: readonly WantedAllocation[],
): proposal is MatchRow {
  if (proposal === null || proposal.kind === 'payment') return false;
  return wanted.length === 0 || sameAllocations(db, proposal.matchId, wanted);
}

/** A receipt that is in error or gone cannot be taken over: the next look would give the charge back. */
function requireGoodReceipt(db: WritableLedger, proposal: MatchRow): void {
  const trouble = receiptTrouble(db, proposal);
  if (trouble !== null)
    throw refusal(
      'BAD_INPUT',
      `This cannot be taken over: ${trouble}.`,
      'Put the receipt right in PeopleSoft, or choose the items to pay.',
    );
}

/** What needs a person's own words: a remainder, and a payment where a receipt was found in PeopleSoft already. */
function requireReason(
  movement: MovementRow,
  proposal: MatchRow | null,
  allocations: readonly CheckedAllocation[],
  reason: string | null,
): void {
  if ((reason ?? '').trim() !== '') return;
  if (proposal?.kind === 'alreadyKeyed')
    throw refusal(
      'BAD_INPUT',
      'PeopleSoft seems to hold a receipt for this charge already.',
      'Give the reason why it is to be posted all the same, or take the receipt over.',
    );
  const rest = Math.abs(movement.amountMinor) - allocations.reduce((sum, each) => sum + each.amount.minor, 0);
  if (rest === 0) return;
  const text = `${formatDecimal(money(rest, movement.exponent, movement.currency))} ${movement.currency}`;
  throw refusal(
    'MATCH_REMAINDER_NEEDS_REASON',
    `${text} of the charge stays unapplied.`,
    'Give a reason, or allocate the rest.',
  );
}

/** Where a proposal names no items, the customer it is for is the one of its own link. */
function customerOfLink(db: WritableLedger, proposal: MatchRow | null, confirmLinkId: number | null): string | null {
  return proposal !== null && confirmLinkId !== null && proposal.linkId === confirmLinkId
    ? getLink(db, proposal.linkId).custId
    : null;
}

/** The link a person makes by choosing the items: put forward first, so that undoing the decision leaves it a proposal. Null where one stands. */
function personLink(
  db: WritableLedger,
  movement: MovementRow,
  allocations: readonly CheckedAllocation[],
  args: ApproveArgs,
): number | null {
  const custId = allocations[0]?.custId;
  if (movement.customerId === null || custId === undefined) return null;
  const links = linksOfStripeCustomer(db, movement.account, movement.customerId);
  if (links.some((link) => link.state === 'confirmed')) return null;
  const { linkId } = proposeLink(db, {
    account: movement.account,
    customerId: movement.customerId,
    setId: args.setId,
    custId,
    basis: 'person',
    evidence: { chosenBy: args.actor, charge: movement.objectId },
    at: args.at,
  });
  return linkId;
}

interface ConfirmedLink {
  readonly link: number;
  readonly stripeCustomer: string;
  readonly customer: string;
  readonly basis: string;
}

/**
 * A confirmed link to another customer always stands in the way; a proposed one is confirmed only when the person said so. Answers the
 * link that this decision confirmed, for the audit.
 */
function settleLink(
  db: WritableLedger,
  movement: MovementRow,
  custId: string | null,
  linkId: number | null,
  args: ApproveArgs,
): ConfirmedLink | null {
  if (movement.customerId === null || custId === null) return null;
  const links = linksOfStripeCustomer(db, movement.account, movement.customerId);
  const confirmed = links.find((link) => link.state === 'confirmed');
  if (confirmed !== undefined && confirmed.custId !== custId)
    throw refusal(
      'MATCH_CUSTOMER_NOT_LINKED',
      `This Stripe customer is linked to ${confirmed.custId}, not ${custId}.`,
      'Choose items of the linked customer; a wrong link is taken back with the decision that made it (U on that row).',
    );
  if (linkId === null) return null;
  const link = getLink(db, linkId as LinkId);
  if (link.custId !== custId || link.customerId !== movement.customerId)
    throw refusal(
      'MATCH_CUSTOMER_NOT_LINKED',
      `The link to confirm names ${link.custId}, the items belong to ${custId}.`,
      'Choose items of that customer, or leave the link unconfirmed.',
    );
  if (link.state !== 'proposed') return null;
  confirmLink(db, { linkId: link.linkId, version: link.version, actor: args.actor, at: args.at });
  return { link: link.linkId, stripeCustomer: link.customerId, customer: link.custId, basis: link.basis };
}

function approvedMatch(
  db: WritableLedger,
  movement: MovementRow,
  proposal: MatchRow | null,
  allocations: readonly CheckedAllocation[],
  args: ApproveArgs,
): { matchId: MatchId; created: readonly MatchId[] } {
  const done = { actor: args.actor, at: args.at, reason: args.reason };
  const wanted = allocations.map((each) => ({ itemKey: each.itemKey, amountMinor: each.amount.minor }));
  if (proposal !== null && (allocations.length === 0 || sameAllocations(db, proposal.matchId, wanted))) {
    const to = proposal.kind === 'alreadyKeyed' ? 'posted' : 'approved';
    changeMatchState(db, { ...done, matchId: proposal.matchId, to });
    return { matchId: proposal.matchId, created: [] };
  }
  if (proposal !== null)
    changeMatchState(db, {
      ...done,
      matchId: proposal.matchId,
      to: 'withdrawn',
      reason: 'another allocation was chosen',
    });
  const matchId = insertMatch(db, {
    unit: args.unit.unit as UnitId,
    kind: 'payment',
    state: 'approved',
    ruleId: PERSON_RULE,
    ruleVersion: 1,
    score: 1,
    margin: null,
    automatic: false,
    pointsJson: chosenPoints(args.actor),
    movements: [movement.movementKey],
    allocations: allocations.map((each) => ({
      movementKey: movement.movementKey,
      itemKey: each.itemKey as ItemKey,
      amountMinor: each.amount.minor,
      itemAmountMinor: each.itemAmount.minor,
    })),
    decidedBy: args.actor,
    at: args.at,
    reason: args.reason,
    movementReason: args.reason,
  });
  return { matchId, created: [matchId] };
}

function sameAllocations(
  db: WritableLedger,
  matchId: MatchId,
  wanted: readonly Pick<WantedAllocation, 'itemKey' | 'amountMinor'>[],
): boolean {
  const proposed = allocationsOfMatch(db, matchId);
  if (proposed.length !== wanted.length) return false;
  const amounts = new Map(proposed.map((each) => [each.itemKey as number, each.amountMinor]));
  return wanted.every((each) => amounts.get(each.itemKey) === each.amountMinor);
}

/** Keeps the decision for undo and writes its audit row. */
export function keepDecision(
  db: WritableLedger,
  decider: Decider,
  opened: OpenedDecision,
  matchId: MatchId,
  created: readonly MatchId[],
  detail: { posting: number | null; post: boolean; items: string[]; reason: string | null },
): number {
  const { actor, machine, at } = decider;
  const decisionId = recordDecision(db, { opened, actor, at, kind: 'match.approved', createdMatches: created });
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'match.approved',
    subject: `match/${matchId}`,
    detail: { decision: decisionId, ...detail },
  });
  return decisionId;
}
