import { writeCharge } from '../charge.ts';
import { invoiceQuanta, offGrid } from '../currencies.ts';
import { quoting, silent } from '../references.ts';
import { naming, ordinaryInvoice, type Story } from './story.ts';

/** A customer that PeopleSoft does not have: the invoice exists in Stripe only. */
export const noCustomer: Story = {
  name: 'noCustomer',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customerNotInPeopleSoft();
    const at = desk.instantOn(day, customer);
    const invoice = ordinaryInvoice(desk, customer, at);
    const { quanta } = invoice;
    const shares = [{ invoice, quanta }];
    writeCharge(desk, {
      story: 'noCustomer',
      customer,
      at,
      quanta,
      pays: shares,
      allocatable: false,
      ...naming(desk, [invoice]),
    });
  },
};

/** A prepayment: known customer, no invoice anywhere. Its amount equals no sum of ordinary items. */
export const noInvoice: Story = {
  name: 'noInvoice',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const quanta = offGrid(desk.random, customer.currency, 4);
    const words = {
      ...silent(desk.random),
      description: desk.random.pick(['Prepayment', 'Deposit', 'Retainer November']),
    };
    writeCharge(desk, { story: 'noInvoice', customer, at, quanta, words });
  },
};

/** The payer quotes somebody else's invoice by mistake; amount and customer tell the true one. */
export const misquoted: Story = {
  name: 'misquoted',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const stranger = desk.stranger;
    const quanta = invoiceQuanta(desk.random, customer.currency, 0);
    const invoice = desk.issue({ customer, quanta, paidAt: at, numbering: 'own' });
    const isAnothers = stranger !== null && stranger.customer.index !== customer.index && stranger.quanta !== quanta;
    const words = quoting([isAnothers ? stranger.number : invoice.number], desk.random);
    writeCharge(desk, { story: 'misquoted', customer, at, quanta, words, pays: [{ invoice, quanta }] });
  },
};
