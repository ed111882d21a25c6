import type { CommandInput } from '../../../shared/contract/contract.ts';
import type { MovementRow } from '../../../shared/contract/views.ts';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import type { OwnSelection } from './own-selection.ts';

/** Whether a movement still waits for a person. */
export function isOpenMovement(row: MovementRow): boolean {
  return row.attention !== null && row.state !== 'approved' && row.state !== 'posted' && row.state !== 'excluded';
}

const DECIDABLE: readonly MovementRow['state'][] = ['unmatched', 'proposed', 'ambiguous'];

/** Why approving (and posting, with `post`) is not possible now, in a sentence; null when it is. */
export function whyNotApprove(detail: MatchDetail | undefined, selection: OwnSelection, post: boolean): string | null {
  if (detail === undefined) return 'The row is still being read.';
  const { can, movement } = detail;
  const isOwnChoice = selection.isOwn && DECIDABLE.includes(movement.state);
  if (!can.approve && !isOwnChoice) return can.why ?? 'There is nothing here to approve.';
  if (selection.allocation === null || selection.allocation.lines.length === 0)
    return 'Select the AR items it pays first (Space in the PeopleSoft rows).';
  if (post && detail.postingBlocked !== null) return detail.postingBlocked;
  if (post && !can.approveAndPost && !isOwnChoice) return can.why ?? 'Posting is not possible here.';
  return null;
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
  if (first?.custId == null || others.some(({ custId }) => custId !== first.custId)) return null;
  return { custId: first.custId, name: first.customer ?? first.custId };
}

/** The command for the allocation as the person sees it. */
export function approveCommand(
  detail: MatchDetail,
  selection: OwnSelection,
  post: boolean,
  reason: string | null,
): CommandInput<'match.approve'> {
  const link = linkToConfirm(detail, selection);
  return {
    movementKey: detail.movement.key,
    seenVersion: detail.movement.version,
    allocations: (selection.allocation?.lines ?? []).map(({ itemKey, itemVersion, amount }) => ({
      itemKey,
      seenVersion: itemVersion,
      amountMinor: amount.minor,
    })),
    post,
    ...(reason === null || reason === '' ? {} : { reason }),
    ...(link === null ? {} : { confirmLinkId: link.linkId }),
    ...(selection.linksCustomer && customerToLink(detail, selection) !== null ? { linkCustomer: true } : {}),
  };
}
