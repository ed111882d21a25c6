import type { ArItem, PeopleSoftCustomer, PeopleSoftPayment } from '../../connectors/peoplesoft/types.ts';
import { canonicalJson } from '../../ledger/canonical-json.ts';

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

/**
 * Beginning of the ids of all rows of a stream, its business unit or SetID and a bar: rows of one type come by several streams,
 * and what one of them shows says nothing of the others.
 */
export function rowIdPrefix(stream: PeopleSoftStream): string {
  if (stream.kind === 'customers') return `${stream.setId}|`;
  return `${stream.kind === 'openItems' ? stream.businessUnit : stream.depositBu}|`;
}

/** Id of a row that cannot be read: its key columns as they came, under its stream even where the unit's own column is blank. */
export function refusedRowId(stream: PeopleSoftStream, keyColumns: string): string {
  const prefix = rowIdPrefix(stream);
  return keyColumns.startsWith(prefix) ? keyColumns : `${prefix}${keyColumns}`;
}

/** A row as the stage and the mirror keep it: equal rows give equal text. */
export function rowJson(row: PeopleSoftRow): string {
  return canonicalJson(JSON.parse(JSON.stringify(row)) as Parameters<typeof canonicalJson>[0]);
}
