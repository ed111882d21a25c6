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
  readonly status: 'succeeded' | 'pending' | 'failed' | 'canceled';
  readonly reason: 'duplicate' | 'requested_by_customer' | null;
  /** The invoice that the refunded charge was for; a clerk may have written a credit memo for it. */
  readonly credits?: Invoice;
  /** Where something else names it already. */
  readonly id?: string;
}

/** A refund of a charge. A pending or canceled one has moved no money; a failed one has moved it out and back. */
export function refundOf(desk: Desk, charge: Charge, plan: RefundPlan): void {
  const { customer } = charge;
  const id = plan.id ?? stripeId('refund', desk.random);
  const at = laterAt(charge.at, plan.afterHours);
  const money = { customer, source: id, withFee: false };
  const out =
    plan.status === 'pending' || plan.status === 'canceled'
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
    ...(plan.status === 'canceled' ? { events: [{ type: 'refund.updated', at: laterAt(at, 24) }] } : {}),
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
  /**
   * inquiry: a question from the bank, no money moves; prevented: settled before it became one, nor does it then; open and lost: taken
   * out; countered: lost after it was fought, which costs a fee of its own; won: taken out and put back.
   */
  readonly course: 'inquiry' | 'inquiryClosed' | 'prevented' | 'open' | 'lost' | 'countered' | 'won';
}

const STATUS = {
  inquiry: 'warning_needs_response',
  inquiryClosed: 'warning_closed',
  prevented: 'prevented',
  open: 'needs_response',
  lost: 'lost',
  countered: 'lost',
  won: 'won',
} as const;
const MOVES_MONEY: ReadonlySet<DisputePlan['course']> = new Set(['open', 'lost', 'countered', 'won']);
const DISPUTE_FEE_MINOR = 1_500;

export function disputeOf(desk: Desk, charge: Charge, plan: DisputePlan): void {
  const { customer } = charge;
  const id = stripeId('dispute', desk.random);
  const at = laterAt(charge.at, plan.afterHours);
  const money = { customer, source: id, type: 'adjustment', withFee: false };
  const moved: StripeBookObject[] = [];
  if (MOVES_MONEY.has(plan.course))
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
  if (plan.course === 'countered') writeCounterFee(desk, customer.unit.settlement, id, laterAt(at, 5 * 24));
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

/** Stripe's fee for fighting a dispute: a row of its own beside the dispute's. */
function writeCounterFee(desk: Desk, currency: string, source: string, at: number): void {
  const row = { currency, at, availableAt: at, source, description: 'Dispute countered fee', exchangeRate: null };
  desk.toStripe(
    desk.balance.book({ ...row, type: 'stripe_fee', reportingCategory: 'fee', amount: -DISPUTE_FEE_MINOR, fee: 0 }),
  );
  desk.movements += 1;
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
