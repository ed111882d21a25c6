import type { ArItem, PeopleSoftCustomer, PeopleSoftPayment } from '../connectors/peoplesoft/types.ts';
import { canonicalJson } from '../ledger/canonical-json.ts';

/** The three reads of PeopleSoft, each with what bounds it. A bounded read can only prove absence inside its bounds. */
export type PeopleSoftStream =
  | { readonly kind: 'customers'; readonly setId: string }
  | { readonly kind: 'openItems'; readonly businessUnit: string }
  | { readonly kind: 'payments'; readonly depositBu: string; readonly from: string };
export type PeopleSoftRow = PeopleSoftCustomer | ArItem | PeopleSoftPayment;

/** Name of the stream in run lists, e.g. `openItems.US001`. */
export function streamName(stream: PeopleSoftStream): string {
  if (stream.kind === 'customers') return 'customers';
  return stream.kind === 'openItems' ? `openItems.${stream.businessUnit}` : `payments.${stream.depositBu}`;
}

/** Type under which the mirror keeps rows of a stream. */
export const MIRROR_TYPES = { customers: 'customer', openItems: 'item', payments: 'payment' } as const;

export function customerRowId(row: Pick<PeopleSoftCustomer, 'setId' | 'custId'>): string {
  return `${row.setId}|${row.custId}`;
}
export function itemRowId(row: Pick<ArItem, 'businessUnit' | 'custId' | 'item' | 'itemLine'>): string {
  return `${row.businessUnit}|${row.custId}|${row.item}|${row.itemLine}`;
}
export function paymentRowId(row: Pick<PeopleSoftPayment, 'depositBu' | 'depositId' | 'paymentSeq'>): string {
  return `${row.depositBu}|${row.depositId}|${row.paymentSeq}`;
}

/** A row as the stage and the mirror keep it: equal rows give equal text. */
export function rowJson(row: PeopleSoftRow): string {
  return canonicalJson(JSON.parse(JSON.stringify(row)) as Parameters<typeof canonicalJson>[0]);
}
