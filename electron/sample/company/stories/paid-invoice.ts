import { writeCharge } from '../charge.ts';
import { invoiceQuanta } from '../currencies.ts';
import { silent } from '../references.ts';
import { naming, ordinaryInvoice, type Story } from './story.ts';

/** The common case: one charge, one invoice, and the charge says which. */
export const byReference: Story = {
  name: 'byReference',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoice = ordinaryInvoice(desk, customer, at);
    desk.stranger = invoice;
    const { quanta } = invoice;
    writeCharge(desk, {
      story: 'byReference',
      customer,
      at,
      quanta,
      pays: [{ invoice, quanta }],
      ...naming(desk, [invoice]),
    });
  },
};

/** One charge, one invoice, and nothing but amount, customer and date to tell. */
export const byAmount: Story = {
  name: 'byAmount',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const quanta = invoiceQuanta(desk.random, customer.currency, 0.04);
    const numbering = desk.random.chance(0.3) ? 'stripe' : 'own';
    const invoice = desk.issue({ customer, quanta, paidAt: at, numbering });
    const words = silent(desk.random);
    writeCharge(desk, { story: 'byAmount', customer, at, quanta, words, pays: [{ invoice, quanta }] });
  },
};

/** The payer keeps something back (a discount, a bank's fee): 980.40 for 1,000.00, naming the invoice. */
export const short: Story = {
  name: 'short',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoice = ordinaryInvoice(desk, customer, at);
    const kept = Math.max(1, Math.round(invoice.quanta * desk.random.pick([0.0196, 0.02, 0.03, 0.005])));
    const quanta = invoice.quanta - (kept % 5 === 0 ? kept + 1 : kept);
    writeCharge(desk, {
      story: 'short',
      customer,
      at,
      quanta,
      pays: [{ invoice, quanta }],
      ...naming(desk, [invoice]),
    });
  },
};

/** The payer sends too much: the invoice is paid, the rest is nobody's yet. */
export const over: Story = {
  name: 'over',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoice = ordinaryInvoice(desk, customer, at);
    const quanta = invoice.quanta + 5 * desk.random.between(1, 40) + 3;
    const pays = [{ invoice, quanta: invoice.quanta }];
    writeCharge(desk, { story: 'over', customer, at, quanta, pays, ...naming(desk, [invoice]) });
  },
};
