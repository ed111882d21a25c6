import { availableAfterCharge } from '../balance.ts';
import { DAY, HOUR, localInstant, NOW } from '../calendar.ts';
import { writeCharge } from '../charge.ts';
import type { StripeBookObject } from '../company.ts';
import { bookCustomerMoney, itemShare, laterAt, type Desk, type Invoice } from '../desk.ts';
import { stripeId } from '../identifiers.ts';
import { quoting, silent } from '../references.ts';
import { chargeObject, paymentIntentObject, type ChargeParts } from '../stripe-objects.ts';
import { naming, ordinaryInvoice, type Story } from './story.ts';

const DEBIT_DAYS = 4;

/** The bank debit of a unit's country. */
function debitOf(invoice: Invoice): 'us_bank_account' | 'sepa_debit' {
  return invoice.customer.unit.unit === 'US' ? 'us_bank_account' : 'sepa_debit';
}

/** A card charge whose capture Stripe finishes afterwards: first without balance transaction, which comes with `charge.updated`. */
export const asyncCapture: Story = {
  name: 'asyncCapture',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoice = ordinaryInvoice(desk, customer, at);
    const { quanta } = invoice;
    writeCharge(desk, {
      story: 'asyncCapture',
      customer,
      at,
      quanta,
      pays: [{ invoice, quanta }],
      ...naming(desk, [invoice]),
      bookedAfterSeconds: desk.random.between(600, 2 * HOUR),
    });
  },
};

/** The evening of the month's last day. */
const LAST_EVENING = { date: '2026-10-31', from: 15 * HOUR, seconds: 8 * HOUR } as const;

/**
 * A card charge of the month's last evening that succeeded and has no balance transaction yet: that comes after the sample's start, in
 * another month than the charge.
 */
export const lateBalanceRow: Story = {
  name: 'lateBalanceRow',
  most: 1,
  tell: (desk) => {
    const customer = desk.customer();
    const secondOfDay = LAST_EVENING.from + desk.random.below(LAST_EVENING.seconds);
    const at = localInstant(LAST_EVENING.date, secondOfDay, customer.unit.zone);
    const quanta = ordinaryAmount(desk, customer);
    const invoice = desk.issue({ customer, quanta, paidAt: at, numbering: 'own' });
    const id = stripeId('charge', desk.random);
    const words = quoting([invoice.number], desk.random);
    const paymentIntent = stripeId('payment_intent', desk.random);
    const paid = { id, paymentIntent, customer, at, quanta, words, refundedQuanta: 0, disputed: false };
    const early: ChargeParts = { ...paid, status: 'succeeded', balanceTransaction: null };
    desk.toStripe({ object: paymentIntentObject(early, at) });
    desk.toStripe({ object: chargeObject(early) });
    const comesAt = NOW + desk.random.between(600, 2 * HOUR);
    const money = { customer, quanta, type: 'charge', category: 'charge', at: comesAt, source: id, withFee: true };
    const row = bookCustomerMoney(desk, money, comesAt).object;
    desk.toStripe({ object: chargeObject({ ...early, balanceTransaction: row.id }), comesAt });
    desk.movements += 1;
    const known = { objectId: id, movementKind: 'charge', story: 'lateBalanceRow' } as const;
    const allocations = [itemShare({ invoice, quanta })];
    desk.toTruth({ kind: 'movementTruth', ...known, allocations, charge: null, receipt: null });
  },
};

/** A debit from a bank account that was pending for days and then succeeded. */
export const debitSucceeded: Story = {
  name: 'debitSucceeded',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = Math.min(desk.instantOn(day, customer), NOW - (DEBIT_DAYS + 1) * DAY);
    const invoice = ordinaryInvoice(desk, customer, at);
    const { quanta } = invoice;
    writeCharge(desk, {
      story: 'debitSucceeded',
      customer,
      at,
      quanta,
      pays: [{ invoice, quanta }],
      ...naming(desk, [invoice]),
      method: debitOf(invoice),
      bookedAfterSeconds: DEBIT_DAYS * DAY,
    });
  },
};

/** A debit that is pending at the sample's start: it fails, or succeeds some hours later. Its invoice stays open meanwhile. */
function unfinished(name: string, status: 'failed' | 'pending'): Story {
  return {
    name,
    most: 0,
    tell: (desk, day) => {
      const customer = desk.customer();
      const at = status === 'pending' ? NOW - desk.random.between(DAY, 3 * DAY) : desk.instantOn(day, customer);
      const invoice = desk.issue({ customer, quanta: ordinaryAmount(desk, customer), paidAt: at, numbering: 'own' });
      const parts = debitParts(desk, invoice, at, status);
      const failed = status === 'failed' ? [{ type: 'charge.failed', at: laterAt(at, DEBIT_DAYS * 24) }] : [];
      desk.toStripe({ object: paymentIntentObject(parts, at) });
      desk.toStripe({ object: chargeObject(parts), events: failed });
      if (status === 'pending') succeedLater(desk, parts);
    },
  };
}

export const debitFailed = unfinished('debitFailed', 'failed');
export const debitPending = unfinished('debitPending', 'pending');

function ordinaryAmount(desk: Desk, customer: Invoice['customer']): number {
  return ordinaryInvoice(desk, customer, NOW - 5 * DAY).quanta;
}

function debitParts(desk: Desk, invoice: Invoice, at: number, status: ChargeParts['status']): ChargeParts {
  return {
    id: stripeId('payment', desk.random),
    paymentIntent: stripeId('payment_intent', desk.random),
    customer: invoice.customer,
    at,
    quanta: invoice.quanta,
    words: silent(desk.random),
    balanceTransaction: null,
    status,
    refundedQuanta: 0,
    disputed: false,
    method: debitOf(invoice),
  };
}

/** The debit succeeds when the virtual clock has reached that second: its row first, then what names it. */
function succeedLater(desk: Desk, parts: ChargeParts): void {
  const comesAt = NOW + desk.random.between(6 * HOUR, 30 * HOUR);
  const { customer, quanta, id: source } = parts;
  const money = { customer, quanta, type: 'payment', category: 'charge', at: comesAt, source, withFee: true };
  const row = bookCustomerMoney(desk, money, comesAt).object;
  const paid = { ...parts, status: 'succeeded', balanceTransaction: row.id } as const;
  for (const object of [paymentIntentObject(paid, parts.at), chargeObject(paid)]) desk.toStripe({ object, comesAt });
}

/** A debit that succeeded, and that the bank took back weeks later: charge and return are two rows, and no money is left. */
export const debitReturned: Story = {
  name: 'debitReturned',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = Math.min(desk.instantOn(day, customer), NOW - 8 * DAY);
    const invoice = desk.issue({ customer, quanta: ordinaryAmount(desk, customer), paidAt: at, numbering: 'own' });
    const parts = debitParts(desk, invoice, at, 'failed');
    const bookedAt = at + DEBIT_DAYS * DAY;
    const money = { customer, source: parts.id, withFee: false, category: 'charge' };
    const taken = bookCustomerMoney(desk, {
      ...money,
      quanta: invoice.quanta,
      type: 'payment',
      at: bookedAt,
      withFee: true,
    });
    const returnedAt = Math.min(availableAfterCharge(bookedAt) + 2 * HOUR, NOW - HOUR);
    const back: StripeBookObject = bookCustomerMoney(desk, {
      ...money,
      quanta: -invoice.quanta,
      type: 'payment_failure_refund',
      category: 'charge_failure',
      at: returnedAt,
    }).object;
    const returned = { ...parts, balanceTransaction: taken.object.id, failureBalanceTransaction: back.id };
    desk.toStripe({ object: paymentIntentObject(returned, at) });
    desk.toStripe({ object: chargeObject(returned), events: [{ type: 'charge.succeeded', at: bookedAt }] });
    desk.movements += 1; // the money going back; a charge that no longer succeeded is none
  },
};
