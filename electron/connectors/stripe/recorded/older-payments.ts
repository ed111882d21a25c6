import { isLoose, numberOf, referenceOf, rowsOf, textOf, withDefaults, type Loose } from './loose.ts';

/**
 * A charge as the pinned version has it. Earlier ones: status `paid`, or only `paid` (2015-02-18); a list of refunds inside, until 2014
 * a bare array; `card` or `source` instead of a payment method; the dispute's id instead of `disputed`; no `amount_captured`.
 * Source: Stripe API changelog.
 */
export function olderCharge(value: Loose): Loose {
  const captured = value['captured'] ?? value['uncaptured'] !== true;
  const paidWith = isLoose(value['source']) ? value['source'] : isLoose(value['card']) ? value['card'] : {};
  const fingerprint = textOf(paidWith['fingerprint']);
  const name = textOf(paidWith['name']);
  return withDefaults(
    { ...value, status: statusOfCharge(value) },
    {
      captured,
      amount_captured: captured === true ? capturedAmount(value) : 0,
      amount_refunded: refundedAmount(value),
      disputed: (value['dispute'] ?? null) !== null,
      customer: null,
      payment_intent: null,
      payment_method: referenceOf(paidWith['id'] ?? value['source']),
      balance_transaction: null,
      statement_descriptor: value['statement_description'] ?? null,
      ...(fingerprint === null ? {} : { payment_method_details: { card: { fingerprint } } }),
      ...(name === null ? {} : { billing_details: { name } }),
    },
  );
}

function statusOfCharge(value: Loose): unknown {
  const { status, paid, failure_code: failure } = value;
  if (status === 'paid') return 'succeeded';
  if (status !== undefined && status !== null) return status;
  if (paid === true) return 'succeeded';
  return (failure ?? value['failure_message'] ?? null) === null && paid === undefined ? status : 'failed';
}

/** All of it, unless its balance transaction is here in the same currency and says that less was taken. */
function capturedAmount(value: Loose): unknown {
  const transaction = value['balance_transaction'];
  const taken =
    isLoose(transaction) && transaction['currency'] === value['currency'] ? numberOf(transaction['amount']) : null;
  return taken ?? value['amount'];
}

function refundedAmount(value: Loose): unknown {
  if (value['refunded'] === true) return value['amount'];
  const refunds = rowsOf(value['refunds']).filter(isLoose);
  return refunds.reduce((sum, refund) => sum + (numberOf(refund['amount']) ?? 0), 0);
}

/**
 * A payment intent as the pinned version has it. Earlier ones: its charges inside instead of the latest one's id (2022-11-15);
 * `allowed_source_types` and statuses that speak of sources (2019-02-11).
 */
export function olderPaymentIntent(value: Loose): Loose {
  const status =
    typeof value['status'] === 'string' ? (STATUS_OF_INTENT[value['status']] ?? value['status']) : undefined;
  // Lists are newest first.
  const latest = rowsOf(value['charges']).find(isLoose);
  return withDefaults(
    { ...value, ...(status === undefined ? {} : { status }) },
    {
      amount_received: value['status'] === 'succeeded' ? value['amount'] : 0,
      customer: null,
      latest_charge: latest === undefined ? null : referenceOf(latest),
      payment_method_types: value['allowed_source_types'] ?? ['card'],
    },
  );
}

const STATUS_OF_INTENT: Readonly<Record<string, string>> = {
  requires_source: 'requires_payment_method',
  requires_source_action: 'requires_action',
};

/** A refund as the pinned version has it; before refunds had a status they had all succeeded at once. */
export function olderRefund(value: Loose): Loose {
  return withDefaults(value, { status: 'succeeded', charge: null, balance_transaction: null, reason: null });
}

/** A dispute as the pinned version has it; earlier ones had one balance transaction and their due date outside of the evidence details. */
export function olderDispute(value: Loose): Loose {
  const single = value['balance_transaction'] ?? null;
  const dueBy = value['evidence_due_by'] ?? null;
  return withDefaults(value, {
    balance_transactions: single === null ? [] : [single],
    reason: 'general',
    ...(dueBy === null ? {} : { evidence_details: { due_by: dueBy } }),
  });
}
