import { writeCharge } from '../charge.ts';
import { DAY } from '../calendar.ts';
import { offGrid } from '../currencies.ts';
import { laterAt } from '../desk.ts';
import { silent } from '../references.ts';
import { naming, ordinaryInvoice, type Story } from './story.ts';

/** One charge for two to five invoices that it lists. */
export const oneForSeveral: Story = {
  name: 'oneForSeveral',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoices = Array.from({ length: desk.random.between(2, 5) }, () => ordinaryInvoice(desk, customer, at));
    const pays = invoices.map((invoice) => ({ invoice, quanta: invoice.quanta }));
    const quanta = pays.reduce((sum, share) => sum + share.quanta, 0);
    writeCharge(desk, { story: 'oneForSeveral', customer, at, quanta, pays, ...naming(desk, invoices) });
  },
};

/**
 * One charge for two or three invoices that it does not list. Each of them is one quantum off the grid of ordinary prices,
 * so that no single ordinary invoice has the same total by accident.
 */
export const oneForSeveralSilent: Story = {
  name: 'oneForSeveralSilent',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoices = Array.from({ length: desk.random.between(2, 3) }, () =>
      desk.issue({ customer, quanta: offGrid(desk.random, customer.currency, 1), paidAt: at, numbering: 'own' }),
    );
    const pays = invoices.map((invoice) => ({ invoice, quanta: invoice.quanta }));
    const quanta = pays.reduce((sum, share) => sum + share.quanta, 0);
    writeCharge(desk, { story: 'oneForSeveralSilent', customer, at, quanta, pays, words: silent(desk.random) });
  },
};

/** One invoice paid in two or three instalments, each naming it. */
export const severalForOne: Story = {
  name: 'severalForOne',
  most: 3,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoice = ordinaryInvoice(desk, customer, at);
    const count = desk.random.between(2, 3);
    const how = naming(desk, [invoice]);
    let rest = invoice.quanta;
    for (let n = 0; n < count; n += 1) {
      const quanta = n === count - 1 ? rest : Math.max(1, Math.floor(rest * (0.3 + 0.3 * desk.random.unit())));
      rest -= quanta;
      const paidAt = laterAt(at, n * desk.random.between(24, 72));
      writeCharge(desk, {
        story: 'severalForOne',
        customer,
        at: n === 0 ? at : paidAt,
        quanta,
        pays: [{ invoice, quanta }],
        ...how,
      });
    }
  },
};

/** Shortest time between two payments that are certainly two decisions of the payer. */
const APART = DAY / 48;

/** Two real invoices of the same amount, and a charge for each on the same day with the same card: identical, yet no duplicate. */
export const identicalCharges: Story = {
  name: 'identicalNotDuplicate',
  most: 2,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const first = ordinaryInvoice(desk, customer, at);
    const { quanta } = first;
    const second = desk.issue({
      customer,
      quanta,
      paidAt: at,
      numbering: first.stripeInvoice === null ? 'own' : 'stripe',
    });
    const named = desk.random.chance(0.7);
    for (const [n, invoice] of [first, second].entries()) {
      const how = named ? naming(desk, [invoice]) : { words: silent(desk.random) };
      const paidAt = at + n * desk.random.between(60, APART);
      writeCharge(desk, {
        story: 'identicalNotDuplicate',
        customer,
        at: paidAt,
        quanta,
        pays: [{ invoice, quanta }],
        ...how,
      });
    }
  },
};
