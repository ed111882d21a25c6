import type { KeyPage } from '../../ledger/matching-scope-store.ts';
import type { ReceiptRow } from '../../matching/movements/snapshot.ts';
import { RowBits } from './scope-index.ts';
import { receiptKeys, TIE, tieOf } from './scope-keys.ts';

/**
 * A receipt of no one customer is for others than a charge where its comment names an item that the books have, though nothing else leads from
 * one to the other: keys that are names lead to movements and from them, never from a receipt to an item or back.
 */

/** Names in the comment of a receipt that is of no one customer, as keys that lead to the items that have them. */
export function commentKeys(row: ReceiptRow): readonly number[] {
  if (row.comment === null || new Set(row.items.map(({ customer }) => customer)).size === 1) return [];
  const without = receiptKeys({ ...row, comment: null });
  return [...receiptKeys(row)].filter((key) => tieOf(key) === TIE.naming && !without.has(key));
}

/** Receipts that have a name of one of these items among their keys. */
export function receiptsNaming(pages: readonly KeyPage[], items: readonly number[]): readonly number[] {
  if (items.length === 0) return [];
  const changed = new RowBits();
  for (const item of items) changed.add(item);
  const names = new Set<number>();
  for (const { hashes, rowKeys } of ofKind(pages, 'item'))
    for (const [at, row] of rowKeys.entries())
      if (changed.has(row) && tieOf(hashes[at] ?? 0) === TIE.naming) names.add(hashes[at] ?? 0);
  const found = new RowBits();
  for (const { hashes, rowKeys } of ofKind(pages, 'receipt'))
    for (const [at, row] of rowKeys.entries()) if (names.has(hashes[at] ?? 0)) found.add(row);
  return found.list();
}

function ofKind(pages: readonly KeyPage[], kind: KeyPage['kind']): readonly KeyPage[] {
  return pages.filter((page) => page.kind === kind);
}
