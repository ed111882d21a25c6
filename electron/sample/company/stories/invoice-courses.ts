import { DAY, localInstant } from '../calendar.ts';
import { writeCharge } from '../charge.ts';
import { invoiceQuanta } from '../currencies.ts';
import { laterAt, type Desk, type Invoice } from '../desk.ts';
import { silent } from '../references.ts';
import type { InvoiceMoney } from '../invoice-objects.ts';
import { naming, ordinaryInvoice, type Story } from './story.ts';

/** A Stripe invoice that ends without a payment; a void one is gone from PeopleSoft too, a bad debt is still open there. */
function unpaid(name: string, status: 'void' | 'uncollectible'): Story {
  return {
    name,
    most: 0,
    tell: (desk, day) => {
      const customer = desk.customer();
      const at = desk.instantOn(day, customer);
      const quanta = invoiceQuanta(desk.random, customer.currency);
      const money: InvoiceMoney = { ended: { status, at } };
      const gone = status === 'void' ? { itemQuanta: null } : {};
      desk.issue({ customer, quanta, paidAt: at, numbering: 'stripe', money, ...gone });
    },
  };
}

export const invoiceVoided = unpaid('invoiceVoided', 'void');
export const invoiceUncollectible = unpaid('invoiceUncollectible', 'uncollectible');

function stripeInvoice(desk: Desk, customer: Invoice['customer'], paidAt: number): Invoice {
  return desk.issue({ customer, quanta: invoiceQuanta(desk.random, customer.currency), paidAt, numbering: 'stripe' });
}

/** One invoice paid in parts: Stripe links each of its payments with the amount it is for. */
export const invoiceInParts: Story = {
  name: 'invoiceInParts',
  most: 2,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoice = stripeInvoice(desk, customer, at);
    const first = Math.max(1, Math.floor(invoice.quanta * 0.4));
    for (const [n, quanta] of [first, invoice.quanta - first].entries())
      writeCharge(desk, {
        story: 'invoiceInParts',
        customer,
        at: n === 0 ? at : laterAt(at, 30),
        quanta,
        words: silent(desk.random),
        pays: [{ invoice, quanta }],
        linked: true,
      });
  },
};

/** One payment that Stripe links to three invoices, with the amount for each. */
export const paymentOverSeveral: Story = {
  name: 'paymentOverSeveral',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const pays = [0, 1, 2].map(() => {
      const invoice = stripeInvoice(desk, customer, at);
      return { invoice, quanta: invoice.quanta };
    });
    const quanta = pays.reduce((sum, share) => sum + share.quanta, 0);
    const words = silent(desk.random);
    writeCharge(desk, { story: 'paymentOverSeveral', customer, at, quanta, words, pays, linked: true });
  },
};

/** The payer pays one invoice twice, days apart: two true charges, of which the second is for nothing. */
export const paidTwice: Story = {
  name: 'paidTwice',
  most: 2,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoice = ordinaryInvoice(desk, customer, at);
    const { quanta } = invoice;
    const { words } = naming(desk, [invoice]);
    writeCharge(desk, { story: 'paidTwiceFirst', customer, at, quanta, words, pays: [{ invoice, quanta }] });
    writeCharge(desk, { story: 'paidTwiceAgain', customer, at: laterAt(at, 50), quanta, words });
  },
};

/** Stripe's fee carries tax, which it shows as a part of the fee. */
export const taxedFee: Story = {
  name: 'taxedFee',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoice = ordinaryInvoice(desk, customer, at);
    const { quanta } = invoice;
    const pays = [{ invoice, quanta }];
    writeCharge(desk, { story: 'taxedFee', customer, at, quanta, pays, ...naming(desk, [invoice]), feeTaxShare: 0.16 });
  },
};

const HALF_AN_HOUR = 1_800;

/** Charges between the unit's midnight and UTC's: the same instant is one day here and another one there, at both ends of the month. */
export const aroundMidnight: Story = {
  name: 'aroundMidnight',
  most: 2,
  tell: (desk) => {
    for (const date of ['2026-10-02', '2026-10-31']) {
      const customer = desk.customer();
      const { unit, zone } = customer.unit;
      // West of Greenwich the local evening is UTC's next day, east of it the first half hour is UTC's day before.
      const secondOfDay = unit === 'US' ? DAY - HALF_AN_HOUR : HALF_AN_HOUR;
      const at = localInstant(date, secondOfDay + desk.random.below(600), zone);
      const invoice = ordinaryInvoice(desk, customer, at);
      const { quanta } = invoice;
      const pays = [{ invoice, quanta }];
      writeCharge(desk, { story: 'aroundMidnight', customer, at, quanta, pays, ...naming(desk, [invoice]) });
    }
  },
};
