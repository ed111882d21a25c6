import { formatDecimal, money } from '../../../shared/domain/money.ts';
import type { Instant, LinkId } from '../../../shared/domain/ids.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { WithoutItem } from '../../../shared/contract/workbench.ts';
import { movementIs } from '../../../shared/domain/state-words.ts';
import { stateWords } from '../../../shared/domain/movement-gate.ts';
import { openDecision } from '../../ledger/decision-store.ts';
import { getItem } from '../../ledger/item-store.ts';
import type { LedgerError } from '../../ledger/ledger-error.ts';
import { allocationsOfMatch, liveMatchOf, type MatchRow } from '../../ledger/match-store.ts';
import { setPostsDate, type MovementRow } from '../../ledger/movement-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { approvedDate } from '../payments/accounting-date.ts';
import { approvalRight } from './approval-limit.ts';
import { approvedMatch, sameAllocations } from './approved-match.ts';
import { asAsked, formOf, formsOf } from './as-asked.ts';
import { askReviewer } from './ask-reviewer.ts';
import { accountCustomer, customerOfLink, personLink, settleLink } from './customer-link.ts';
import { enqueuePayment } from '../payments/enqueue-payment.ts';
import { overriddenDuplicate } from './held-duplicate.ts';
import { keepDecision } from './keep-decision.ts';
import { checkAllocations, type CheckedAllocation, type WantedAllocation } from './match-allocation.ts';
import { chargeItemOf, requireForm } from '../items/charge-item.ts';
import { movementAsSeen } from './movement-as-seen.ts';
import { isOutward } from '../payments/movement-effect.ts';
import { isWithoutCredit, outwardTerms, type OutwardTerms } from './outward-terms.ts';
import { wholeChargeTemplate } from '../journals/charge-journal.ts';
import { postingBlocked } from '../payments/plan-payment.ts';
import { receiptTrouble } from '../read-back/receipt-trouble.ts';
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
  /** A charge that no item takes, or not all of it: the rest goes on the account of its linked customer. Needs a reason. */
  readonly onAccount?: boolean;
  /** A charge that no invoice stands behind: all of it is journalled directly, of no customer. Needs a reason. */
  readonly directJournal?: boolean;
  /** A charge that no item takes: an item over it is made first, which its payment then pays. */
  readonly makeItem?: boolean;
  /** false: an amount above her limit is refused; else it becomes a proposal that waits for a reviewer. */
  readonly mayAsk?: boolean;
}
export interface Decided {
  readonly decisionId: number;
  readonly postingId: number | null;
  /** Why nothing is approved yet and a reviewer is asked, a sentence; null: it is approved. */
  readonly waits: string | null;
}

function notOpen(movement: MovementRow): LedgerError {
  const isDecided = movement.state === 'approved' || movement.state === 'posted';
  return refusal(
    'MATCH_ALREADY_DECIDED',
    `This movement is ${movementIs(movement.state)}.`,
    isDecided
      ? 'Undo the earlier decision first.'
      : (stateWords(movement) ?? 'It can be decided once that has changed.'),
  );
}

/**
 * A person approves how a movement is applied: as proposed, or as she chose herself. In one transaction the match holds its items,
 * a proposed customer link is confirmed when she said so, the payment is fixed in the outbox, and the audit row is written.
 * Above her limit it becomes a proposal that waits for a reviewer. Refuses stale rows, allocations that exceed a side, several customers,
 * a remainder or a suspected duplicate without a reason, money on account that she did not ask for, money that would go out before its charge is decided, and who
 * may not approve.
 */
export function approve(db: WritableLedger, given: ApproveArgs): Decided {
  const movement = movementAsSeen(db, given.movementKey, given.seenVersion);
  const args = asAsked(db, given);
  if (!['proposed', 'ambiguous', 'unmatched'].includes(movement.state)) throw notOpen(movement);
  const above = aboveLimit(db, movement, args);
  const proposal = liveMatchOf(db, movement.movementKey);
  const isTakenOver = isReceiptAsItIs(db, movement, proposal, args);
  if (isTakenOver && proposal !== null) requireGoodReceipt(db, proposal);
  const allocations = isTakenOver
    ? []
    : checkAllocations(db, movement, wantedOf(db, movement, proposal, args), args.unit.businessUnits);
  const terms = isTakenOver ? NO_TERMS : termsOf(db, movement, allocations, args);
  if (!isTakenOver) requireReason(db, movement, proposal, allocations, args);
  const duplicate = isTakenOver ? null : overriddenDuplicate(db, movement, args.reason);
  const accountingDate = isTakenOver ? null : approvedDate(db, movement, args.unit, args.accountingDate ?? null);
  const linkId = args.confirmLinkId ?? (args.linkCustomer ? personLink(db, movement, allocations, args) : null);
  const opened = openDecision(db, {
    matchIds: proposal === null ? [] : [proposal.matchId],
    movementKeys: [movement.movementKey],
    linkIds: linkId === null ? [] : [linkId as LinkId],
  });
  if (above !== null) {
    const asked = { ...args, unit: args.unit.unit, movement, proposal, allocations, isTakenOver, opened, above };
    const how = { chargeMovementKey: terms.chargeMovementKey, form: formOf(args), duplicate };
    return { ...askReviewer(db, { ...asked, ...how }), postingId: null };
  }
  const isJournal = args.directJournal === true;
  const custId = isJournal ? null : (allocations[0]?.custId ?? terms.custId ?? customerOfLink(db, proposal, linkId));
  const confirmedLink = settleLink(db, movement, custId, linkId, args);
  const wanted = allocations.map((each) => ({ ...each, amountMinor: each.amount.minor }));
  const isSame = proposal !== null && proposal.kind !== 'alreadyKeyed' && sameAllocations(db, proposal.matchId, wanted);
  const { matchId, created } = approvedMatch(db, movement, proposal, allocations, {
    ...args,
    chargeMovementKey: terms.chargeMovementKey,
    isAsProposed: isTakenOver || isSame,
  });
  const made = chargeItemOf(db, { ...args, movement, custId, accountingDate });
  const postingId =
    accountingDate === null
      ? null
      : enqueuePayment(db, {
          ...args,
          movement,
          matchId,
          allocations: made === null ? allocations : [made.allocation],
          custId,
          accountingTemplate: terms.accountingTemplate,
          dependsOn: made?.postingId ?? terms.dependsOn,
          approvedBy: args.actor,
          operatorId: args.operatorId ?? null,
          approvedRule: null,
          sendNow: args.post,
          accountingDate,
        });
  const movedDate = accountingDate === null || accountingDate === movement.accountingDate ? null : accountingDate;
  if (movedDate !== null) setPostsDate(db, movement.movementKey, movedDate);
  return {
    decisionId: keepDecision(db, args, opened, matchId, created, {
      posting: postingId,
      items: allocations.map((each) => each.item),
      ...saidOf(args, duplicate),
      ...(made === null ? {} : { itemMade: made.allocation.item }),
      ...(movedDate === null ? {} : { accountingDate: movedDate }),
      ...(confirmedLink === null ? {} : { confirmedLink }),
    }),
    postingId,
    waits: null,
  };
}

/** What the audit row keeps of what she said herself. `duplicate`: the open suspicion that she passed over. */
function saidOf({ post, reason, onAccount, directJournal, operatorId }: ApproveArgs, duplicate: number | null) {
  return {
    post,
    reason,
    ...(onAccount === true ? { onAccount } : {}),
    ...(directJournal === true ? { directJournal } : {}),
    ...(duplicate === null ? {} : { duplicate }),
    ...(typeof operatorId === 'string' ? { operatorId } : {}),
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

const NO_TERMS: OutwardTerms = { dependsOn: null, custId: null, chargeMovementKey: null };

/** What she allocated; a refund approved with nothing chosen is what was proposed for it. */
function wantedOf(
  db: WritableLedger,
  movement: MovementRow,
  proposal: MatchRow | null,
  args: ApproveArgs,
): readonly WantedAllocation[] {
  if (args.allocations.length > 0 || !isOutward(movement) || proposal === null || proposal.kind === 'alreadyKeyed')
    return args.allocations;
  return allocationsOfMatch(db, proposal.matchId).map((each) => ({
    itemKey: each.itemKey,
    seenVersion: getItem(db, each.itemKey).version,
    amountMinor: each.amountMinor,
  }));
}

/** What the posting rests on beside its items. */
function termsOf(
  db: WritableLedger,
  movement: MovementRow,
  allocations: readonly CheckedAllocation[],
  args: ApproveArgs,
): OutwardTerms {
  if (isOutward(movement)) {
    const blocked = postingBlocked(movement, args.unit);
    if (blocked !== null) throw refusal(blocked.code, blocked.text, blocked.nextStep);
    return outwardTerms(db, movement, allocations, args.unit);
  }
  if (formsOf(args).length > 1)
    throw refusal('BAD_INPUT', 'It goes one way only.', 'Put it on account, make an item of it, or journal it.');
  if (args.directJournal === true)
    return { ...NO_TERMS, accountingTemplate: wholeChargeTemplate(db, movement, allocations, args.unit) };
  if (allocations.length > 0) {
    if (args.makeItem === true)
      throw refusal('BAD_INPUT', 'Items are chosen for it.', 'Clear them first, or approve it for them.');
    return NO_TERMS;
  }
  if (args.makeItem === true) requireForm(args.unit, 'makeItem');
  else if (args.onAccount === true) requireForm(args.unit, 'onAccount');
  else throw refusal('BAD_INPUT', 'Nothing is allocated.', 'Select at least one item.');
  return { ...NO_TERMS, custId: accountCustomer(db, movement, args) };
}

export const approveByPerson = defineWrite('decide.approve', approve);

/** A receipt found in PeopleSoft, taken over as proposed: nothing is sent for it. */
function isReceiptAsItIs(
  db: WritableLedger,
  movement: MovementRow,
  proposal: MatchRow | null,
  { allocations, ...forms }: Pick<ApproveArgs, 'allocations' | WithoutItem>,
): boolean {
  if (proposal?.kind !== 'alreadyKeyed') return false;
  if (formOf(forms) !== null) return false;
  const wanted = allocations.map((each) => ({ ...each, isOutward: isOutward(movement) }));
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

/**
 * What needs a person's own words: a remainder, cash on account, a payment where a receipt was found in PeopleSoft already, and money
 * that goes back on an item without a credit memo for it.
 */
function requireReason(
  db: WritableLedger,
  movement: MovementRow,
  proposal: MatchRow | null,
  allocations: readonly CheckedAllocation[],
  { reason, onAccount, makeItem, directJournal }: ApproveArgs,
): void {
  if (makeItem === true && proposal?.kind !== 'alreadyKeyed') return;
  if ((reason ?? '').trim() !== '') return;
  const what = isOutward(movement) ? `this ${movement.kind}` : 'this charge';
  if (proposal?.kind === 'alreadyKeyed')
    throw refusal(
      'BAD_INPUT',
      `PeopleSoft seems to hold a receipt for ${what} already.`,
      'Give the reason why it is to be posted all the same, or take the receipt over.',
    );
  if (isOutward(movement) && isWithoutCredit(db, allocations))
    throw refusal(
      'MATCH_REASON_NEEDED',
      `There is no credit memo for ${what}: it opens ${allocations.map((each) => each.item).join(', ')} again.`,
      'Give the reason, or choose the credit memo.',
    );
  const rest = Math.abs(movement.amountMinor) - allocations.reduce((sum, each) => sum + each.amount.minor, 0);
  if (rest === 0 || isOutward(movement)) return;
  const text = `${formatDecimal(money(rest, movement.exponent, movement.currency))} ${movement.currency}`;
  throw refusal(
    'MATCH_REMAINDER_NEEDS_REASON',
    directJournal === true
      ? `${text} is journalled directly, of no customer.`
      : onAccount === true
        ? `${text} goes on account.`
        : `${text} of the charge stays unapplied.`,
    'Give a reason, or allocate the rest.',
  );
}
