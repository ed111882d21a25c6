import type { PostingRow } from '../ledger/posting-store.ts';
import { readPayload } from './payment-payload.ts';

/** How a charge without items was posted, so that the same decision can be made again: on its customer's account, or directly. */
export function inwardTerms(
  posting: Pick<PostingRow, 'effect' | 'payloadJson' | 'payloadHash'> | undefined,
  allocations: number,
): { readonly onAccount: boolean; readonly directJournal: boolean } {
  const isWithoutItems = posting?.effect === 'payment' && allocations === 0;
  if (posting === undefined || !isWithoutItems) return { onAccount: false, directJournal: false };
  const { accountingTemplate } = readPayload(posting.payloadJson, posting.payloadHash).document;
  return { onAccount: accountingTemplate === undefined, directJournal: accountingTemplate !== undefined };
}
