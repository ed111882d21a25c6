import { formatDecimal, money, type Money } from '../../../shared/domain/money.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { MovementKind } from '../../../shared/domain/states.ts';
import { hasMovedMoney } from '../../../shared/domain/stripe-status.ts';
import type { MatchId } from '../../../shared/domain/ids.ts';
import { unlinkedWords } from '../decisions/return-unlinked.ts';
import { journalChanges } from '../journals/journal-changes.ts';
import type { PaymentPayload } from './payment-payload.ts';

interface SourceRow {
  readonly kind: MovementKind;
  readonly reverses: number | null;
  readonly source_status: string;
  readonly amount_minor: number;
  readonly exponent: number;
  readonly currency: string;
  /** Where a rule alone approved it. */
  readonly ruledMatchId: MatchId | null;
}

/**
 * What has changed in our own books about the movement of this posting since it was approved, in words: Stripe's newest word on it, and the
 * customer link where a rule approved by it. Empty: nothing. A reversal takes back what stands in PeopleSoft, whatever is said by now.
 */
export function sourceChanges(db: ReadableLedger, postingId: number, payload: PaymentPayload): readonly string[] {
  const journal = journalChanges(db, postingId);
  if (journal !== null) return journal;
  const source = statement<SourceRow>(
    db,
    `SELECT m.kind, posting.reverses, m.source_status, m.amount_minor, m.exponent, m.currency,
       iif(posting.approved_rule IS NULL, NULL, posting.match_id) AS ruledMatchId
     FROM posting JOIN movement m USING (movement_key) WHERE posting_id = ?`,
  ).get(postingId);
  if (source === undefined) return ['the movement is not in the books any more'];
  if (source.reverses !== null) return [];
  const { kind, source_status: sourceStatus } = source;
  const changes: string[] = [];
  if (!hasMovedMoney({ kind, sourceStatus }))
    changes.push(
      `Stripe no longer shows this ${kind} as ${kind === 'dispute' ? 'withdrawn' : 'succeeded'}, but as ${sourceStatus}`,
    );
  const approved = payload.document.amount;
  const now = money(source.amount_minor, source.exponent, source.currency);
  if (approved.minor !== now.minor || approved.exponent !== now.exponent || approved.currency !== now.currency)
    changes.push(`amount of the ${kind} at Stripe: ${text(approved)} when approved, ${text(now)} now`);
  const unlinked = source.ruledMatchId === null ? null : unlinkedWords(db, source.ruledMatchId);
  return unlinked === null ? changes : [...changes, unlinked];
}

function text(amount: Money): string {
  return `${formatDecimal(amount)} ${amount.currency}`;
}
