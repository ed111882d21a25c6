import type { Instant, MovementKey, PostingId } from '../../shared/domain/ids.ts';
import type { ArItem } from '../connectors/peoplesoft/types.ts';
import { appendAudit } from '../ledger/audit-store.ts';
import { changeMatchState } from '../ledger/match-store.ts';
import { getMovement, setMovementState } from '../ledger/movement-store.ts';
import { defineWrite, type WritableLedger } from '../ledger/operation.ts';
import { getPosting, isMatched, setPostingState } from '../ledger/posting-store.ts';
import { statement } from '../ledger/statement.ts';
import { startAttempt } from './cut-deposit.ts';
import { storeReadItems } from './read-items.ts';
import { recordReversed } from './record-reversed.ts';
import { closeAttempt } from './close-attempt.ts';
import type { AbsenceDoubt } from './read-back.ts';
import { requireClaim, type SenderClaim } from './sender-claim.ts';

export interface LineVerdict {
  readonly postingId: number;
  readonly verdict: 'confirmed' | 'accepted' | 'wrong' | 'absent';
  readonly text: string | null;
  readonly absenceProven: boolean;
  /** What keeps an absence from being believed. */
  readonly why: AbsenceDoubt['why'] | null;
  /** The deposit PeopleSoft shows the payment in, when it shows it. */
  readonly depositId: string | null;
}
export interface ReadBackArgs {
  readonly claim: SenderClaim;
  readonly depositKey: number;
  readonly lines: readonly LineVerdict[];
  /** Items re-read in the same step; the ledger takes over their balances with the confirmations. */
  readonly items?: readonly ArItem[];
  readonly at: Instant;
  readonly machine: string;
}
export interface ReadBackReport {
  readonly settled: number;
  readonly provenAbsent: number;
  readonly stillUnknown: number;
  /** False: it showed what the look before had shown, and no row was written about it. */
  readonly isNews: boolean;
}

/** Writes down what a read-back proved about a deposit: per payment, then for the deposit as a whole. */
export const recordReadBack = defineWrite(
  'posting.recordReadBack',
  (db: WritableLedger, args: ReadBackArgs): ReadBackReport => {
    requireClaim(db, args.claim);
    const present = args.lines.filter((line) => line.verdict !== 'absent');
    const absent = args.lines.filter((line) => line.verdict === 'absent');
    const allProvenAbsent =
      present.length === 0 &&
      absent.length > 0 &&
      absent.every((line) => line.absenceProven) &&
      !hasSettledPayment(db, args.depositKey);
    for (const line of present) settleLine(db, line, args);
    // Freed balances only fit once the settled allocations no longer hold them.
    storeReadItems(db, args.items ?? [], args.at);
    if (allProvenAbsent) requeueDeposit(db, args, absent);
    else for (const line of absent) keepUnknown(db, line, args.at);
    const depositId = args.lines.find((line) => line.depositId !== null)?.depositId ?? null;
    if (!allProvenAbsent) deriveDeposit(db, args.depositKey, depositId);
    const report = {
      settled: present.length,
      provenAbsent: allProvenAbsent ? absent.length : 0,
      stillUnknown: allProvenAbsent ? 0 : absent.length,
    };
    const whys = [...new Set(args.lines.flatMap((line) => line.why ?? []))].toSorted();
    if (present.length === 0 && !allProvenAbsent && isLastWord(db, args.depositKey, whys))
      return { ...report, isNews: false };
    const attemptId = startAttempt(db, args.depositKey, 'readBack', args.at);
    const texts = [...new Set(args.lines.flatMap((line) => line.text ?? []))].slice(0, 5);
    const end = { at: args.at, outcome: outcomeOf(report), detail: { ...report, whys, texts } };
    closeAttempt(db, 'posting_attempt', attemptId, end);
    appendAudit(db, {
      at: args.at,
      actor: args.claim.holder,
      machine: args.machine,
      action: 'deposit.readBack',
      subject: `deposit/${args.depositKey}`,
      detail: { ...report },
    });
    return { ...report, isNews: true };
  },
);

/** Whether the latest attempt on the deposit is a look that ended in the same doubts: an open question is asked for days, and kept once. */
function isLastWord(db: WritableLedger, depositKey: number, whys: readonly string[]): boolean {
  const last = statement<{ kind: string; outcome: string | null; whys: string | null }>(
    db,
    `SELECT kind, outcome, json_extract(detail_json, '$.whys') AS whys FROM posting_attempt
     WHERE deposit_key = ? ORDER BY attempt_id DESC LIMIT 1`,
  ).get(depositKey);
  return last?.kind === 'readBack' && last.outcome === 'unknown' && last.whys === JSON.stringify(whys);
}

function outcomeOf(report: Omit<ReadBackReport, 'isNews'>): string {
  if (report.stillUnknown > 0) return 'unknown';
  return report.provenAbsent > 0 ? 'absent' : 'found';
}

function settleLine(db: WritableLedger, line: LineVerdict, args: ReadBackArgs): void {
  const posting = getPosting(db, line.postingId as PostingId);
  const step = { postingId: posting.postingId, at: args.at };
  if (line.verdict === 'confirmed') {
    if (posting.state === 'confirmed') return;
    setPostingState(db, { ...step, to: 'confirmed' });
    if (posting.reverses !== null) return recordReversed(db, posting, args);
    if (!isMatched(posting)) return;
    changeMatchState(db, {
      matchId: posting.matchId,
      to: 'posted',
      actor: args.claim.holder,
      at: args.at,
      reason: 'read back from PeopleSoft',
    });
    return;
  }
  if (line.verdict === 'accepted') {
    if (posting.state !== 'accepted') setPostingState(db, { ...step, to: 'accepted', reason: line.text });
    else if (posting.stateReason !== line.text)
      statement(db, 'UPDATE posting SET state_reason = ?, version = version + 1 WHERE posting_id = ?').run(
        line.text,
        line.postingId,
      );
    flagMovement(db, posting.movementKey, line.text, args.at);
    return;
  }
  if (posting.state === 'postingError' && posting.stateReason === line.text) return;
  if (posting.state !== 'accepted') setPostingState(db, { ...step, to: 'accepted' });
  setPostingState(db, { ...step, to: 'postingError', reason: line.text });
  flagMovement(db, posting.movementKey, line.text, args.at);
}

/** The row of the movement says what is wrong with its payment, or stops saying so; a posting without a movement has no such row. */
export function flagMovement(
  db: WritableLedger,
  movementKey: MovementKey | null,
  text: string | null,
  at: Instant,
): void {
  if (movementKey === null) return;
  const movement = getMovement(db, movementKey);
  if (text === null && movement.attention !== 'postingProblem') return;
  setMovementState(db, movementKey, movement.state, {
    attention: text === null ? null : 'postingProblem',
    reason: text,
    score: movement.score,
    at,
  });
}

function keepUnknown(db: WritableLedger, line: LineVerdict, at: Instant): void {
  const posting = getPosting(db, line.postingId as PostingId);
  const text = line.text ?? 'the deposit was saved, but this payment is not in it; a person has to look in PeopleSoft';
  if (posting.state !== 'unknown' || posting.stateReason === text) return;
  statement(
    db,
    'UPDATE posting SET state_reason = ?, state_changed_at = ?, version = version + 1 WHERE posting_id = ?',
  ).run(text, at, line.postingId);
}

/** Every payment is proven absent and a deposit is saved whole or not at all: the very same deposit may go again. */
function requeueDeposit(db: WritableLedger, args: ReadBackArgs, absent: readonly LineVerdict[]): void {
  for (const line of absent)
    setPostingState(db, {
      postingId: line.postingId as PostingId,
      to: 'queued',
      at: args.at,
      reason: 'proven absent in PeopleSoft; it goes again',
    });
  statement(
    db,
    "UPDATE deposit SET state = 'cut', state_reason = 'proven absent in PeopleSoft', absence_counts_from_at = NULL, version = version + 1 WHERE deposit_key = ?",
  ).run(args.depositKey);
}

function hasSettledPayment(db: WritableLedger, depositKey: number): boolean {
  return (
    statement(
      db,
      "SELECT 1 FROM posting WHERE deposit_key = ? AND state IN ('accepted', 'confirmed', 'postingError', 'reversed') LIMIT 1",
    ).get(depositKey) !== undefined
  );
}

/** The deposit as a whole follows from its payments; one of which nothing is left in PeopleSoft is over. */
export function deriveDeposit(db: WritableLedger, depositKey: number, depositId: string | null): void {
  const counts = statement<{ unknown: number | null; open: number | null; confirmed: number | null }>(
    db,
    `SELECT sum(state = 'unknown') AS unknown, sum(state IN ('accepted', 'postingError')) AS open, sum(state = 'confirmed') AS confirmed
     FROM posting WHERE deposit_key = ?`,
  ).get(depositKey);
  const settled = (counts?.confirmed ?? 0) > 0 ? 'confirmed' : 'rejected';
  const state = (counts?.unknown ?? 0) > 0 ? 'unknown' : (counts?.open ?? 0) > 0 ? 'accepted' : settled;
  statement(
    db,
    'UPDATE deposit SET state = ?, deposit_id = ifnull(?, deposit_id), version = version + 1 WHERE deposit_key = ?',
  ).run(state, depositId, depositKey);
}
