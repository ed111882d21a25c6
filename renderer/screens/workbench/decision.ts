import type { CommandInput } from '../../../shared/contract/contract.ts';
import type { MovementRow } from '../../../shared/contract/views.ts';
import type { MatchDetail, WithoutItem } from '../../../shared/contract/workbench.ts';
import type { AllocationLine } from './allocation.ts';
import type { OwnSelection } from './own-selection.ts';

const DECIDABLE: readonly MovementRow['state'][] = ['unmatched', 'proposed', 'ambiguous'];

/** Why approving (and posting, with `post`) is not possible now, in a sentence; null when it is. */
export function whyNotApprove(detail: MatchDetail | undefined, selection: OwnSelection, post: boolean): string | null {
  if (detail === undefined) return 'The row is still being read.';
  const { can, movement } = detail;
  const isOwnChoice = selection.isOwn && DECIDABLE.includes(movement.state);
  if (detail.notHers !== null) return detail.notHers;
  if (!can.approve && !isOwnChoice) return can.why ?? 'There is nothing here to approve.';
  if (isTakenOver(detail, selection))
    return post ? (detail.postingBlocked ?? 'Nothing is sent for it: approve it instead.') : null;
  const { allocation } = selection;
  if (isOutward(detail)) {
    const left = allocation?.remainder.minor ?? 0;
    if (left > detail.onAccount.minor)
      return 'Select the credit memo, or the items it opens again, until nothing is left (Space in the PeopleSoft rows).';
  } else if (!isAsAsked(detail, selection) && (allocation === null || allocation.lines.length === 0))
    return 'Select the AR items it pays first (Space in the PeopleSoft rows).';
  if (post && detail.postingBlocked !== null && !isPaidAgain(detail, selection)) return detail.postingBlocked;
  if (post && !can.approveAndPost && !isOwnChoice) return can.why ?? 'Posting is not possible here.';
  return null;
}

/** Money that goes out: a refund or a dispute. */
export function isOutward({ movement }: Pick<MatchDetail, 'movement'>): boolean {
  return movement.amount.minor < 0;
}

/** Why a charge cannot go on account now, or an item be made of it, in a sentence; null when a person may say so. */
export function whyNotWithoutItem(
  detail: MatchDetail | undefined,
  form: keyof MatchDetail['chargeForms'],
): string | null {
  if (detail === undefined) return 'The row is still being read.';
  const { movement, customerLink, postingBlocked } = detail;
  if (movement.kind !== 'charge') return 'Only a charge goes on account, or becomes an item.';
  if (!detail.chargeForms[form])
    return form === 'onAccount' ? 'This site puts no charge on account.' : 'This site makes no items of charges.';
  if (!DECIDABLE.includes(movement.state)) return detail.can.why ?? 'There is nothing here to decide.';
  if (customerLink === null) return 'Nobody knows whose account: link its Stripe customer first.';
  return detail.match?.kind === 'alreadyKeyed' ? null : postingBlocked;
}

/** The command that puts a whole charge on the account of its customer, or makes an item of it; the reason is asked next. */
export function withoutItemCommand(
  detail: MatchDetail,
  form: keyof MatchDetail['chargeForms'],
): CommandInput<'match.approve'> {
  const { movement, customerLink, cutOff } = detail;
  return {
    movementKey: movement.key,
    seenVersion: movement.version,
    allocations: [],
    [form]: true,
    post: false,
    ...(cutOff === null ? {} : { accountingDate: cutOff.date }),
    ...(customerLink?.state === 'proposed' ? { confirmLinkId: customerLink.linkId } : {}),
  };
}

/** Why a charge cannot be journalled directly now, in a sentence; null when a person may say so. */
export function whyNotJournal(detail: MatchDetail | undefined): string | null {
  if (detail === undefined) return 'The row is still being read.';
  if (!DECIDABLE.includes(detail.movement.state)) return detail.can.why ?? 'There is nothing here to decide.';
  if (detail.journalTemplate === null) return 'An invoice stands behind it, or this unit journals no charges directly.';
  return detail.match?.kind === 'alreadyKeyed' ? null : detail.postingBlocked;
}

/** The command that journals a whole charge directly; the reason is asked next. */
export function journalCommand(detail: MatchDetail): CommandInput<'match.approve'> {
  const { movement, cutOff } = detail;
  return {
    movementKey: movement.key,
    seenVersion: movement.version,
    allocations: [],
    directJournal: true,
    post: false,
    ...(cutOff === null ? {} : { accountingDate: cutOff.date }),
  };
}

/** A keyed receipt that is approved as it was found: nothing is sent, and it needs no items. */
export function isTakenOver(detail: MatchDetail, { isOwn, items }: OwnSelection): boolean {
  return detail.match?.kind === 'alreadyKeyed' && (!isOwn || items.length === 0);
}

type AskedWithoutItem = MatchDetail & { readonly asked: { readonly form: WithoutItem } };

/** A reviewer approves what she is asked for a charge that no item takes: she needs no items for it, and the reason was given. */
function isAsAsked(detail: MatchDetail, { isOwn, items }: OwnSelection): detail is AskedWithoutItem {
  return typeof detail.asked?.form === 'string' && (!isOwn || items.length === 0);
}

/** She chose items to pay although PeopleSoft seems to hold a receipt already. */
function isPaidAgain(detail: MatchDetail, selection: OwnSelection): boolean {
  return detail.match?.kind === 'alreadyKeyed' && !isTakenOver(detail, selection);
}

/** What only a person's own words can explain, asked before approving; null when nothing is. */
export function reasonNeeded(
  detail: MatchDetail,
  selection: OwnSelection,
): 'remainder' | 'alreadyKeyed' | 'withoutCredit' | 'possibleDuplicate' | null {
  if (isTakenOver(detail, selection) || isAsAsked(detail, selection)) return null;
  if (isPaidAgain(detail, selection)) return 'alreadyKeyed';
  if (detail.duplicate?.isHeld === true) return 'possibleDuplicate';
  if (isOutward(detail)) return opensAnItem(selection) ? 'withoutCredit' : null;
  return selection.allocation?.remainder.minor === 0 ? null : 'remainder';
}

/** Whether money goes back on something else than a credit memo, whose open balance is negative. */
function opensAnItem({ allocation, items }: OwnSelection): boolean {
  const used = new Set(allocation?.lines.map(({ itemKey }) => itemKey));
  return items.some(({ key, open }) => used.has(key) && open.minor >= 0);
}

/** Why nothing on this row can be taken back, in a sentence; null when something can. */
export function whyNotUndo(detail: MatchDetail | undefined): string | null {
  if (detail === undefined) return 'The row is still being read.';
  if (detail.can.undo) return null;
  return detail.can.undoWhy ?? 'Nothing on this row can be undone. Ctrl Z takes back your latest decision.';
}

/** The proposed customer link that approving would confirm as well, or null. */
export function linkToConfirm(detail: MatchDetail, selection: OwnSelection): MatchDetail['customerLink'] {
  const link = detail.customerLink;
  if (link?.state !== 'proposed') return null;
  return selection.items.every(({ custId }) => custId === null || custId === link.custId) ? link : null;
}

/** The customer that approving may link the Stripe customer to: that of the chosen items, where none is linked or proposed. Null otherwise. */
export function customerToLink(detail: MatchDetail, selection: OwnSelection): { custId: string; name: string } | null {
  if (detail.customerLink !== null || detail.movement.customer === null || !selection.isOwn) return null;
  const [first, ...others] = selection.items;
  if (first === undefined || first.custId === null || others.some(({ custId }) => custId !== first.custId)) return null;
  return { custId: first.custId, name: first.customer ?? first.custId };
}

/** The command for the allocation as the person sees it, without a reason. */
export function approveCommand(
  detail: MatchDetail,
  selection: OwnSelection,
  post: boolean,
): CommandInput<'match.approve'> {
  const link = linkToConfirm(detail, selection);
  return {
    movementKey: detail.movement.key,
    seenVersion: detail.movement.version,
    allocations: linesToSend(detail, selection).map(({ itemKey, itemVersion, amount }) => ({
      itemKey,
      seenVersion: itemVersion,
      amountMinor: amount.minor,
    })),
    post,
    ...(isAsAsked(detail, selection) ? { [detail.asked.form]: true } : {}),
    ...(detail.cutOff === null || isTakenOver(detail, selection) ? {} : { accountingDate: detail.cutOff.date }),
    ...(link === null ? {} : { confirmLinkId: link.linkId }),
    ...(selection.linksCustomer && customerToLink(detail, selection) !== null ? { linkCustomer: true } : {}),
  };
}

function linesToSend(detail: MatchDetail, selection: OwnSelection): readonly AllocationLine[] {
  return isTakenOver(detail, selection) ? [] : (selection.allocation?.lines ?? []);
}
