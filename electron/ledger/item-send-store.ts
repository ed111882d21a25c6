import type { Instant } from '../../shared/domain/ids.ts';
import { endColumns, type AttemptEnd } from './attempt-end.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** Notes that an item leaves now, for the first time or again; what was in doubt about an earlier send of it is over. */
export function noteItemSent(db: WritableLedger, postingId: number, at: Instant): void {
  statement(
    db,
    `INSERT INTO item_send (posting_id, sent_at) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET sent_at = excluded.sent_at, absence_counts_from_at = NULL, key_taken = 0`,
  ).run(postingId, at);
}

/** Notes the doubt about an item that was sent: from when on its absence in PeopleSoft counts, and whether PeopleSoft said its key exists. */
export function doubtItemSend(
  db: WritableLedger,
  postingId: number,
  doubt: { readonly absenceCountsFromAt: Instant | null; readonly keyTaken: boolean },
): void {
  statement(db, 'UPDATE item_send SET absence_counts_from_at = ?, key_taken = ? WHERE posting_id = ?').run(
    doubt.absenceCountsFromAt,
    doubt.keyTaken ? 1 : 0,
    postingId,
  );
}

/** Notes the doubt about an item whose send was cut off before any answer: from when on its absence in PeopleSoft counts. */
export function doubtInterruptedSend(db: WritableLedger, postingId: number, absenceCountsFromAt: Instant): void {
  statement(db, 'UPDATE item_send SET absence_counts_from_at = ? WHERE posting_id = ?').run(
    absenceCountsFromAt,
    postingId,
  );
}

/** From when on the absence of an item in PeopleSoft counts; null: it was not sent, or nothing about it is in doubt. */
export function itemAbsenceCountsFrom(db: ReadableLedger, postingId: number): Instant | null {
  const sent = statement<{ at: Instant | null }>(
    db,
    'SELECT absence_counts_from_at AS at FROM item_send WHERE posting_id = ?',
  ).get(postingId);
  return sent?.at ?? null;
}

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

/** Closes the row of one attempt on an item. */
export function closeItemAttempt(db: WritableLedger, attemptId: number, end: AttemptEnd): void {
  statement(
    db,
    'UPDATE item_attempt SET ended_at = ?, outcome = ?, detail_json = ?, request = ?, answer = ? WHERE attempt_id = ?',
  ).run(...endColumns(end), attemptId);
}

/** Attempts on an item that have no end yet: a crash or a kill cut them off. */
export function openItemAttempts(db: ReadableLedger, postingId: number): readonly number[] {
  return statement<{ id: number }>(
    db,
    'SELECT attempt_id AS id FROM item_attempt WHERE posting_id = ? AND ended_at IS NULL',
  )
    .all(postingId)
    .map(({ id }) => id);
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
