import type { Instant, MovementKey, PostingId } from '../../../shared/domain/ids.ts';
import type { ArItem } from '../../connectors/peoplesoft/types.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { countPayments, hasSettledPayment } from '../../ledger/deposit-payment-store.ts';
import { recutDeposit, setDepositState } from '../../ledger/deposit-store.ts';
import { changeMatchState } from '../../ledger/match-store.ts';
import { getMovement, setMovementState } from '../../ledger/movement-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { closeAttempt, isLastWord, startAttempt } from '../../ledger/posting-attempt-store.ts';
import { getPosting, isMatched, setPostingReason, setPostingState } from '../../ledger/posting-store.ts';
import { storeReadItems } from '../sending/read-items.ts';
import { recordReversed } from '../reversals/record-reversed.ts';
import type { AbsenceDoubt } from './read-back.ts';
import { requireClaim, type SenderClaim } from '../sending/sender-claim.ts';

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
    closeAttempt(db, attemptId, end);
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
      setPostingReason(db, { postingId: posting.postingId, reason: line.text });
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
  setPostingReason(db, { postingId: posting.postingId, reason: text, at });
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
  recutDeposit(db, args.depositKey);
}

/** The deposit as a whole follows from its payments; one of which nothing is left in PeopleSoft is over. */
export function deriveDeposit(db: WritableLedger, depositKey: number, depositId: string | null): void {
  const { unknown, open, confirmed } = countPayments(db, depositKey);
  const settled = confirmed > 0 ? 'confirmed' : 'rejected';
  const to = unknown > 0 ? 'unknown' : open > 0 ? 'accepted' : settled;
  setDepositState(db, depositKey, { to, depositId });
}
