import type { StripeBookObject } from '../company/company.ts';

/** Something that happened to an object, as the events list tells it. */
export interface EventNote {
  readonly type: string;
  readonly at: number;
  readonly objectId: string;
}

/** Stripe keeps events for 30 days (Stripe API reference, "Events"). */
export const EVENT_RETENTION_SECONDS = 30 * 86_400;

/** Balance transactions that are the moment another object changed, by their type or else their category. */
const BY_ROW: Readonly<Record<string, readonly string[]>> = {
  refund_failure: ['refund.failed', 'refund.updated'],
  dispute: ['charge.dispute.funds_withdrawn'],
  dispute_reversal: ['charge.dispute.funds_reinstated'],
  payout_failure: ['payout.failed'],
  payout_cancel: ['payout.canceled'],
  payment_failure_refund: ['charge.failed', 'charge.updated'],
  topup_reversal: ['topup.reversed'],
};

/** Every event type this simulator ever writes; a wildcard filter expands to these. */
export const EVENT_TYPES = [
  'charge.captured',
  'charge.dispute.closed',
  'charge.dispute.created',
  'charge.dispute.funds_reinstated',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.updated',
  'charge.failed',
  'charge.pending',
  'charge.refund.updated',
  'charge.refunded',
  'charge.succeeded',
  'charge.updated',
  'credit_note.created',
  'credit_note.updated',
  'credit_note.voided',
  'customer.created',
  'customer.updated',
  'customer_cash_balance_transaction.created',
  'invoice.created',
  'invoice.finalized',
  'invoice.marked_uncollectible',
  'invoice.overpaid',
  'invoice.paid',
  'invoice.payment_succeeded',
  'invoice.updated',
  'invoice.voided',
  'invoice_payment.paid',
  'payment_intent.canceled',
  'payment_intent.created',
  'payment_intent.payment_failed',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.succeeded',
  'payout.canceled',
  'payout.created',
  'payout.failed',
  'payout.paid',
  'payout.reconciliation_completed',
  'payout.updated',
  'refund.created',
  'refund.failed',
  'refund.updated',
  'topup.canceled',
  'topup.created',
  'topup.failed',
  'topup.reversed',
  'topup.succeeded',
] as const;

/** Payment methods whose charge is pending for days before it succeeds or fails. */
const DELAYED: ReadonlySet<unknown> = new Set(['us_bank_account', 'sepa_debit']);
const CLOSED: ReadonlySet<unknown> = new Set(['won', 'lost', 'warning_closed']);

function at(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}

function inside(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

type Note = (type: string, when?: number) => EventNote;

/** The events that lead to an object's present state, as far as the object itself tells when they were. */
export function eventsOf(object: StripeBookObject): EventNote[] {
  const note: Note = (type, when = object.created) => ({ type, at: when, objectId: object.id });
  switch (object.object) {
    case 'customer':
      return [note('customer.created')];
    case 'invoice':
      return invoiceEvents(object, note);
    case 'invoice_payment':
      return object['status'] === 'paid' ? [note('invoice_payment.paid')] : [];
    case 'credit_note':
      return [
        note('credit_note.created'),
        ...(typeof object['voided_at'] === 'number' ? [note('credit_note.voided', object['voided_at'])] : []),
      ];
    case 'customer_cash_balance_transaction':
      return [note('customer_cash_balance_transaction.created')];
    case 'payment_intent':
      return [note('payment_intent.created'), ...ofIntent(object['status'], note)];
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
      const due = at(inside(object['evidence_details'], 'due_by'), object.created);
      return [
        note('charge.dispute.created'),
        ...(CLOSED.has(object['status']) ? [note('charge.dispute.closed', due)] : []),
      ];
    }
    case 'payout':
      return payoutEvents(object, note);
    case 'topup': {
      const ended = object['status'] === 'reversed' ? 'succeeded' : object['status'];
      return [note('topup.created'), ...(ended === 'pending' ? [] : [note(`topup.${String(ended)}`)])];
    }
    case 'balance_transaction': {
      const told = BY_ROW[String(object['type'])] ?? BY_ROW[String(object['reporting_category'])] ?? [];
      const source = object['source'];
      if (typeof source !== 'string') return [];
      return told.map((type) => ({ type, at: object.created, objectId: source }));
    }
    default:
      return [];
  }
}

function invoiceEvents(object: StripeBookObject, note: Note): EventNote[] {
  const moment = (name: string) => at(inside(object['status_transitions'], name), 0);
  const [paidAt, voidedAt, givenUpAt] = [moment('paid_at'), moment('voided_at'), moment('marked_uncollectible_at')];
  return [
    note('invoice.created'),
    note('invoice.finalized'),
    ...(paidAt === 0 ? [] : [note('invoice.paid', paidAt), note('invoice.payment_succeeded', paidAt)]),
    ...(Number(object['amount_overpaid'] ?? 0) > 0 && paidAt > 0 ? [note('invoice.overpaid', paidAt)] : []),
    ...(voidedAt === 0 ? [] : [note('invoice.voided', voidedAt)]),
    ...(givenUpAt === 0 ? [] : [note('invoice.marked_uncollectible', givenUpAt)]),
  ];
}

function ofIntent(status: unknown, note: Note): EventNote[] {
  if (status === 'processing' || status === 'requires_action' || status === 'canceled')
    return [note(`payment_intent.${status}`)];
  return [];
}

function chargeEvents(object: StripeBookObject, note: Note): EventNote[] {
  const intent = object['payment_intent'];
  const ofPayment = (type: string) =>
    typeof intent === 'string' ? [{ type, at: object.created, objectId: intent }] : [];
  // When a delayed one succeeded or failed, the charge does not say.
  if (DELAYED.has(inside(object['payment_method_details'], 'type'))) return [note('charge.pending')];
  if (object['status'] === 'failed') return [note('charge.failed'), ...ofPayment('payment_intent.payment_failed')];
  if (object['status'] !== 'succeeded') return [note('charge.pending')];
  return [note('charge.succeeded'), ...ofPayment('payment_intent.succeeded')];
}

function payoutEvents(object: StripeBookObject, note: Note): EventNote[] {
  const wasPaid = object['status'] === 'paid' || object['status'] === 'failed';
  return [
    note('payout.created'),
    ...(object['automatic'] === true ? [note('payout.reconciliation_completed', object.created + 6 * 3_600)] : []),
    ...(wasPaid ? [note('payout.paid', at(object['arrival_date'], object.created))] : []),
  ];
}

/** The object as it was when the event was made, where that differs from now. */
export function snapshot(type: string, object: StripeBookObject): StripeBookObject {
  if (type === 'charge.succeeded')
    return { ...object, amount_refunded: 0, refunded: false, disputed: false, status: 'succeeded' };
  if (type === 'charge.pending')
    return { ...object, status: 'pending', paid: false, balance_transaction: null, failure_balance_transaction: null };
  if (type === 'payment_intent.created')
    return { ...object, status: 'requires_payment_method', amount_received: 0, latest_charge: null };
  if (type === 'payout.created') return { ...object, status: 'in_transit', reconciliation_status: 'in_progress' };
  if (type === 'payout.paid') return { ...object, status: 'paid' };
  if (type === 'refund.created' && object['status'] === 'failed') return { ...object, status: 'succeeded' };
  if (type === 'invoice.created' || type === 'invoice.finalized')
    return { ...object, status: 'open', amount_paid: 0, amount_remaining: object['total'] };
  return object;
}

export interface EventParts {
  readonly id: string;
  readonly created: number;
  readonly type: string;
  readonly apiVersion: string;
  /** As it was then. */
  readonly object: StripeBookObject;
}

/** An event as the API shows it, in the version it was rendered in when it was made. */
export function eventObject(parts: EventParts): StripeBookObject {
  return {
    id: parts.id,
    object: 'event',
    api_version: parts.apiVersion,
    created: parts.created,
    data: { object: parts.object },
    livemode: false,
    pending_webhooks: 0,
    request: { id: null, idempotency_key: null },
    type: parts.type,
  };
}
