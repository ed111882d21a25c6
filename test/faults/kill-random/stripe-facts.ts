import type { StripeBookObject } from '../../../electron/sample/company/company.ts';
import type { KillPayment } from './kill-story.ts';

type Money = Pick<KillPayment, 'chargeId' | 'currency' | 'custId' | 'shares'>;

/** Stripe objects of the bed's own stories, in the shape of the API; the simulator adds what is the same in all of them. */
export function customerFact(custId: string, at: number): StripeBookObject {
  return {
    id: `cus_${custId}`,
    object: 'customer',
    created: at,
    name: `Customer ${custId}`,
    email: null,
    metadata: {},
    address: null,
    phone: null,
  };
}

export function chargeFacts(payment: Money, at: number): StripeBookObject[] {
  const { chargeId, currency, custId, shares } = payment;
  const amount = totalOf(payment);
  const charge: StripeBookObject = {
    id: chargeId,
    object: 'charge',
    created: at,
    amount,
    amount_captured: amount,
    amount_refunded: 0,
    balance_transaction: `txn_${chargeId}`,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: 'FAULT BED',
    captured: true,
    currency: currency.toLowerCase(),
    customer: `cus_${custId}`,
    description: shares.map(([item]) => item).join(' '),
    disputed: false,
    failure_code: null,
    failure_message: null,
    metadata: {},
    outcome: null,
    paid: true,
    payment_intent: `pi_${chargeId}`,
    payment_method_details: { type: 'card', card: { brand: 'visa', fingerprint: `f${custId}`, last4: '4242' } },
    refunded: false,
    statement_descriptor: null,
    status: 'succeeded',
  };
  return [transaction(`txn_${chargeId}`, 'charge', amount, chargeId, at), charge];
}

export function refundFacts(payment: Money, of: string, at: number, hasFailed: boolean): StripeBookObject[] {
  const { chargeId: id, currency, custId } = payment;
  const amount = totalOf(payment);
  const refund: StripeBookObject = {
    id,
    object: 'refund',
    created: at,
    amount,
    balance_transaction: `txn_${id}`,
    charge: of,
    currency: currency.toLowerCase(),
    customer: `cus_${custId}`,
    ...(hasFailed ? { failure_balance_transaction: `txn_back_${id}`, failure_reason: 'lost_or_stolen_card' } : {}),
    metadata: {},
    payment_intent: `pi_${of}`,
    reason: null,
    status: hasFailed ? 'failed' : 'succeeded',
  };
  return [
    hasFailed
      ? transaction(`txn_back_${id}`, 'refund_failure', amount, id, at)
      : transaction(`txn_${id}`, 'refund', -amount, id, at),
    refund,
  ];
}

function totalOf({ shares }: Money): number {
  return shares.reduce((sum, [, minor]) => sum + minor, 0);
}

/** Everything settles in dollars; what it is in dollars is of no account here. */
function transaction(id: string, type: string, amount: number, source: string, at: number): StripeBookObject {
  return {
    id,
    object: 'balance_transaction',
    created: at,
    amount,
    available_on: at,
    currency: 'usd',
    description: null,
    exchange_rate: null,
    fee: 0,
    fee_details: [],
    net: amount,
    reporting_category: type,
    source,
    status: 'available',
    type,
  };
}
