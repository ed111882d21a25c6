import { HOUR, localDate } from '../calendar.ts';
import { writeCharge } from '../charge.ts';
import { creditNoteObject, customerBalanceObject, type BalanceCause } from '../customer-money.ts';
import { amountText, invoiceQuanta } from '../currencies.ts';
import { stripeCustomer } from '../customer-facts.ts';
import type { Customer } from '../customers.ts';
import { laterAt, type Desk, type Invoice } from '../desk.ts';
import { stripeId } from '../identifiers.ts';
import { silent } from '../references.ts';
import type { Story } from './story.ts';

function amountOf(desk: Desk, customer: Customer): number {
  return invoiceQuanta(desk.random, customer.currency, 0);
}

/** Writes a change of a customer's balance and the customer as it leaves her; returns its id. */
function changeBalance(
  desk: Desk,
  customer: Customer,
  change: {
    readonly cause: BalanceCause;
    readonly quanta: number;
    readonly at: number;
    readonly invoice?: string;
    readonly creditNote?: string;
  },
): string {
  const id = stripeId('customer_balance_transaction', desk.random);
  const endingQuanta = desk.changeBalance('credit', customer, change.quanta);
  desk.toStripe({ object: customerBalanceObject({ ...change, id, customer, endingQuanta }) });
  desk.toStripe({
    object: stripeCustomer(customer, endingQuanta),
    again: true,
    events: [{ type: 'customer.updated', at: change.at }],
  });
  return id;
}

function writeNote(
  desk: Desk,
  invoice: Invoice,
  note: Omit<Parameters<typeof creditNoteObject>[0], 'id' | 'number' | 'customer' | 'invoice'> & {
    readonly id?: string;
  },
): void {
  const { stripeInvoice, customer, number } = invoice;
  if (stripeInvoice === null) throw new Error(`invoice ${number} is none of Stripe's, so no credit note is`);
  const id = note.id ?? stripeId('credit_note', desk.random);
  desk.toStripe({
    object: creditNoteObject({ ...note, id, number: `${number}-CN-01`, customer, invoice: stripeInvoice }),
  });
}

/** A credit note before the invoice is paid: less is due, and PeopleSoft's item is over what is left. */
export const noteBeforePayment: Story = {
  name: 'noteBeforePayment',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const total = amountOf(desk, customer);
    const credited = Math.floor(total * 0.2);
    const quanta = total - credited;
    const money = { creditedBeforeQuanta: credited };
    const issued = { customer, quanta: total, itemQuanta: quanta, paidAt: at, numbering: 'stripe', money } as const;
    const invoice = desk.issue(issued);
    writeNote(desk, invoice, { at: at - 2 * HOUR, quanta: credited, course: 'beforePayment' });
    const words = silent(desk.random);
    writeCharge(desk, {
      story: 'noteBeforePayment',
      customer,
      at,
      quanta,
      words,
      pays: [{ invoice, quanta }],
      linked: true,
    });
  },
};

/** A credit note after the invoice was paid, paid back by a refund. */
export const noteByRefund: Story = {
  name: 'noteByRefund',
  most: 2,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const quanta = amountOf(desk, customer);
    const credited = Math.max(1, Math.floor(quanta * 0.3));
    const money = { creditedAfterQuanta: credited };
    const invoice = desk.issue({ customer, quanta, paidAt: at, numbering: 'stripe', money });
    const pays = [{ invoice, quanta }];
    const id = stripeId('refund', desk.random);
    const refund = {
      id,
      story: 'noteByRefund',
      quanta: credited,
      afterHours: 26,
      status: 'succeeded',
      reason: 'requested_by_customer',
      credits: invoice,
    } as const;
    const words = silent(desk.random);
    writeCharge(desk, { story: 'byReference', customer, at, quanta, words, pays, linked: true, refund });
    writeNote(desk, invoice, { at: laterAt(at, 26), quanta: credited, course: 'refunded', refund: id });
  },
};

/** A credit note after the invoice was paid that goes to the customer's balance, and one that was issued by mistake and voided. */
export const noteToBalance: Story = {
  name: 'noteToBalance',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const quanta = amountOf(desk, customer);
    const credited = Math.max(1, Math.floor(quanta * 0.25));
    const money = { creditedAfterQuanta: credited };
    const invoice = desk.issue({ customer, quanta, paidAt: at, numbering: 'stripe', money });
    const pays = [{ invoice, quanta }];
    writeCharge(desk, { story: 'noteToBalance', customer, at, quanta, words: silent(desk.random), pays, linked: true });
    const notedAt = laterAt(at, 12);
    const creditNote = stripeId('credit_note', desk.random);
    const change = { cause: 'credit_note', quanta: -credited, at: notedAt, creditNote } as const;
    const balanceTransaction = changeBalance(desk, customer, change);
    writeNote(desk, invoice, {
      id: creditNote,
      at: notedAt,
      quanta: credited,
      course: 'toBalance',
      balanceTransaction,
    });
    if (invoice.item !== null) desk.toPeopleSoft({ kind: 'item', item: memo(desk, invoice, credited, notedAt) });
  },
};

function memo(desk: Desk, invoice: Invoice, quanta: number, at: number) {
  const { customer, item, number } = invoice;
  if (item === null) throw new Error(`invoice ${number} has no item in PeopleSoft`);
  const itemDate = localDate(at, customer.unit.zone);
  const amount = amountText(customer.currency, -quanta);
  const code = `CM-${String(desk.nextSerial()).padStart(7, '0')}`;
  return { ...item, item: code, amount, itemDate, dueDate: itemDate, poReference: number, entryType: 'CR' as const };
}

/** A credit note that was issued and voided again: it changes nothing in the end. */
export const noteVoided: Story = {
  name: 'noteVoided',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const quanta = amountOf(desk, customer);
    const invoice = desk.issue({ customer, quanta, paidAt: at, numbering: 'stripe' });
    const credited = Math.max(1, Math.floor(quanta * 0.1));
    writeNote(desk, invoice, { at: at - 3 * HOUR, quanta: credited, course: 'beforePayment', voidedAt: at - HOUR });
    const pays = [{ invoice, quanta }];
    writeCharge(desk, { story: 'noteVoided', customer, at, quanta, words: silent(desk.random), pays, linked: true });
  },
};

/** An invoice is overpaid, the rest becomes the customer's credit, and that goes into her next invoice. */
export const overpaidCredit: Story = {
  name: 'overpaidCredit',
  most: 2,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const quanta = amountOf(desk, customer);
    const surplus = Math.max(4, Math.floor(quanta * 0.15)) + 1;
    const first = desk.issue({ customer, quanta, paidAt: at, numbering: 'stripe' });
    const paid = { story: 'overpaidCredit', customer, words: silent(desk.random), linked: true };
    // Stripe's link is over all that was paid on the invoice; what it is for is no more than the invoice.
    writeCharge(desk, {
      ...paid,
      at,
      quanta: quanta + surplus,
      pays: [{ invoice: first, quanta }],
      overpaidQuanta: surplus,
    });
    const { stripeInvoice: firstId } = first;
    const overpaid = { quanta: -surplus, at, ...(firstId === null ? {} : { invoice: firstId }) };
    changeBalance(desk, customer, { ...overpaid, cause: 'invoice_overpaid' });
    const nextAt = laterAt(at, 40);
    const total = surplus + amountOf(desk, customer);
    const money = { fromBalanceQuanta: surplus };
    const next = desk.issue({
      customer,
      quanta: total,
      paidAt: nextAt,
      issuedAt: nextAt - 2 * HOUR,
      numbering: 'stripe',
      money,
    });
    const { stripeInvoice: nextId } = next;
    const applied = { quanta: surplus, at: nextAt - 2 * HOUR, ...(nextId === null ? {} : { invoice: nextId }) };
    changeBalance(desk, customer, { ...applied, cause: 'applied_to_invoice' });
    const rest = total - surplus;
    writeCharge(desk, {
      ...paid,
      story: 'creditApplied',
      at: nextAt,
      quanta: rest,
      pays: [{ invoice: next, quanta: rest }],
    });
  },
};
