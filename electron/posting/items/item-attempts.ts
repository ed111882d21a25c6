import type { Instant } from '../../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** Opens the row of one attempt on an item before anything leaves; returns its id. */
export function startItemAttempt(
  db: WritableLedger,
  postingId: number,
  kind: 'send' | 'readBack',
  at: Instant,
): number {
  const { lastInsertRowid } = statement(
    db,
    'INSERT INTO item_attempt (posting_id, kind, started_at) VALUES (?, ?, ?)',
  ).run(postingId, kind, at);
  return Number(lastInsertRowid);
}

/** Whether a look has shown it before; when it did first tells how far a reporting copy lags. */
export function wasSeen(db: ReadableLedger, postingId: number): boolean {
  return (
    statement(
      db,
      "SELECT 1 FROM item_attempt WHERE posting_id = ? AND kind = 'readBack' AND outcome = 'found' LIMIT 1",
    ).get(postingId) !== undefined
  );
}

/** Whether the latest attempt is a look that ended in this very doubt: an open question is asked for days, and kept once. */
export function isLastDoubt(db: ReadableLedger, postingId: number, why: string | null): boolean {
  const last = statement<{ kind: string; outcome: string | null; why: string | null }>(
    db,
    `SELECT kind, outcome, json_extract(detail_json, '$.why') AS why FROM item_attempt WHERE posting_id = ? ORDER BY attempt_id DESC LIMIT 1`,
  ).get(postingId);
  return last?.kind === 'readBack' && last.outcome === 'unknown' && last.why === why;
}

/**
 * By what an item is known to `SenderWatch` and `LookPace`, which go by the keys of deposits: below zero, so that the two never meet.
 */
export function watchKey(postingId: number): number {
  return -postingId;
}
