import * as samples from '../../connectors/stripe/samples.ts';
import type { Raw } from '../loopback-stripe.ts';

const CASH_PAID = Date.parse('2026-10-06T10:00:00Z') / 1_000;

/**
 * One object of every family, whole: each names only what is there too, and every family is proven by another. A charge, its refund and
 * its dispute, an invoice with its payment and credit note, a payout and a top-up, a bank transfer out of a cash balance.
 */
export function wholeStory(): Raw[] {
  const cash = { payment_intent: 'pi_2', customer: 'cus_1', created: CASH_PAID, amount: 7_00 };
  return [
    samples.customer({ balance: -3_00 }),
    samples.invoice({ pre_payment_credit_notes_amount: 0, post_payment_credit_notes_amount: 3_00 }),
    samples.invoicePayment(),
    samples.creditNote({ customer_balance_transaction: 'cbtxn_1' }),
    ...creditedBefore(),
    samples.customerBalanceTransaction(),
    samples.paymentIntent(),
    samples.charge({ amount_refunded: 5_00, disputed: true }),
    samples.refund({ payment_intent: 'pi_1' }),
    samples.dispute(),
    samples.payout(),
    samples.topup(),
    samples.paymentIntent({
      id: 'pi_2',
      created: CASH_PAID,
      amount: 7_00,
      amount_received: 7_00,
      latest_charge: 'ch_2',
      payment_method_types: ['customer_balance'],
    }),
    samples.charge({
      ...cash,
      id: 'ch_2',
      amount_captured: 7_00,
      balance_transaction: 'txn_6',
      payment_method_details: { type: 'customer_balance' },
    }),
    ...cashMoved(),
    samples.cashBalanceTransaction({
      applied_to_payment: { payment_intent: 'pi_2' },
      created: CASH_PAID,
      net_amount: -7_00,
    }),
    movement('txn_1', 'charge', 'ch_1', 12_50, 66),
    movement('txn_2', 'refund', 're_1', -5_00),
    movement('txn_3', 'dispute', 'dp_1', -12_50, 15_00),
    movement('txn_4', 'payout', 'po_1', -9_00),
    movement('txn_5', 'topup', 'tu_1', 1_000_00),
    movement('txn_6', 'charge', 'ch_2', 7_00),
  ];
}

/** What led to nothing on the customer's balance before its last change. */
function creditedBefore(): readonly Raw[] {
  const adjusted = { credit_note: null, type: 'adjustment' };
  const last = Number(samples.customerBalanceTransaction()['created']);
  return [
    samples.customerBalanceTransaction({
      ...adjusted,
      id: 'cbtxn_a',
      created: last - 60,
      amount: -5_00,
      ending_balance: -5_00,
    }),
    samples.customerBalanceTransaction({
      ...adjusted,
      id: 'cbtxn_b',
      created: last - 30,
      amount: 5_00,
      ending_balance: 0,
    }),
  ];
}

/** What came into the cash balance by two transfers. */
function cashMoved(): readonly Raw[] {
  const funded = { applied_to_payment: null, type: 'funded' };
  return [
    samples.cashBalanceTransaction({
      ...funded,
      id: 'ccsbtxn_a',
      created: CASH_PAID - 60,
      net_amount: 5_00,
      ending_balance: 5_00,
    }),
    samples.cashBalanceTransaction({
      ...funded,
      id: 'ccsbtxn_b',
      created: CASH_PAID - 30,
      net_amount: 2_00,
      ending_balance: 7_00,
    }),
  ];
}

/** A row of Stripe's balance. */
export function movement(id: string, category: string, source: string, amount: number, fee = 0): Raw {
  const fields = { id, source, amount, fee, net: amount - fee };
  return samples.balanceTransaction({ ...fields, reporting_category: category, type: category });
}
