import type { StripeBookObject } from '../company/company.ts';
import { API_VERSION, served } from './shape.ts';

/** Something that happened to an object, as the events list tells it. */
export interface EventNote {
  readonly type: string;
  readonly at: number;
  readonly objectId: string;
}

/** Stripe keeps events for 30 days (Stripe API reference, "Events"). */
export const EVENT_RETENTION_SECONDS = 30 * 86_400;

/** Balance transactions that are the moment another object changed. */
const BY_CATEGORY: Readonly<Record<string, string>> = {
  refund_failure: 'refund.failed',
  dispute: 'charge.dispute.funds_withdrawn',
  dispute_reversal: 'charge.dispute.funds_reinstated',
  payout_reversal: 'payout.failed',
};

/** Every event type this simulator ever writes; a wildcard filter expands to these. */
export const EVENT_TYPES = [
  'charge.dispute.closed',
  'charge.dispute.created',
  'charge.dispute.funds_reinstated',
  'charge.dispute.funds_withdrawn',
  'charge.failed',
  'charge.refunded',
  'charge.succeeded',
  'customer.created',
  'invoice.created',
  'invoice.finalized',
  'invoice.paid',
  'invoice.payment_succeeded',
  'invoice_payment.paid',
  'payment_intent.succeeded',
  'payout.created',
  'payout.failed',
  'payout.paid',
  'payout.reconciliation_completed',
  'refund.created',
  'refund.failed',
] as const;

function at(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}

function inside(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The events that lead to an object's present state. */
export function eventsOf(object: StripeBookObject): EventNote[] {
  const note = (type: string, when: number = object.created): EventNote => ({
    type,
    at: when,
    objectId: object.id,
  });
  switch (object.object) {
    case 'customer':
      return [note('customer.created')];
    case 'invoice': {
      const issued = [note('invoice.created'), note('invoice.finalized')];
      const paidAt = at(inside(object['status_transitions'], 'paid_at'), 0);
      return paidAt === 0
        ? issued
        : [...issued, note('invoice.paid', paidAt), note('invoice.payment_succeeded', paidAt)];
    }
    case 'invoice_payment':
      return object['status'] === 'paid' ? [note('invoice_payment.paid')] : [];
    case 'charge':
      return chargeEvents(object, note);
    case 'refund':
      return [
        note('refund.created'),
        ...(object['status'] === 'succeeded' && typeof object['charge'] === 'string'
          ? [{ type: 'charge.refunded', at: object.created, objectId: object['charge'] }]
          : []),
      ];
    case 'dispute': {
      const closed = object['status'] === 'won' || object['status'] === 'lost';
      const due = at(inside(object['evidence_details'], 'due_by'), object.created);
      return [note('charge.dispute.created'), ...(closed ? [note('charge.dispute.closed', due)] : [])];
    }
    case 'payout':
      return [
        note('payout.created'),
        note('payout.reconciliation_completed', object.created + 6 * 3_600),
        ...(object['status'] === 'in_transit' ? [] : [note('payout.paid', at(object['arrival_date'], object.created))]),
      ];
    case 'balance_transaction': {
      const told = BY_CATEGORY[String(object['reporting_category'])];
      const source = object['source'];
      return told && typeof source === 'string' ? [{ type: told, at: object.created, objectId: source }] : [];
    }
    default:
      return [];
  }
}

function chargeEvents(object: StripeBookObject, note: (type: string) => EventNote): EventNote[] {
  if (object['status'] === 'failed') return [note('charge.failed')];
  if (object['status'] !== 'succeeded') return [];
  const intent = object['payment_intent'];
  return [
    note('charge.succeeded'),
    ...(typeof intent === 'string' ? [{ type: 'payment_intent.succeeded', at: object.created, objectId: intent }] : []),
  ];
}

/** The object as it was when the event was made, where that differs from now. */
function snapshot(type: string, object: StripeBookObject): StripeBookObject {
  if (type === 'charge.succeeded') return { ...object, amount_refunded: 0, refunded: false, disputed: false };
  if (type === 'payout.created') return { ...object, status: 'in_transit', reconciliation_status: 'in_progress' };
  if (type === 'refund.created' && object['status'] === 'failed') return { ...object, status: 'succeeded' };
  if (type === 'invoice.created' || type === 'invoice.finalized')
    return { ...object, status: 'open', amount_paid: 0, amount_remaining: object['total'] };
  return object;
}

/** An event as the API shows it. */
export function eventObject(id: string, created: number, type: string, object: StripeBookObject): StripeBookObject {
  return {
    id,
    object: 'event',
    api_version: API_VERSION,
    created,
    data: { object: snapshot(type, served(object)) },
    livemode: false,
    pending_webhooks: 0,
    request: { id: null, idempotency_key: null },
    type,
  };
}
