import { HOUR } from '../calendar.ts';
import { writeCharge } from '../charge.ts';
import { customerTruth, stripeCustomer } from '../customer-facts.ts';
import type { Customer } from '../customers.ts';
import { stripeId } from '../identifiers.ts';
import { naming, ordinaryInvoice, type Story } from './story.ts';

/** A customer that a web shop made a second time at Stripe: same name and address, another id, and no link to PeopleSoft's one. */
export const doubleCustomer: Story = {
  name: 'doubleCustomer',
  most: 1,
  tell: (desk, day) => {
    const known = desk.customer();
    const at = desk.instantOn(day, known);
    const created = { stripeId: stripeId('customer', desk.random), createdAt: at - HOUR } as const;
    const unlinked = { link: 'none', storedCustId: null, storedId: 'none' } as const;
    const customer: Customer = { ...known, ...created, ...unlinked };
    desk.toStripe({ object: stripeCustomer(customer) });
    desk.toTruth(customerTruth(customer));
    const invoice = ordinaryInvoice(desk, customer, at);
    const { quanta } = invoice;
    const pays = [{ invoice, quanta }];
    writeCharge(desk, { story: 'doubleCustomer', customer, at, quanta, pays, ...naming(desk, [invoice]) });
  },
};
