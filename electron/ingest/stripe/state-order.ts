import type {
  StripeBalanceTransactionFact,
  StripeChargeFact,
  StripeDisputeFact,
  StripeFact,
  StripeInvoiceFact,
  StripePaymentIntentFact,
  StripePayoutFact,
  StripeRefundFact,
} from '../../connectors/stripe/types.ts';

/**
 * How far an object has come, as text that sorts, for ordering versions of it that Stripe gives no time for: events of one second, and bare
 * objects, which may be newer than the last instant they speak of. The first character is what Stripe never takes back (a refund that failed
 * has failed for good), then the rest of its state, then `lateness`, how late in its second what it tells usually happens. This is
 * the one place where the order of states stands. Source: Stripe API reference, the statuses of each object.
 */
export function standingOf(fact: StripeFact, lateness: number): string {
  const [forGood, ...rest] = stateOf(fact);
  return `${forGood}${rest.map(sortable).join('')}${lateness}`;
}

/** The same of an object this program reads nothing of: of an unknown family, or of which a deletion left only the id. */
export function standingWithoutFact(isDeleted: boolean, lateness: number): string {
  return `0${isDeleted ? 'z' : ''}${lateness}`;
}

/** Nothing that any other version could be older than. */
export const NO_STANDING = '0';
/** What is read from Stripe itself comes after every event of its instant. */
export const LATENESS_OF_READS = 9;

/** What is never taken back, at most 9; then what tells states apart that have that in common, the later the greater. */
type State = readonly [forGood: number, ...rest: number[]];

function stateOf(fact: StripeFact): State {
  switch (fact.type) {
    case 'charge':
      return stateOfCharge(fact);
    case 'payment_intent':
      return stateOfIntent(fact);
    case 'refund':
      return stateOfRefund(fact);
    case 'dispute':
      return stateOfDispute(fact);
    case 'payout':
      return stateOfPayout(fact);
    case 'invoice':
      return stateOfInvoice(fact);
    case 'balance_transaction':
      return stateOfBalanceTransaction(fact);
    case 'credit_note':
      return [fact.status === 'void' ? 1 : 0, fact.refunds.length];
    case 'invoice_payment':
      return [fact.status === 'open' ? 0 : 1, fact.amountPaid?.minor ?? 0];
    case 'topup':
      return [rankIn(TOPUP, fact.status), flag(fact.balanceTransaction)];
    case 'customer':
      return [fact.deleted ? 1 : 0];
    case 'customer_balance_transaction':
    case 'customer_cash_balance_transaction':
      return [0];
  }
}

type Ranks = Readonly<Record<string, number>>;
const TOPUP: Ranks = { pending: 0, succeeded: 1, failed: 2, canceled: 2, reversed: 2 };
const INTENT: Ranks = {
  requires_payment_method: 0,
  requires_confirmation: 1,
  requires_action: 2,
  processing: 3,
  requires_capture: 5,
};
/** Among states without a payment method: one whose payment was tried and failed comes after the trying. */
const FAILED_ATTEMPT = 4;
const REFUND: Ranks = { requires_action: 0, pending: 0, succeeded: 1, failed: 2, canceled: 2 };
const DISPUTE: Ranks = {
  warning_needs_response: 0,
  warning_under_review: 1,
  warning_closed: 2,
  prevented: 2,
  needs_response: 3,
  under_review: 4,
  lost: 5,
  won: 6,
};
const PAYOUT: Ranks = { pending: 0, in_transit: 1, paid: 2, canceled: 3, failed: 3 };
const INVOICE: Ranks = { draft: 0, open: 1, uncollectible: 2, paid: 3, void: 3 };

/** A charge fails, also after it had succeeded, or is captured; then its money is booked, given back, disputed. */
function stateOfCharge(fact: StripeChargeFact): State {
  const hasFailed = fact.status === 'failed' || fact.failureBalanceTransaction !== null;
  const forGood = hasFailed ? 3 : fact.status === 'pending' ? 0 : fact.captured ? 2 : 1;
  const captured = fact.captured ? fact.amount.minor : 0;
  return [
    forGood,
    flag(fact.failureBalanceTransaction),
    captured,
    fact.amountRefunded.minor,
    flag(fact.balanceTransaction),
    fact.disputed ? 1 : 0,
  ];
}

function stateOfIntent({ status, amountReceived, latestCharge }: StripePaymentIntentFact): State {
  const isOver = status === 'succeeded' || status === 'canceled';
  const hasFailedOnce = status === 'requires_payment_method' && latestCharge !== null;
  return [
    isOver ? 1 : 0,
    hasFailedOnce ? FAILED_ATTEMPT : rankIn(INTENT, status),
    amountReceived.minor,
    flag(latestCharge),
  ];
}

/** A refund may fail long after it had succeeded. */
function stateOfRefund(fact: StripeRefundFact): State {
  const hasFailed = fact.failureBalanceTransaction !== null;
  const forGood = hasFailed ? 2 : rankIn(REFUND, fact.status ?? 'pending');
  const isAsking = fact.status === 'requires_action';
  return [forGood, isAsking ? 0 : 1, flag(fact.balanceTransaction), flag(fact.failureBalanceTransaction)];
}

/** Its balance transactions only ever grow in number: none for an inquiry, the withdrawal, the reinstatement. */
function stateOfDispute({ status, balanceTransactions }: StripeDisputeFact): State {
  const isDecided = status === 'won' || status === 'lost';
  return [Math.min(9, balanceTransactions.length * 2 + (isDecided ? 1 : 0)), rankIn(DISPUTE, status)];
}

/** Source: Stripe API reference, payout `status`: some that fail are shown as paid at first. */
function stateOfPayout(fact: StripePayoutFact): State {
  const isBack = fact.failureBalanceTransaction !== null || fact.reversedBy !== null;
  return [
    isBack ? 3 : rankIn(PAYOUT, fact.status),
    rankIn(PAYOUT, fact.status),
    flag(fact.balanceTransaction),
    flag(fact.failureBalanceTransaction),
    flag(fact.reversedBy),
    fact.reconciliationStatus === 'in_progress' ? 0 : 1,
  ];
}

function stateOfInvoice(fact: StripeInvoiceFact): State {
  const rank = rankIn(INVOICE, fact.status);
  // Uncollectible ones are still paid or voided.
  return [rank > 2 ? 2 : Math.min(rank, 1), rank, fact.amountPaid.minor, fact.credited.minor, flag(fact.finalizedAt)];
}

function stateOfBalanceTransaction({ status }: StripeBalanceTransactionFact): State {
  return [status === 'available' ? 1 : 0];
}

/** A status that a later version of Stripe has is as far as the first one. */
function rankIn(ranks: Ranks, status: string): number {
  return ranks[status] ?? 0;
}

function flag(value: string | null): number {
  return value === null ? 0 : 1;
}

/** A whole number as text that sorts like it: its length, then its digits. */
function sortable(value: number): string {
  const digits = Math.max(0, value).toString(36);
  return `${digits.length.toString(36)}${digits}`;
}
