import type { Instant } from '../../../shared/domain/ids.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** A payment that PeopleSoft is known to hold; a read that does not show it proves nothing about others. */
export interface Canary {
  readonly paymentId: string;
  /** When we sent it and when a read first showed it; null for payments that others entered, `firstSeenAt` null while no read has. */
  readonly own: { readonly depositKey: number; readonly sentAt: Instant; readonly firstSeenAt: Instant | null } | null;
}

/**
 * The canary of a deposit business unit: the payment we sent last of those known to be saved, because a reporting copy that lags
 * would hide it first; else any payment that a whole read has shown. Null: there is none, and only a person can judge absence.
 */
export const canaryPayment = defineRead(
  'posting.canary',
  (db: ReadableLedger, args: { depositBu: string; notDepositKey: number }): Canary | null =>
    ownCanary(db, args) ?? foreignCanary(db, args.depositBu),
);

function ownCanary(db: ReadableLedger, args: { depositBu: string; notDepositKey: number }): Canary | null {
  const deposit = statement<{ key: number; sentAt: Instant; firstSeenAt: Instant | null }>(
    db,
    `SELECT d.deposit_key AS key, d.sent_at AS sentAt,
       (SELECT min(a.started_at) FROM posting_attempt a WHERE a.deposit_key = d.deposit_key AND a.kind = 'readBack' AND a.outcome = 'found') AS firstSeenAt
     FROM deposit d WHERE d.deposit_bu = ? AND d.deposit_key <> ? AND d.state IN ('accepted', 'confirmed', 'unknown')
       AND EXISTS (SELECT 1 FROM posting p WHERE p.deposit_key = d.deposit_key AND p.state IN ('accepted', 'confirmed'))
     ORDER BY d.sent_at DESC, d.deposit_key DESC LIMIT 1`,
  ).get(args.depositBu, args.notDepositKey);
  if (deposit === undefined) return null;
  const payment = statement<{ reference: string }>(
    db,
    "SELECT reference FROM posting WHERE deposit_key = ? AND state IN ('accepted', 'confirmed') ORDER BY posting_id DESC LIMIT 1",
  ).get(deposit.key);
  const { sentAt, firstSeenAt } = deposit;
  return payment === undefined
    ? null
    : { paymentId: payment.reference, own: { depositKey: deposit.key, sentAt, firstSeenAt } };
}

function foreignCanary(db: ReadableLedger, depositBu: string): Canary | null {
  const row = statement<{ id: string }>(
    db,
    `SELECT payment_id AS id FROM ps_payment p WHERE deposit_bu = ? AND status <> 'error'
       AND NOT EXISTS (SELECT 1 FROM posting WHERE posting.reference = p.payment_id COLLATE NOCASE) ORDER BY payment_key DESC LIMIT 1`,
  ).get(depositBu);
  return row === undefined ? null : { paymentId: row.id, own: null };
}

/** Times the settle time that a read may lag behind PeopleSoft's own books when nothing proves that it does not. */
const ASSUMED_LAG_SETTLES = 12;

/**
 * How far a read that shows the canary may lag behind PeopleSoft's own books, in milliseconds. Nothing, for a question about the books
 * as of `asOfMs`, when the canary is ours and was sent after that (by a clock nobody sets): a copy that shows it shows all that was saved
 * before. Else a generous time, and never less than the canary itself took from being sent to being shown.
 */
export function readingLagMs(
  canary: Canary | null,
  question: {
    readonly asOfMs: number;
    readonly nowMs: number;
    readonly settleSeconds: number;
    /** Milliseconds from the beginning of the doubt to the send of the canary (`SenderWatch`); null when it was not after. */
    readonly sentAfterDoubtMs: number | null;
  },
): number {
  const assumedMs = question.settleSeconds * 1_000 * ASSUMED_LAG_SETTLES;
  const own = canary?.own ?? null;
  if (own === null) return assumedMs;
  const sentMs = Date.parse(own.sentAt);
  const { sentAfterDoubtMs, settleSeconds } = question;
  if (sentMs >= question.asOfMs && sentAfterDoubtMs !== null && sentAfterDoubtMs >= settleSeconds * 1_000) return 0;
  const shownMs = own.firstSeenAt === null ? question.nowMs : Date.parse(own.firstSeenAt);
  return Math.max(assumedMs, shownMs - sentMs);
}

/**
 * How long a doubt must have been watched, in milliseconds: the time PeopleSoft may be saving, and a lag as far as it is assumed. A longer
 * lag was measured by the clock on the wall and is held against that one only.
 */
export function mustWaitMs(lagMs: number, settleSeconds: number): number {
  return settleSeconds * 1_000 + Math.min(lagMs, settleSeconds * 1_000 * ASSUMED_LAG_SETTLES);
}
