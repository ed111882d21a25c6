import { deflateRawSync } from 'node:zlib';
import type { Instant } from '../../shared/domain/ids.ts';
import type { WritableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';

export interface AttemptEnd {
  readonly at: Instant;
  readonly outcome: string;
  readonly detail: Record<string, unknown>;
  readonly request?: string | null;
  readonly answer?: string | null;
}

/** Closes the row of one attempt, on a deposit or on an item; request and answer are kept compressed, already without secrets. */
export function closeAttempt(
  db: WritableLedger,
  table: 'posting_attempt' | 'item_attempt',
  attemptId: number,
  { at, outcome, detail, request, answer }: AttemptEnd,
): void {
  const compressed = (text: string | null = null): Buffer | null =>
    text === null || text === '' ? null : deflateRawSync(text);
  statement(
    db,
    `UPDATE ${table} SET ended_at = ?, outcome = ?, detail_json = ?, request = ?, answer = ? WHERE attempt_id = ?`,
  ).run(at, outcome, JSON.stringify(detail), compressed(request), compressed(answer), attemptId);
}
