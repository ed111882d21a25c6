import type { Instant } from '../../../shared/domain/ids.ts';
import type { Money } from '../../../shared/domain/money.ts';
import { negateMoney } from '../../../shared/domain/money.ts';
import type { MovementKind } from '../../../shared/domain/states.ts';
import type { StripeBalanceTransactionFact, StripeFact } from '../../connectors/stripe/types.ts';

/** What one Stripe object itself says about its movement; the rest follows from other objects (`derive-movement.ts`). */
export interface MovementFact {
  readonly kind: MovementKind;
  readonly objectId: string;
  readonly occurredAt: Instant;
  /** Signed as the Stripe balance sees it: charges in, refunds, disputes, payouts and fees out. */
  readonly amount: Money;
  readonly sourceStatus: string;
  readonly chargeId: string | null;
  readonly customerId: string | null;
  readonly fallbackName: string | null;
  readonly balanceTransactionId: string | null;
  readonly paymentIntentId: string | null;
  readonly payoutId: string | null;
  readonly description: string | null;
  readonly statementDescriptor: string | null;
  readonly payerFingerprint: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Balance transactions whose money is already the movement of an object: the part of a charge that was not captured belongs to the charge. */
const CARRIED_BY_OBJECT: ReadonlySet<string> = new Set([
  'charge',
  'partial_capture_reversal',
  'refund',
  'dispute',
  'payout',
]);
const FEES: ReadonlySet<string> = new Set(['fee', 'network_cost', 'tax']);

/**
 * The movement that an object is, or null when it is none: an attempt that failed or was not captured is not a movement,
 * nor is a customer, an invoice, or a balance transaction whose object is the movement. A refund and a dispute are one
 * whatever their status, so that what becomes of them stays visible.
 */
export function movementOf(id: string, createdAt: Instant | null, fact: StripeFact): MovementFact | null {
  if (createdAt === null) return null;
  const base = { ...NOTHING, objectId: id, occurredAt: createdAt };
  switch (fact.type) {
    case 'charge':
      if (fact.status !== 'succeeded' || !fact.captured) return null;
      return {
        ...base,
        kind: 'charge',
        amount: fact.amount,
        sourceStatus: fact.status,
        customerId: fact.customer,
        fallbackName: fact.billingName,
        balanceTransactionId: fact.balanceTransaction,
        paymentIntentId: fact.paymentIntent,
        description: fact.description,
        statementDescriptor: fact.statementDescriptor,
        payerFingerprint: fact.payerFingerprint,
        metadata: fact.metadata,
      };
    case 'refund':
      return {
        ...base,
        kind: 'refund',
        amount: negateMoney(fact.amount),
        sourceStatus: fact.status ?? 'pending',
        chargeId: fact.charge,
        balanceTransactionId: fact.balanceTransaction,
        description: fact.reason,
      };
    case 'dispute':
      return {
        ...base,
        kind: 'dispute',
        amount: negateMoney(fact.amount),
        sourceStatus: fact.status,
        chargeId: fact.charge,
        balanceTransactionId: fact.balanceTransactions[0] ?? null,
        description: fact.reason,
      };
    case 'payout':
      return {
        ...base,
        kind: 'payout',
        amount: negateMoney(fact.amount),
        sourceStatus: fact.status,
        balanceTransactionId: fact.balanceTransaction,
        payoutId: id,
      };
    case 'balance_transaction':
      return CARRIED_BY_OBJECT.has(fact.reportingCategory) ? null : { ...base, ...ofBalanceTransaction(id, fact) };
    case 'customer':
    case 'invoice':
    case 'invoice_payment':
    case 'credit_note':
    case 'payment_intent':
    case 'customer_balance_transaction':
    case 'customer_cash_balance_transaction':
      return null;
    // Its balance transaction is the movement: a top-up that fails never has one.
    case 'topup':
      return null;
  }
}

function ofBalanceTransaction(id: string, fact: StripeBalanceTransactionFact) {
  return {
    kind: FEES.has(fact.reportingCategory) ? ('fee' as const) : ('adjustment' as const),
    amount: fact.amount,
    sourceStatus: fact.reportingCategory,
    balanceTransactionId: id,
    description: fact.transactionType,
  };
}

const NOTHING = {
  chargeId: null,
  customerId: null,
  fallbackName: null,
  balanceTransactionId: null,
  paymentIntentId: null,
  payoutId: null,
  description: null,
  statementDescriptor: null,
  payerFingerprint: null,
  metadata: {},
} as const;
