import { bookCustomerMoney, itemShare, type Charge, type Desk, type Share } from './desk.ts';
import type { Customer } from './customers.ts';
import { disputeOf, refundOf, type DisputePlan, type RefundPlan } from './aftermath.ts';
import { stripeId } from './identifiers.ts';
import type { Words } from './references.ts';
import { chargeObject, invoicePaymentObject, paymentIntentObject } from './stripe-objects.ts';

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
  readonly dispute?: DisputePlan;
}

const FAILED_ATTEMPT_SHARE = 0.07;

/**
 * Writes a succeeded charge with all that hangs on it: earlier declined attempts of the same payment, its balance
 * transaction, the links to its Stripe invoices, its refund or dispute, and the truth about it.
 */
export function writeCharge(desk: Desk, request: ChargeRequest): Charge {
  const { customer, at, quanta, words } = request;
  const id = stripeId('charge', desk.random);
  const paymentIntent = stripeId('payment_intent', desk.random);
  const shape = { paymentIntent, customer, quanta, words };
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
    type: 'charge',
    category: 'charge',
    at,
    source: id,
    withFee: true,
  });
  const charge: Charge = { id, paymentIntent, customer, at, quanta };
  const paid = {
    ...shape,
    id,
    at,
    balanceTransaction: money.object.id,
    status: 'succeeded',
    refundedQuanta: request.refund && request.refund.status !== 'failed' ? request.refund.quanta : 0,
    disputed: request.dispute !== undefined,
  } as const;
  desk.toStripe({ object: paymentIntentObject(paid, startedAt) });
  desk.toStripe({ object: chargeObject(paid) });
  desk.movements += 1;
  if (request.linked) linkInvoices(desk, charge, request.pays ?? []);
  desk.toTruth({
    kind: 'movementTruth',
    objectId: id,
    movementKind: 'charge',
    story: request.story,
    allocations: request.allocatable === false ? [] : (request.pays ?? []).map(itemShare),
    charge: null,
    receipt: request.receiptId ?? null,
  });
  if (request.refund) refundOf(desk, charge, request.refund);
  if (request.dispute) disputeOf(desk, charge, request.dispute);
  return charge;
}

function linkInvoices(desk: Desk, charge: Charge, shares: readonly Share[]): void {
  const { at } = charge;
  for (const { invoice, quanta } of shares) {
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
