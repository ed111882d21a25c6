import { createHash } from 'node:crypto';
import type { Money } from '../../../shared/domain/money.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import type { PaymentDocument } from '../../connectors/peoplesoft/types.ts';

export interface ApprovedItem {
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
  readonly balance: Money;
}

/**
 * Everything that is fixed when a payment is approved: the document PeopleSoft will get (all but its place in a deposit) and
 * the deposit it may travel in. Nothing here is computed again later; what leaves is what was approved.
 */
export interface PaymentPayload {
  readonly document: Omit<PaymentDocument, 'paymentSeq'>;
  readonly setId: string;
  readonly depositBu: string;
  readonly bankCode: string;
  readonly bankAccountKey: string;
  readonly cashAccount: string;
  /** Currency the clearing account is kept in; the payment itself is in the presentment currency. */
  readonly accountCurrency: string;
  /** Open balance of each item when it was approved, to tell a change just before sending. */
  readonly itemBalances: readonly ApprovedItem[];
  readonly accountingDate: PlainDate;
  /** The charge's own date, where its period is closed and a person accepted `accountingDate`, the first open day, instead. */
  readonly cutOffFromDate?: PlainDate;
  /** Of a reversal: the payment id of what it takes back, and why. */
  readonly reversesReference?: string;
  readonly reversalReason?: string;
}

/** The text that is stored and hashed; key order is fixed by construction, so the same payload always gives the same text. */
export function payloadText(payload: PaymentPayload): string {
  return JSON.stringify(payload);
}

/** SHA-256 of a stored document, hexadecimal. */
export function documentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Reads a stored payload back; throws when the text no longer has the hash it was approved with. */
export function readPayload(text: string, hash: string): PaymentPayload {
  if (documentHash(text) !== hash)
    throw new Error('a stored posting differs from what was approved: its hash does not fit');
  return JSON.parse(text) as PaymentPayload;
}
