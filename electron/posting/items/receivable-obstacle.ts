import type { InvoiceItems } from '../../../shared/contract/profile-invoices.ts';
import { formatDecimal, money } from '../../../shared/domain/money.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { heldFor } from './item-in-use.ts';
import { itemNumber } from './item-number.ts';
import type { ReceivableRecord } from './receivable.ts';

/** What a query by key cannot be asked for; see the queries of the connector. */
const UNASKABLE = /[,;|]|[^\x20-\x7e]/;

/** Why this document cannot go out now, a sentence for the person who would approve it; null: it can. */
export function obstacleOf(db: ReadableLedger, record: ReceivableRecord, items: InvoiceItems): string | null {
  const { kind, number, objectId, custId, totalMinor } = record;
  const item = itemNumber(number, objectId);
  if (UNASKABLE.test(item)) return `PeopleSoft could not be asked for an item named ${item}: enter it there by hand.`;
  if (custId === null)
    return 'Its Stripe customer is not linked to a PeopleSoft customer: confirm the link in the workbench first.';
  if (kind === 'void') return voidObstacle(db, record, items);
  if (totalMinor < 0) return 'Its total is below zero, which is no invoice: look at it in Stripe.';
  if (record.taxMinor === null) return 'Stripe has not told its tax: it waits until Stripe shows the invoice anew.';
  if (record.taxMinor !== 0 && items.taxAccount === undefined)
    return 'It has tax, and the connection profile names no tax account (stripeInvoices.taxAccount).';
  return kind === 'invoice' ? takenNumber(db, item, items) : creditObstacle(db, record, items);
}

/** An item of that number that is another one: never overwritten, and a second one would make every payment ambiguous. */
function takenNumber(db: ReadableLedger, item: string, { businessUnit }: InvoiceItems): string | null {
  const other = itemsNamed(db, item, businessUnit)[0];
  if (other === undefined) return null;
  const amount = formatDecimal(money(other.original_minor, other.exponent, other.currency));
  return `PeopleSoft has an item ${other.item} already, of customer ${other.cust_id} over ${amount} ${other.currency}: a clerk decides which one is right.`;
}

function creditObstacle(db: ReadableLedger, record: ReceivableRecord, items: InvoiceItems): string | null {
  const { parentState, invoiceNumber, invoiceId } = record;
  const invoiceItem = itemNumber(invoiceNumber, invoiceId);
  if (parentState === 'reversed') return `The item ${invoiceItem} of its invoice was taken back.`;
  const isLive = parentState !== null && parentState !== 'rejected' && parentState !== 'withdrawn';
  if (!isLive && itemsNamed(db, invoiceItem, items.businessUnit).length === 0)
    return `Its invoice is not in Receivables as item ${invoiceItem}: approve the invoice first.`;
  if (isVoid(db, record))
    return `Its invoice ${invoiceItem} was voided at Stripe: a clerk looks at what is left of both.`;
  const credited = creditedMinor(db, record);
  if (record.invoiceTotalMinor > 0 && credited + record.totalMinor > record.invoiceTotalMinor)
    return 'With it more would be credited than was invoiced: look at its credit notes in Stripe.';
  return takenNumber(db, itemNumber(record.number, record.objectId), items);
}

/** The void closes the whole item; a credit memo beside it would stay open for good. */
function isVoid(db: ReadableLedger, { account, invoiceId }: ReceivableRecord): boolean {
  const invoice = statement<{ status: string }>(
    db,
    'SELECT status FROM stripe_invoice WHERE account = ? AND invoice_id = ?',
  ).get(account, invoiceId);
  return invoice?.status === 'void';
}

/** What credit memos of ours already take off the invoice, in its minor units. */
function creditedMinor(db: ReadableLedger, { account, invoiceId }: ReceivableRecord): number {
  return (
    statement<{ total: number | null }>(
      db,
      `SELECT -sum(p.amount_minor) AS total FROM stripe_credit_note n JOIN posting p ON p.subject = 'creditNote/' || n.credit_note_id
       WHERE n.account = ? AND n.invoice_id = ? AND p.effect = 'credit' AND p.state NOT IN ('rejected', 'reversed', 'withdrawn')`,
    ).get(account, invoiceId)?.total ?? 0
  );
}

function voidObstacle(db: ReadableLedger, record: ReceivableRecord, { businessUnit }: InvoiceItems): string | null {
  const item = itemNumber(record.number, record.objectId);
  if (record.reversesEffect === 'item' && creditedMinor(db, record) > 0)
    return `Credit memos were posted for ${item}: a clerk closes both in PeopleSoft.`;
  const there = itemsNamed(db, item, businessUnit)[0];
  const held =
    there === undefined ? null : heldFor(db, { businessUnit, custId: there.cust_id, item: there.item, itemLine: 1 });
  if (held !== null) return `Its ${held}: take that back first.`;
  if (there === undefined || there.balance_minor === there.original_minor) return null;
  return `Item ${item} has been paid or credited in part: a clerk closes it in PeopleSoft.`;
}

interface NamedItem {
  readonly item: string;
  readonly cust_id: string;
  readonly original_minor: number;
  readonly balance_minor: number;
  readonly exponent: number;
  readonly currency: string;
}

function itemsNamed(db: ReadableLedger, item: string, businessUnit: string): readonly NamedItem[] {
  return statement<NamedItem>(
    db,
    'SELECT item, cust_id, original_minor, balance_minor, exponent, currency FROM ar_item WHERE business_unit = ? AND item IN (?, upper(?)) ORDER BY item_key',
  ).all(businessUnit, item, item);
}
