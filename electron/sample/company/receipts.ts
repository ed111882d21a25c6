import { localDate } from './calendar.ts';
import type { BookReceipt } from './company.ts';
import { amountText } from './currencies.ts';
import { itemShare, type Desk, type Invoice } from './desk.ts';

/** The company's ordinary bank, where cheques go; the clearing accounts hold Stripe money only. */
const CHEQUE_BANK = { bankCode: 'OPER', bankAccountKey: 'MAIN' } as const;
const CLERKS = ['KMILLER', 'JWEISS', 'ALOPEZ'] as const;

/** A cheque from the customer that paid the whole invoice. */
export function chequeFor(desk: Desk, invoice: Invoice, at: number): BookReceipt {
  const number = desk.nextSerial();
  return {
    ...receiptFor(desk, invoice, at),
    paymentId: `CHQ${number}`,
    ...CHEQUE_BANK,
    comment: desk.random.chance(0.5) ? `Cheque ${number}` : null,
  };
}

/** The receipt that a clerk keyed by hand into the clearing account for a Stripe charge; `comment` may name the charge. */
export function keyedReceiptFor(desk: Desk, invoice: Invoice, at: number, comment: string | null): BookReceipt {
  const { bankCode, bankAccountKey } = invoice.customer.unit;
  return { ...receiptFor(desk, invoice, at), paymentId: `M${desk.nextSerial()}`, bankCode, bankAccountKey, comment };
}

function receiptFor(desk: Desk, invoice: Invoice, at: number) {
  const { customer } = invoice;
  if (customer.custId === null) throw new Error('a receipt needs a PeopleSoft customer');
  return {
    depositBu: customer.unit.depositBu,
    custId: customer.custId,
    amount: amountText(customer.currency, invoice.quanta),
    currency: customer.currency.code,
    accountingDate: localDate(at, customer.unit.zone),
    enteredBy: desk.random.pick(CLERKS),
    items: [itemShare({ invoice, quanta: invoice.quanta })],
  };
}
