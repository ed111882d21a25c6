import * as samples from '../electron/connectors/stripe/samples.ts';

type Raw = Readonly<Record<string, unknown>>;
export interface Happening {
  readonly make: (created: number) => Raw;
  /** The event that tells of it; null where Stripe tells nothing. */
  readonly event: string | null;
  /** How many days pass first: newer objects of a family put what changes later out of reach of any list that is read again. */
  readonly daysBefore?: number;
}

const money = (id: string, category: string, source: string | null, amount: number, more: Raw = {}) => {
  const fields = { id, reporting_category: category, type: category, source, amount, fee: 0, net: amount, ...more };
  return (created: number) => samples.balanceTransaction({ created, available_on: created, ...fields });
};
const told = (make: Happening['make'], event: string, daysBefore = 0): Happening => ({ make, event, daysBefore });
const untold = (make: Happening['make']): Happening => ({ make, event: null });

/** What happens at Stripe, in this order; of most objects more than once. Its end is whole: whatever names something, it is there. */
export const STORY: readonly Happening[] = [
  told((created) => samples.customer({ created }), 'customer.created'),
  told(
    (created) => samples.charge({ created, status: 'pending', captured: false, balance_transaction: null }),
    'charge.pending',
  ),
  untold((created) => samples.balanceTransaction({ created, available_on: created, status: 'pending' })),
  told((created) => samples.charge({ created }), 'charge.succeeded'),
  told((created) => samples.refund({ created, status: 'pending', balance_transaction: null }), 'refund.created'),
  told((created) => samples.invoice({ created, status: 'open', ending_balance: null }), 'invoice.finalized'),
  untold((created) => samples.customerBalanceTransaction({ created })),
  told((created) => samples.creditNote({ created, customer_balance_transaction: 'cbtxn_1' }), 'credit_note.created'),
  told((created) => samples.customer({ created, balance: -300 }), 'customer.updated'),
  untold(money('txn_2', 'refund', 're_1', -500)),
  told((created) => samples.refund({ created }), 'refund.updated'),
  told((created) => samples.payout({ created, status: 'paid' }), 'payout.paid'),
  untold(money('txn_4', 'payout', 'po_1', -900)),
  told(
    (created) => samples.paymentIntent({ created, amount_received: 0, status: 'processing' }),
    'payment_intent.processing',
  ),
  untold((created) =>
    samples.cashBalanceTransaction({
      id: 'ccsbtxn_0',
      created,
      type: 'funded',
      applied_to_payment: null,
      net_amount: 12_50,
      ending_balance: 12_50,
    }),
  ),
  told((created) => samples.cashBalanceTransaction({ created }), 'customer_cash_balance_transaction.created'),
  told(
    (created) => samples.paymentIntent({ created, payment_method_types: ['customer_balance'] }),
    'payment_intent.succeeded',
  ),
  told((created) => samples.charge({ id: 'ch_2', created, currency: 'xqz' }), 'charge.succeeded'),
  told((created) => samples.topup({ created }), 'topup.succeeded'),
  untold(money('txn_5', 'topup', 'tu_1', 1_000_00)),
  untold(money('txn_9', 'fee', null, -25)),
  untold(money('txn_10', 'charge', 'ch_2', 12_50)),
  told((created) => samples.refund({ id: 're_2', created, balance_transaction: 'txn_11' }), 'refund.created', 40),
  untold(money('txn_11', 'refund', 're_2', -500)),
  told((created) => samples.payout({ id: 'po_2', created, balance_transaction: 'txn_12' }), 'payout.paid'),
  untold(money('txn_12', 'payout', 'po_2', -900)),
  untold(money('txn_6', 'refund_failure', 're_1', 500)),
  told(
    (created) =>
      samples.refund({ created, status: 'failed', failure_reason: 'declined', failure_balance_transaction: 'txn_6' }),
    'refund.failed',
  ),
  told((created) => samples.charge({ id: 'ch_2', created, balance_transaction: 'txn_10' }), 'charge.updated'),
  untold(money('txn_7', 'payout_reversal', 'po_1', 900)),
  told(
    (created) => samples.payout({ created, status: 'failed', failure_balance_transaction: 'txn_7' }),
    'payout.failed',
  ),
  told((created) => samples.dispute({ created }), 'charge.dispute.created', 40),
  untold(money('txn_3', 'dispute', 'dp_1', -12_50, { fee: 15_00, net: -27_50 })),
  untold((created) => samples.balanceTransaction({ created, available_on: created })),
  told(
    (created) =>
      samples.dispute({
        created,
        status: 'won',
        balance_transactions: [
          { id: 'txn_3', object: 'balance_transaction' },
          { id: 'txn_8', object: 'balance_transaction' },
        ],
      }),
    'charge.dispute.closed',
  ),
  untold(money('txn_8', 'dispute_reversal', 'dp_1', 12_50)),
];
