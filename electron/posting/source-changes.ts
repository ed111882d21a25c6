import { formatDecimal, money, type Money } from '../../shared/domain/money.ts';
import type { ReadableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';
import type { PaymentPayload } from './payment-payload.ts';

interface SourceRow {
  readonly source_status: string;
  readonly amount_minor: number;
  readonly exponent: number;
  readonly currency: string;
}

/** What Stripe's newest word on the charge of this posting contradicts in the approved payment, in words; empty: nothing. */
export function sourceChanges(db: ReadableLedger, postingId: number, payload: PaymentPayload): readonly string[] {
  const source = statement<SourceRow>(
    db,
    `SELECT m.source_status, m.amount_minor, m.exponent, m.currency FROM posting JOIN movement m USING (movement_key)
     WHERE posting_id = ?`,
  ).get(postingId);
  if (source === undefined) return ['the charge is not in the books any more'];
  const changes: string[] = [];
  if (!hasSucceeded(source.source_status))
    changes.push(`Stripe no longer shows this charge as succeeded, but as ${source.source_status}`);
  const approved = payload.document.amount;
  const now = money(source.amount_minor, source.exponent, source.currency);
  if (approved.minor !== now.minor || approved.exponent !== now.exponent || approved.currency !== now.currency)
    changes.push(`amount of the charge at Stripe: ${text(approved)} when approved, ${text(now)} now`);
  return changes;
}

/** Whether a charge in this Stripe status has moved money (Stripe API reference, charge object: `succeeded`, `pending`, `failed`). */
export function hasSucceeded(sourceStatus: string): boolean {
  return sourceStatus === 'succeeded';
}

function text(amount: Money): string {
  return `${formatDecimal(amount)} ${amount.currency}`;
}
