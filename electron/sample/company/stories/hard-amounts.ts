import { writeCharge } from '../charge.ts';
import { invoiceQuanta, sampleCurrency, type SampleCurrency } from '../currencies.ts';
import { stripeId } from '../identifiers.ts';
import { quoting, silent } from '../references.ts';
import { ordinaryInvoice, type Story } from './story.ts';

const OPEN_ALIKE = 4;
const PAID_ALIKE = 2;

/** A subscription: several open invoices of one list price, and payments of it that say nothing. Which pays which nobody can tell. */
export const sameAmounts: Story = {
  name: 'sameAmounts',
  most: PAID_ALIKE,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const quanta = invoiceQuanta(desk.random, customer.currency, 1);
    const issue = () => desk.issue({ customer, quanta, paidAt: at, numbering: 'own' });
    const invoices = Array.from({ length: OPEN_ALIKE }, issue);
    for (const [n, invoice] of invoices.slice(0, PAID_ALIKE).entries())
      writeCharge(desk, {
        story: 'sameAmounts',
        customer,
        at: at + n * desk.random.between(60, 3_000),
        quanta,
        words: silent(desk.random),
        pays: [{ invoice, quanta }],
      });
  },
};

/** Three invoices in one payment, less what the payer deducts from the last (damaged goods, a rebate that nobody agreed). */
export const deduction: Story = {
  name: 'deduction',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoices = [0, 1, 2].map(() => ordinaryInvoice(desk, customer, at));
    const kept = Math.max(1, Math.round((invoices.at(-1)?.quanta ?? 0) * desk.random.pick([0.05, 0.1, 0.15]))) - 1;
    const deducted = Math.max(1, kept - (kept % 5) + 2);
    const pays = invoices.map((invoice, n) => ({
      invoice,
      quanta: n === invoices.length - 1 ? invoice.quanta - deducted : invoice.quanta,
    }));
    const quanta = pays.reduce((sum, share) => sum + share.quanta, 0);
    // In words only: Stripe's own link would say what was paid on each.
    const words = quoting(
      invoices.map(({ number }) => number),
      desk.random,
    );
    writeCharge(desk, { story: 'deduction', customer, at, quanta, words, pays });
  },
};

const CARD_OF_A_COLLEAGUE_SHARE = 0.4;

/** Two checkout sessions for one invoice, open in two windows and both paid: the second charge is for nothing. */
export const twoSessions: Story = {
  name: 'twoSessions',
  most: 2,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoice = ordinaryInvoice(desk, customer, at);
    const { quanta } = invoice;
    const words = quoting([invoice.number], desk.random);
    const session = () => `cs_test_${stripeId('payment_intent', desk.random).slice(4)}`;
    const inSession = () => ({ ...words, metadata: { ...words.metadata, checkout_session: session() } });
    const last4 = String(desk.random.below(10_000)).padStart(4, '0');
    const otherCard = {
      ...customer,
      card: { ...customer.card, last4, fingerprint: stripeId('customer', desk.random).slice('cus_'.length) },
    };
    const second = desk.random.chance(CARD_OF_A_COLLEAGUE_SHARE) ? otherCard : customer;
    const pays = [{ invoice, quanta }];
    writeCharge(desk, { story: 'twoSessionsFirst', customer, at, quanta, words: inSession(), pays });
    const again = at + desk.random.between(20, 900);
    writeCharge(desk, { story: 'twoSessionsAgain', customer: second, at: again, quanta, words: inSession() });
  },
};

const OTHERS = { US: ['USD', 'CAD'], DE: ['EUR', 'GBP', 'CHF'] } as const;

/** What an amount is worth in another currency, at the sample's own rate, at least a few quanta. */
function converted(quanta: number, from: SampleCurrency, to: SampleCurrency): number {
  const dollars = quanta / from.quantaPerUnit / from.perDollar;
  return Math.max(50, Math.round(dollars * to.perDollar * to.quantaPerUnit));
}

/** Paid in another currency than the invoice is in, at some bank's rate: the right invoice, but nothing that may be decided alone. */
export const otherCurrency: Story = {
  name: 'otherCurrency',
  most: 1,
  tell: (desk, day) => {
    const owner = desk.customer();
    const at = desk.instantOn(day, owner);
    const invoice = ordinaryInvoice(desk, owner, at);
    const codes = OTHERS[owner.unit.unit].filter((code) => code !== owner.currency.code);
    const currency = sampleCurrency(codes[desk.random.below(codes.length)] ?? owner.unit.settlement);
    const rate = 0.985 + 0.03 * desk.random.unit();
    const quanta = Math.round(converted(invoice.quanta, owner.currency, currency) * rate);
    const words = quoting([invoice.number], desk.random);
    const pays = [{ invoice, quanta: invoice.quanta }];
    const customer = { ...owner, currency };
    writeCharge(desk, { story: 'otherCurrency', customer, at, quanta, words, pays, allocatable: false });
  },
};
