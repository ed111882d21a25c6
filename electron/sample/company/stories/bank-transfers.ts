import { HOUR } from '../calendar.ts';
import { writeCharge } from '../charge.ts';
import { cashBalanceObject, type CashBalanceParts } from '../customer-money.ts';
import { offGrid } from '../currencies.ts';
import type { Customer } from '../customers.ts';
import { bookCustomerMoney, laterAt, type Desk } from '../desk.ts';
import { stripeId } from '../identifiers.ts';
import { naming, ordinaryInvoice, type Story } from './story.ts';

/** A customer that can send a bank transfer within her unit's own currency. */
function transferringCustomer(desk: Desk): Customer {
  for (;;) {
    const customer = desk.customer();
    if (customer.currency.code === customer.unit.settlement) return customer;
  }
}

function changeCash(
  desk: Desk,
  customer: Customer,
  change: { readonly quanta: number; readonly at: number; readonly how: CashBalanceParts['how'] },
): void {
  const id = stripeId('customer_cash_balance_transaction', desk.random);
  const endingQuanta = desk.changeBalance('cash', customer, change.quanta);
  desk.toStripe({ object: cashBalanceObject({ ...change, id, customer, endingQuanta }) });
}

/**
 * The customer sends money to her cash balance; Stripe applies what she owes as a payment and, where nobody says what the rest is for,
 * moves that into the company's balance as unreconciled funds.
 */
export const transferApplied: Story = {
  name: 'transferApplied',
  most: 2,
  tell: (desk, day) => {
    const customer = transferringCustomer(desk);
    const at = desk.instantOn(day, customer);
    const invoice = ordinaryInvoice(desk, customer, at);
    const { quanta } = invoice;
    const rest = desk.random.between(101, 999);
    const reference = invoice.number;
    changeCash(desk, customer, { quanta: quanta + rest, at: at - HOUR, how: { type: 'funded', reference } });
    const pays = [{ invoice, quanta }];
    const how = naming(desk, [invoice]);
    const charge = {
      story: 'transferApplied',
      customer,
      at,
      quanta,
      pays,
      ...how,
      method: 'customer_balance',
    } as const;
    const { paymentIntent } = writeCharge(desk, charge);
    changeCash(desk, customer, { quanta: -quanta, at, how: { type: 'applied_to_payment', paymentIntent } });
    const movedAt = laterAt(at, 72);
    const money = { customer, quanta: rest, at: movedAt, source: customer.stripeId, withFee: false };
    const row = bookCustomerMoney(desk, {
      ...money,
      type: 'payment_unreconciled',
      category: 'unreconciled_customer_funds',
    });
    const moved = { type: 'transferred_to_balance', balanceTransaction: row.object.id } as const;
    changeCash(desk, customer, { quanta: -rest, at: movedAt, how: moved });
    desk.movements += 1;
  },
};

/** The customer has sent money that nobody has applied yet: it is hers, and no part of the company's balance. */
export const transferWaiting: Story = {
  name: 'transferWaiting',
  most: 0,
  tell: (desk, day) => {
    const customer = transferringCustomer(desk);
    const quanta = offGrid(desk.random, customer.currency, 2);
    const at = desk.instantOn(day, customer);
    changeCash(desk, customer, { quanta, at, how: { type: 'funded', reference: 'PAYMENT' } });
  },
};
