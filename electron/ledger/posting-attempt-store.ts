import type { Instant } from '../../shared/domain/ids.ts';
import { endColumns, type AttemptEnd } from './attempt-end.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** Opens the row of one attempt on a deposit before anything leaves; returns its id. */
export function startAttempt(db: WritableLedger, depositKey: number, kind: 'send' | 'readBack', at: Instant): number {
  return Number(
    statement(db, 'INSERT INTO posting_attempt (deposit_key, kind, started_at) VALUES (?, ?, ?)').run(
      depositKey,
      kind,
      at,
    ).lastInsertRowid,
  );
}

/** Closes the row of one attempt on a deposit. */
export function closeAttempt(db: WritableLedger, attemptId: number, end: AttemptEnd): void {
  statement(
    db,
    'UPDATE posting_attempt SET ended_at = ?, outcome = ?, detail_json = ?, request = ?, answer = ? WHERE attempt_id = ?',
  ).run(...endColumns(end), attemptId);
}

/** Attempts on a deposit that have no end yet: a crash or a kill cut them off. */
export function openAttempts(db: ReadableLedger, depositKey: number): readonly number[] {
  return statement<{ attempt_id: number }>(
    db,
    'SELECT attempt_id FROM posting_attempt WHERE deposit_key = ? AND ended_at IS NULL',
  )
    .all(depositKey)
    .map((row) => row.attempt_id);
}

/** Whether the latest attempt on the deposit is a look that ended in the same doubts: an open question is asked for days, and kept once. */
export function isLastWord(db: ReadableLedger, depositKey: number, whys: readonly string[]): boolean {
  const last = statement<{ kind: string; outcome: string | null; whys: string | null }>(
    db,
    `SELECT kind, outcome, json_extract(detail_json, '$.whys') AS whys FROM posting_attempt
     WHERE deposit_key = ? ORDER BY attempt_id DESC LIMIT 1`,
  ).get(depositKey);
  return last?.kind === 'readBack' && last.outcome === 'unknown' && last.whys === JSON.stringify(whys);
}

/** Whether PeopleSoft refused the last send of the deposit because its key exists already: it is there in some form. */
export function isKeyTaken(db: ReadableLedger, depositKey: number): boolean {
  const last = statement<{ taken: number | null }>(
    db,
    `SELECT json_extract(detail_json, '$.duplicateKey') AS taken FROM posting_attempt
     WHERE deposit_key = ? AND kind = 'send' ORDER BY attempt_id DESC LIMIT 1`,
  ).get(depositKey);
  return (last?.taken ?? 0) === 1;
}
