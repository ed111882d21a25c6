import type { PostingRow } from '../../ledger/posting-store.ts';
import { readPayload } from '../payments/payment-payload.ts';

/**
 * How a charge without items was posted, so that the same decision can be made again: on its customer's account, with an item made of it
 * first, or directly.
 */
export function inwardTerms(
  posting: Pick<PostingRow, 'effect' | 'dependsOn' | 'payloadJson' | 'payloadHash'> | undefined,
  allocations: number,
): { readonly onAccount: boolean; readonly makeItem: boolean; readonly directJournal: boolean } {
  const none = { onAccount: false, makeItem: false, directJournal: false };
  if (posting?.effect !== 'payment' || allocations > 0) return none;
  const { accountingTemplate } = readPayload(posting.payloadJson, posting.payloadHash).document;
  if (accountingTemplate !== undefined) return { ...none, directJournal: true };
  return posting.dependsOn === null ? { ...none, onAccount: true } : { ...none, makeItem: true };
}
