import type { Instant, MatchId, MovementKey } from '../../shared/domain/ids.ts';
import type { WithoutItem } from '../../shared/contract/workbench.ts';
import type { Money } from '../../shared/domain/money.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** An approval above the limit of the person who asked, which a reviewer has still to give. */
export interface ApprovalRequest {
  readonly matchId: MatchId;
  readonly askedBy: string;
  readonly askedAt: Instant;
  /** What she said to it; null: nothing. */
  readonly reason: string | null;
  /** What is to become of a whole charge that no item takes; null: what its items say, or a receipt is taken over. */
  readonly form: WithoutItem | null;
  /** It is to be posted although PeopleSoft seems to hold a receipt for it. */
  readonly receiptFound: boolean;
}

/** Notes on a proposed match that it waits for a reviewer. */
export function askForApproval(db: WritableLedger, request: ApprovalRequest & { readonly amount: Money }): void {
  const { matchId, askedBy, askedAt, reason, form, receiptFound, amount } = request;
  statement(
    db,
    `INSERT INTO approval_request (match_id, asked_by, asked_at, reason, form, receipt_found, amount_minor, exponent, currency)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    matchId,
    askedBy,
    askedAt,
    reason,
    form,
    receiptFound ? 1 : 0,
    Math.abs(amount.minor),
    amount.exponent,
    amount.currency,
  );
}

/** The request a movement's live proposal waits with; null when it does not wait for a reviewer. */
export function openApprovalRequest(db: ReadableLedger, movementKey: MovementKey): ApprovalRequest | null {
  const row = statement<Omit<ApprovalRequest, 'receiptFound'> & { readonly receiptFound: 0 | 1 }>(
    db,
    `SELECT r.match_id AS matchId, r.asked_by AS askedBy, r.asked_at AS askedAt, r.reason, r.form, r.receipt_found AS receiptFound
     FROM match_movement mm JOIN match m USING (match_id) JOIN approval_request r USING (match_id)
     WHERE mm.movement_key = ? AND mm.live = 1 AND m.state = 'proposed'`,
  ).get(movementKey);
  return row === undefined ? null : { ...row, receiptFound: row.receiptFound === 1 };
}
