import type { StripeBookObject } from '../company/company.ts';

type Change = (before: StripeBookObject, after: StripeBookObject) => readonly string[];

const becomes = (before: StripeBookObject, after: StripeBookObject, field: string, value: unknown) =>
  before[field] !== value && after[field] === value;
const differs = (before: StripeBookObject, after: StripeBookObject, field: string) =>
  JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null);

/** What Stripe tells of a change of status, by the status it changes to; every other change is an update. */
const BY_STATUS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  payment_intent: {
    succeeded: ['payment_intent.succeeded'],
    processing: ['payment_intent.processing'],
    canceled: ['payment_intent.canceled'],
    requires_action: ['payment_intent.requires_action'],
    requires_payment_method: ['payment_intent.payment_failed'],
  },
  payout: {
    paid: ['payout.paid'],
    failed: ['payout.failed'],
    canceled: ['payout.canceled'],
  },
  topup: {
    succeeded: ['topup.succeeded'],
    failed: ['topup.failed'],
    canceled: ['topup.canceled'],
    reversed: ['topup.reversed'],
  },
  invoice: {
    paid: ['invoice.paid', 'invoice.payment_succeeded'],
    void: ['invoice.voided'],
    uncollectible: ['invoice.marked_uncollectible'],
    open: ['invoice.finalized'],
  },
  invoice_payment: { paid: ['invoice_payment.paid'] },
  credit_note: { void: ['credit_note.voided'] },
};

const UPDATED: Readonly<Record<string, string>> = {
  customer: 'customer.updated',
  invoice: 'invoice.updated',
  credit_note: 'credit_note.updated',
  charge: 'charge.updated',
  refund: 'refund.updated',
  dispute: 'charge.dispute.updated',
  payout: 'payout.updated',
};

const OWN: Readonly<Record<string, Change>> = {
  charge: (before, after) => [
    ...(becomes(before, after, 'status', 'succeeded') ? ['charge.succeeded'] : []),
    ...(becomes(before, after, 'status', 'failed') ? ['charge.failed'] : []),
    ...(becomes(before, after, 'captured', true) && before['status'] === 'succeeded' ? ['charge.captured'] : []),
    ...(Number(after['amount_refunded']) > Number(before['amount_refunded']) ? ['charge.refunded'] : []),
    ...(differs(before, after, 'balance_transaction') ||
    differs(before, after, 'description') ||
    differs(before, after, 'metadata')
      ? ['charge.updated']
      : []),
  ],
  refund: (before, after) => [
    ...(becomes(before, after, 'status', 'failed') ? ['refund.failed'] : []),
    'refund.updated',
    'charge.refund.updated',
  ],
  dispute: (before, after) => {
    const closed = ['won', 'lost', 'warning_closed', 'prevented'].some((status) =>
      becomes(before, after, 'status', status),
    );
    return [closed ? 'charge.dispute.closed' : 'charge.dispute.updated'];
  },
  payout: (before, after) => [
    ...(BY_STATUS['payout']?.[differs(before, after, 'status') ? String(after['status']) : ''] ?? []),
    ...(becomes(before, after, 'reconciliation_status', 'completed') ? ['payout.reconciliation_completed'] : []),
    ...(differs(before, after, 'reversed_by') || differs(before, after, 'trace_id') ? ['payout.updated'] : []),
  ],
  invoice: (before, after) => [
    ...(BY_STATUS['invoice']?.[differs(before, after, 'status') ? String(after['status']) : ''] ?? []),
    ...(Number(after['amount_overpaid']) > Number(before['amount_overpaid']) ? ['invoice.overpaid'] : []),
    'invoice.updated',
  ],
};

/**
 * The events that a change of an object makes (Stripe API reference, "Types of events"); none where nothing changed. A customer's cash
 * balance transaction, her balance transactions and balance transactions never change with an event of their own.
 */
export function changeEvents(before: StripeBookObject, after: StripeBookObject): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const kind = after.object;
  // "charge.updated" tells of a description, metadata or a capture: that less of it is refunded, its refund's own events tell.
  if (kind === 'charge' && Number(after['amount_refunded']) < Number(before['amount_refunded'])) return [];
  const named =
    OWN[kind]?.(before, after) ??
    (differs(before, after, 'status') ? (BY_STATUS[kind]?.[String(after['status'])] ?? []) : []);
  if (named.length > 0) return named;
  const updated = UPDATED[kind];
  return updated === undefined ? [] : [updated];
}
