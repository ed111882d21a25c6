import { equalMoney, formatDecimal } from '../../../shared/domain/money.ts';
import type { ArItem, ItemGroupDocument, PendingItemRow } from '../../connectors/peoplesoft/types.ts';
import { itemOf } from './item-payload.ts';

/** What one read of PeopleSoft proves about an item we sent. */
export interface ItemVerdict {
  readonly verdict: 'confirmed' | 'accepted' | 'wrong' | 'absent';
  /** What a person should know; null: nothing. */
  readonly text: string | null;
}

const sameId = (left: string, right: string): boolean => left.toUpperCase() === right.toUpperCase();

/**
 * Judges one item by what PeopleSoft shows, field by field; references compare without case. *Confirmed* is only what Receivables Update
 * has posted and what stands in Receivables as approved. An item of that number from elsewhere is never taken for ours.
 */
export function judgeItem(
  sent: { readonly document: ItemGroupDocument; readonly takesBack: boolean },
  pending: readonly PendingItemRow[],
  items: readonly ArItem[],
): ItemVerdict {
  const { document, takesBack } = sent;
  const wanted = itemOf(document);
  const ours = pending.filter((row) => sameId(row.groupId, document.groupId) && sameId(row.groupBu, document.groupBu));
  const [row] = ours;
  const there = items.find((one) => sameId(one.item, wanted.item) && one.businessUnit === wanted.businessUnit);
  if (row === undefined)
    return takesBack || there === undefined ? { verdict: 'absent', text: null } : fromElsewhere(there);
  if (ours.length > 1)
    return { verdict: 'wrong', text: `group ${document.groupId} holds ${ours.length} items instead of one` };
  const differences = rowDifferences(document, row);
  if (differences.length > 0)
    return { verdict: 'wrong', text: `saved differently from what was approved: ${differences.join('; ')}` };
  if (row.status === 'error')
    return { verdict: 'wrong', text: row.statusText ?? 'Receivables Update refused its group without a message' };
  if (row.status === 'waiting') return { verdict: 'accepted', text: null };
  return takesBack ? afterTakingBack(there) : afterPosting(document, there);
}

function fromElsewhere(there: ArItem): ItemVerdict {
  const amount = `${formatDecimal(there.original)} ${there.original.currency}`;
  return {
    verdict: 'wrong',
    text: `PeopleSoft shows an item ${there.item} over ${amount}, but not from our group; a person has to look there`,
  };
}

function rowDifferences(document: ItemGroupDocument, row: PendingItemRow): string[] {
  const wanted = itemOf(document);
  const differences: string[] = [];
  const compare = (field: string, approved: string, there: string): void => {
    if (approved.toUpperCase() !== there.toUpperCase())
      differences.push(`${field} ${there || 'blank'} instead of ${approved || 'blank'}`);
  };
  compare('business unit', wanted.businessUnit, row.businessUnit);
  compare('customer', wanted.custId, row.custId);
  compare('item', wanted.item, row.item);
  compare('item line', String(wanted.itemLine), String(row.itemLine));
  compare('entry type', wanted.entryType, row.entryType);
  if (wanted.entryReason !== null) compare('entry reason', wanted.entryReason, row.entryReason);
  compare('accounting date', document.accountingDate, row.accountingDate);
  if (!equalMoney(wanted.amount, row.amount))
    differences.push(
      `amount ${formatDecimal(row.amount)} ${row.amount.currency} instead of ${formatDecimal(wanted.amount)} ${wanted.amount.currency}`,
    );
  return differences;
}

/** It is posted; whether it still stands whole, was paid or is closed is no part of the question. */
function afterPosting(document: ItemGroupDocument, there: ArItem | undefined): ItemVerdict {
  const wanted = itemOf(document);
  if (there === undefined)
    return { verdict: 'accepted', text: 'posted, but PeopleSoft shows no such item: a person has to look there' };
  if (there.custId !== wanted.custId)
    return { verdict: 'wrong', text: `item ${there.item} stands with customer ${there.custId}` };
  if (!equalMoney(there.original, wanted.amount))
    return {
      verdict: 'wrong',
      text: `item ${there.item} stands with ${formatDecimal(there.original)} ${there.original.currency} instead of ${formatDecimal(wanted.amount)} ${wanted.amount.currency}`,
    };
  return { verdict: 'confirmed', text: null };
}

function afterTakingBack(there: ArItem | undefined): ItemVerdict {
  if (there === undefined) return { verdict: 'accepted', text: 'posted, but PeopleSoft shows no such item' };
  if (there.status === 'closed' && there.balance.minor === 0) return { verdict: 'confirmed', text: null };
  return {
    verdict: 'wrong',
    text: `posted, but item ${there.item} is still open with ${formatDecimal(there.balance)} ${there.balance.currency}`,
  };
}
