import { negateMoney, type Money } from '../../../shared/domain/money.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import type { ItemGroupDocument } from '../../connectors/peoplesoft/types.ts';
import { documentHash } from '../payments/payment-payload.ts';
import type { ReceivableKind } from './receivable.ts';

/** Everything that is fixed when an item is approved: the group PeopleSoft will get, and what Stripe said when it was. */
export interface ItemPayload {
  readonly document: ItemGroupDocument;
  readonly setId: string;
  readonly source: { readonly kind: ReceivableKind | 'charge'; readonly account: string; readonly objectId: string };
  /** Total of the Stripe object when it was approved, as Stripe counts it. */
  readonly sourceTotal: Money;
  /** The document's own date, where its period is closed and it is booked on the first open day instead. */
  readonly cutOffFromDate?: PlainDate;
  /** Of a reversal: the group it takes back, and why. */
  readonly reversesReference?: string;
  readonly reversalReason?: string;
}

/** Reads a stored payload back; throws when the text no longer has the hash it was approved with. */
export function readItemPayload(text: string, hash: string): ItemPayload {
  if (documentHash(text) !== hash)
    throw new Error('a stored posting differs from what was approved: its hash does not fit');
  return JSON.parse(text) as ItemPayload;
}

/** The one item of a group; groups of ours hold exactly one. */
export function itemOf(document: ItemGroupDocument): ItemGroupDocument['items'][number] {
  const [item] = document.items;
  if (item === undefined || document.items.length !== 1) throw new Error('a group of ours holds one item');
  return item;
}

/** The distribution lines of what takes an item back: the same accounts, every sign turned. */
export function turnedLines(document: ItemGroupDocument): ItemGroupDocument['items'][number]['lines'] {
  return itemOf(document).lines.map((line) => ({ account: line.account, amount: negateMoney(line.amount) }));
}
