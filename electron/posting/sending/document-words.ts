/** What a document that is sent is called, and what is in it. */
export interface DocumentWords {
  readonly document: string;
  readonly part: string;
  readonly parts: string;
}
export const DEPOSIT_WORDS: DocumentWords = { document: 'deposit', part: 'payment', parts: 'payments' };
export const GROUP_WORDS: DocumentWords = { document: 'item group', part: 'item', parts: 'items' };
