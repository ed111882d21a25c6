import type { InvoiceList, InvoiceRow } from '../../../shared/contract/invoices.ts';
import type { Money } from '../../../shared/domain/money.ts';
import type { Tone } from '../../ui/words.ts';
import { POSTING_WORDS } from '../../ui/words.ts';

/** The three lists of the screen, in the order of their chips. */
export const TABS = ['waiting', 'approved', 'orders'] as const;
export type Tab = (typeof TABS)[number];
export const TAB_WORDS: Readonly<Record<Tab, string>> = {
  waiting: 'To approve',
  approved: 'Approved, not sent',
  orders: 'Work orders',
};

const KIND_WORDS: Readonly<Record<InvoiceRow['kind'], string>> = {
  invoice: 'Invoice',
  creditNote: 'Credit note',
  void: 'Void',
};
const ORDER_WORDS: Readonly<Record<InvoiceList['orders'][number]['kind'], string>> = {
  writeOff: 'Write off?',
  closeByHand: 'Close by hand',
  applyCash: 'Apply cash',
  transfer: 'Transfer',
};

/** One line of whichever list is shown. */
export interface Line {
  readonly id: string;
  readonly kind: string;
  readonly item: string;
  readonly customer: string;
  readonly date: string;
  readonly amount: Money;
  readonly state: { readonly label: string; readonly tone: Tone };
  readonly of:
    | { readonly tab: 'waiting'; readonly row: InvoiceRow }
    | { readonly tab: 'approved'; readonly row: InvoiceList['approved'][number] }
    | { readonly tab: 'orders'; readonly row: InvoiceList['orders'][number] };
}

/** The lines of one list as the table shows them. */
export function linesOf(list: InvoiceList, tab: Tab): readonly Line[] {
  if (tab === 'waiting')
    return list.rows.map((row) => ({
      id: `${row.kind}/${row.objectId}`,
      kind: KIND_WORDS[row.kind],
      item: row.item,
      customer: row.customer ?? row.custId ?? '',
      date: row.bookingDate,
      amount: row.amount,
      state: waitingState(row),
      of: { tab, row },
    }));
  if (tab === 'approved')
    return list.approved.map((row) => ({
      id: String(row.postingKey),
      kind: row.reference,
      item: row.item,
      customer: row.approvedBy,
      date: '',
      amount: row.amount,
      state: POSTING_WORDS[row.state],
      of: { tab, row },
    }));
  return list.orders.map((row) => ({
    id: String(row.orderId),
    kind: ORDER_WORDS[row.kind],
    item: row.item,
    customer: row.custId,
    date: row.openedAt.slice(0, 10),
    amount: row.amount,
    state: { label: 'open', tone: 'warn' },
    of: { tab, row },
  }));
}

/** Whether a line waits for a decision that can be made now. */
export function isToDecide({ of }: Line): boolean {
  return of.tab !== 'waiting' || of.row.obstacle === null;
}

/** Why A and P would approve nothing on a line, in a sentence; null: they approve it. */
export function whyNotApprove({ of }: Line): string | null {
  if (of.tab !== 'waiting') return 'Only a document that waits can be approved.';
  return of.row.obstacle ?? of.row.notHers;
}

/** Why its customer cannot be linked here, in a sentence; null: L links it. */
export function whyNotLink({ of }: Line, list: InvoiceList): string | null {
  if (of.tab !== 'waiting' || of.row.proposedLink === null) return 'No customer is proposed for it.';
  return list.notHers;
}

/** Why a document cannot be taken back, in a sentence; null: U takes it back. */
export function whyNotTakeBack({ of }: Line): string | null {
  return of.tab === 'approved' ? of.row.notHers : 'Only what is approved and not sent can be taken back.';
}

/** Why a work order cannot be closed, in a sentence; null: A closes it. */
export function whyNotClose({ of }: Line, list: InvoiceList): string | null {
  return of.tab === 'orders' ? list.notHers : 'Only a work order is closed.';
}

function waitingState({ obstacle, lastEnd, date, bookingDate, whyNotByRule }: InvoiceRow): Line['state'] {
  if (obstacle !== null) return { label: 'held up', tone: 'bad' };
  if (lastEnd !== null) return { label: 'came back', tone: 'warn' };
  if (date !== bookingDate) return { label: 'cut-off', tone: 'warn' };
  return whyNotByRule === null ? { label: 'by rule next', tone: 'ok' } : { label: 'to approve', tone: 'mute' };
}

/** How things stand, in one sentence. */
export function invoicesSentence(list: InvoiceList | undefined): string {
  if (list === undefined) return '';
  if (list.off !== null) return 'Stripe’s invoices are not posted in this unit.';
  const { rows, approved, orders, hasMore } = list;
  if (rows.length + approved.length + orders.length === 0) return 'All of Stripe’s invoices are in Receivables.';
  const held = rows.filter(({ obstacle }) => obstacle !== null).length;
  const more = hasMore ? ' or more' : '';
  return `${rows.length}${more} to approve, ${held} of them held up; ${approved.length} approved and not sent; ${orders.length} for a clerk in PeopleSoft.`;
}
