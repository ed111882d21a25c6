import { DAY } from './calendar.ts';
import type { StripeBookObject, TruthFact } from './company.ts';
import { creditMemoFor } from './credit-memo.ts';
import { amountText } from './currencies.ts';
import { bookCustomerMoney, laterAt, type Charge, type Desk, type Invoice } from './desk.ts';
import { stripeId } from './identifiers.ts';
import { disputeObject, refundObject } from './stripe-objects.ts';

type MovementTruth = Extract<TruthFact, { kind: 'movementTruth' }>;

export interface RefundPlan {
  readonly story: string;
  readonly quanta: number;
  readonly afterHours: number;
  readonly status: 'succeeded' | 'pending' | 'failed';
  readonly reason: 'duplicate' | 'requested_by_customer' | null;
  /** The invoice that the refunded charge was for; a clerk may have written a credit memo for it. */
  readonly credits?: Invoice;
}

/** A refund of a charge. A pending one has moved no money yet; a failed one has moved it out and back. */
export function refundOf(desk: Desk, charge: Charge, plan: RefundPlan): void {
  const { customer } = charge;
  const id = stripeId('refund', desk.random);
  const at = laterAt(charge.at, plan.afterHours);
  const money = { customer, source: id, withFee: false };
  const out =
    plan.status === 'pending'
      ? null
      : bookCustomerMoney(desk, { ...money, quanta: -plan.quanta, type: 'refund', category: 'refund', at });
  const back =
    plan.status === 'failed'
      ? bookCustomerMoney(desk, {
          ...money,
          quanta: plan.quanta,
          type: 'refund_failure',
          category: 'refund_failure',
          at: laterAt(at, 4 * 24),
        })
      : null;
  desk.toStripe({
    object: refundObject({
      id,
      charge: charge.id,
      paymentIntent: charge.paymentIntent,
      customer,
      at,
      quanta: plan.quanta,
      status: plan.status,
      reason: plan.reason,
      balanceTransaction: out?.object.id ?? null,
      failureBalanceTransaction: back?.object.id ?? null,
    }),
  });
  if (back !== null) desk.movements += 1; // money that comes back is a movement of its own
  const credit =
    plan.credits === undefined || plan.status !== 'succeeded'
      ? null
      : creditMemoFor(plan.credits, { id, at, quanta: plan.quanta });
  if (credit !== null) desk.toPeopleSoft({ kind: 'item', item: credit.item });
  const { businessUnit = '', custId = '', item = '', itemLine = 0 } = credit?.item ?? {};
  const amount = amountText(customer.currency, plan.quanta);
  const allocations = credit?.isOfRefund === true ? [{ businessUnit, custId, item, itemLine, amount }] : [];
  writeTruth(desk, charge, id, 'refund', plan.story, allocations);
}

export interface DisputePlan {
  readonly story: string;
  readonly quanta: number;
  readonly afterHours: number;
  /** inquiry: a question from the bank, no money moves; open and lost: taken out; won: taken out and put back. */
  readonly course: 'inquiry' | 'open' | 'lost' | 'won';
}

const STATUS = { inquiry: 'warning_needs_response', open: 'needs_response', lost: 'lost', won: 'won' } as const;
const DISPUTE_FEE_MINOR = 1_500;

export function disputeOf(desk: Desk, charge: Charge, plan: DisputePlan): void {
  const { customer } = charge;
  const id = stripeId('dispute', desk.random);
  const at = laterAt(charge.at, plan.afterHours);
  const money = { customer, source: id, type: 'adjustment', withFee: false };
  const moved: StripeBookObject[] = [];
  if (plan.course !== 'inquiry')
    moved.push(
      bookCustomerMoney(desk, { ...money, quanta: -plan.quanta, category: 'dispute', at, fee: DISPUTE_FEE_MINOR })
        .object,
    );
  if (plan.course === 'won')
    moved.push(
      bookCustomerMoney(desk, { ...money, quanta: plan.quanta, category: 'dispute_reversal', at: laterAt(at, 9 * 24) })
        .object,
    );
  if (plan.course === 'won') desk.movements += 1;
  desk.toStripe({
    object: disputeObject({
      id,
      charge: charge.id,
      paymentIntent: charge.paymentIntent,
      customer,
      at,
      dueAt: at + 14 * DAY,
      quanta: plan.quanta,
      status: STATUS[plan.course],
      reason: desk.random.pick(['fraudulent', 'product_not_received', 'duplicate', 'general']),
      balanceTransactions: moved,
    }),
  });
  writeTruth(desk, charge, id, 'dispute', plan.story, []);
}

function writeTruth(
  desk: Desk,
  charge: Charge,
  objectId: string,
  movementKind: 'refund' | 'dispute',
  story: string,
  allocations: MovementTruth['allocations'],
): void {
  desk.movements += 1;
  desk.toTruth({
    kind: 'movementTruth',
    objectId,
    movementKind,
    story,
    allocations,
    charge: charge.id,
    receipt: null,
  });
}
