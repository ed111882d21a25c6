import { bookCustomerMoney, itemShare, type Charge, type Desk, type Share } from './desk.ts';
import type { Customer } from './customers.ts';
import { disputeOf, refundOf, type DisputePlan, type RefundPlan } from './aftermath.ts';
import { stripeId } from './identifiers.ts';
import type { Words } from './references.ts';
import { invoicePaymentObject } from './invoice-objects.ts';
import { chargeObject, paymentIntentObject, type PaymentMethod } from './stripe-objects.ts';

export interface ChargeRequest {
  readonly story: string;
  readonly customer: Customer;
  readonly at: number;
  readonly quanta: number;
  readonly words: Words;
  /** Which invoices the money is truly for. */
  readonly pays?: readonly Share[];
  /** Whether Stripe links the payment to its invoices (invoice payments). */
  readonly linked?: boolean;
  /** False: no automatic allocation of this charge would be right. Default: what it pays. */
  readonly allocatable?: boolean;
  /** Receipt that somebody keyed for it. */
  readonly receiptId?: string;
  readonly refund?: RefundPlan;
  /** Further refunds of it, in order. */
  readonly moreRefunds?: readonly RefundPlan[];
  /** Paid on the last of its invoices beyond what that was over. */
  readonly overpaidQuanta?: number;
  readonly method?: PaymentMethod;
  /** Its balance transaction comes so much later: asynchronous capture of a card, or the success of a debit. Default: at once. */
  readonly bookedAfterSeconds?: number;
  /** Tax on Stripe's fee, as a part of the fee. */
  readonly feeTaxShare?: number;
  readonly dispute?: DisputePlan;
}

const FAILED_ATTEMPT_SHARE = 0.07;

/**
 * Writes a succeeded charge with all that hangs on it: earlier declined attempts of the same payment, its balance
 * transaction, the links to its Stripe invoices, its refund or dispute, and the truth about it.
 */
export function writeCharge(desk: Desk, request: ChargeRequest): Charge {
  const { customer, at, quanta, words } = request;
  const id = stripeId(request.method === undefined ? 'charge' : 'payment', desk.random);
  const bookedAt = at + (request.bookedAfterSeconds ?? 0);
  const isDelayed = request.method === 'us_bank_account' || request.method === 'sepa_debit';
  const paymentIntent = stripeId('payment_intent', desk.random);
  const shape = { paymentIntent, customer, quanta, words };
  const refunds = [...(request.refund ? [request.refund] : []), ...(request.moreRefunds ?? [])];
  const attempts = desk.random.chance(FAILED_ATTEMPT_SHARE) ? desk.random.between(1, 2) : 0;
  let startedAt = at;
  for (let n = attempts; n > 0; n -= 1) {
    const attemptAt = at - n * desk.random.between(40, 240);
    startedAt = Math.min(startedAt, attemptAt);
    desk.toStripe({
      object: chargeObject({
        ...shape,
        id: stripeId('charge', desk.random),
        at: attemptAt,
        balanceTransaction: null,
        status: 'failed',
        refundedQuanta: 0,
        disputed: false,
      }),
    });
  }
  const money = bookCustomerMoney(desk, {
    customer,
    quanta,
    type: request.method === undefined ? 'charge' : 'payment',
    category: 'charge',
    at: bookedAt,
    source: id,
    withFee: true,
    ...(request.feeTaxShare === undefined ? {} : { feeTaxShare: request.feeTaxShare }),
  });
  const charge: Charge = { id, paymentIntent, customer, at, quanta };
  const paid = {
    ...shape,
    id,
    at,
    balanceTransaction: money.object.id,
    status: 'succeeded',
    refundedQuanta: refunds.reduce((sum, refund) => sum + (isRefunded(refund) ? refund.quanta : 0), 0),
    disputed: request.dispute !== undefined,
    ...(request.method === undefined ? {} : { method: request.method }),
  } as const;
  const told = (type: string) => (bookedAt === at ? {} : { events: [{ type, at: bookedAt }] });
  desk.toStripe({
    object: paymentIntentObject(paid, startedAt),
    ...(isDelayed ? told('payment_intent.succeeded') : {}),
  });
  desk.toStripe({ object: chargeObject(paid), ...told(isDelayed ? 'charge.succeeded' : 'charge.updated') });
  desk.movements += 1;
  if (request.linked) linkInvoices(desk, charge, request.pays ?? [], request.overpaidQuanta ?? 0);
  desk.toTruth({
    kind: 'movementTruth',
    objectId: id,
    movementKind: 'charge',
    story: request.story,
    allocations: request.allocatable === false ? [] : (request.pays ?? []).map(itemShare),
    charge: null,
    receipt: request.receiptId ?? null,
  });
  for (const refund of refunds) refundOf(desk, charge, refund);
  if (request.dispute) disputeOf(desk, charge, request.dispute);
  return charge;
}

/** Whether a charge counts it as refunded: one that failed or was canceled gave the amount free again. */
function isRefunded({ status }: RefundPlan): boolean {
  return status !== 'failed' && status !== 'canceled';
}

function linkInvoices(desk: Desk, charge: Charge, shares: readonly Share[], overpaidQuanta: number): void {
  const { at } = charge;
  for (const [n, { invoice, ...share }] of shares.entries()) {
    const quanta = share.quanta + (n === shares.length - 1 ? overpaidQuanta : 0);
    if (invoice.stripeInvoice === null) continue;
    desk.paidThroughStripe(invoice, quanta, at);
    desk.toStripe({
      object: invoicePaymentObject({
        id: stripeId('invoice_payment', desk.random),
        invoice: invoice.stripeInvoice,
        paymentIntent: charge.paymentIntent,
        at,
        quanta,
        customer: charge.customer,
      }),
    });
  }
}
