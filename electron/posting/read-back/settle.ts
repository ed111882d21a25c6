import type { Instant, PostingId } from '../../../shared/domain/ids.ts';
import { postingIs } from '../../../shared/domain/state-words.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { defineRead, defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { getPosting, setPostingState, type PostingRow } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { refuseUnlessAbsent, type AbsenceLook } from './absence-look.ts';
import { settleItem } from '../items/settle-item.ts';
import { refuseTooEarly } from './refuse-too-early.ts';
import type { Decider } from '../decisions/decide.ts';
import { dissolveDeposit } from '../deposits/dissolve-deposit.ts';
import { deriveDeposit, flagMovement } from './record-read-back.ts';
import { refusal } from '../decisions/refusal.ts';
import { releasePosting } from '../payments/release-posting.ts';

export interface SettleArgs extends Decider {
  readonly postingId: number;
  readonly seenVersion: number;
  /** What a person saw in PeopleSoft itself. */
  readonly as: 'present' | 'absent';
  readonly reason: string;
  /** How long the outcome has been in doubt by a clock that nobody sets, and how long that must be before absence counts; null: it is not in doubt. */
  readonly watched: { readonly forMs: number; readonly mustMs: number } | null;
  /** For `absent`: what PeopleSoft showed just before. */
  readonly look: AbsenceLook | null;
}
/** `saved`: to be confirmed by a read-back · `due`: its whole deposit goes again · `ended`: its movement is a person's again. */
export type Settled = 'saved' | 'due' | 'ended';

/**
 * A person who looked in PeopleSoft decides what no read can prove: the outcome of an unknown posting, or what became of one with a
 * posting error. Refuses with POSTING_NOT_UNKNOWN for every other state, POSTING_REASON_NEEDED, STALE_VERSION, with
 * POSTING_TOO_EARLY while PeopleSoft may still be saving what she did not see, and as `refuseUnlessAbsent` does while PeopleSoft shows it. No
 * round of the sender may be running from the look on.
 */
export const settlePosting = defineWrite('posting.settle', (db: WritableLedger, args: SettleArgs): Settled => {
  const posting = getPosting(db, args.postingId as PostingId);
  if (posting.kind === 'pendingItem') return settleItem(db, posting, args);
  const depositKey = settleable(posting, args);
  const reason = `${args.actor} looked in PeopleSoft: ${args.reason.trim()}`;
  const settled =
    args.as === 'present' ? settlePresent(db, posting, args) : settleAbsent(db, posting, { ...args, reason });
  if (settled !== 'due') deriveDeposit(db, depositKey, null);
  appendAudit(db, {
    at: args.at,
    actor: args.actor,
    machine: args.machine,
    action: 'posting.settled',
    subject: `posting/${posting.postingId}`,
    detail: {
      reference: posting.reference,
      was: posting.state,
      as: args.as,
      became: settled,
      reason: args.reason.trim(),
    },
  });
  return settled;
});

function settleable(posting: PostingRow, args: SettleArgs): number {
  if (posting.version !== args.seenVersion)
    throw refusal('STALE_VERSION', 'This posting has changed since you saw it.', 'Look at it again first.');
  if ((posting.state !== 'unknown' && posting.state !== 'postingError') || posting.depositKey === null)
    throw refusal(
      'POSTING_NOT_UNKNOWN',
      `This posting is ${postingIs(posting.state)}; nobody has to settle it.`,
      'Only an unknown outcome or a posting error is settled by hand.',
    );
  if (args.reason.trim() === '')
    throw refusal('POSTING_REASON_NEEDED', 'Settling by hand needs a reason.', 'Say what you saw in PeopleSoft.');
  return posting.depositKey;
}

/** It is saved; only a read-back that shows it applied and posted confirms it. */
function settlePresent(db: WritableLedger, posting: PostingRow, { at }: SettleArgs): Settled {
  setPostingState(db, { postingId: posting.postingId, to: 'accepted', at });
  flagMovement(db, posting.movementKey, null, at);
  return 'saved';
}

function settleAbsent(db: WritableLedger, posting: PostingRow, args: SettleArgs): Settled {
  const { at, actor, reason, look } = args;
  const { postingId } = posting;
  if (posting.state === 'unknown') {
    const deposit = depositOf(db, posting);
    refuseTooEarly(deposit.absence_counts_from_at, args);
    refuseUnlessAbsent(look);
    if (deposit.known === 0) {
      dissolveDeposit(db, deposit.deposit_key, args);
      return 'due';
    }
    // Its deposit is there without it: what was saved of it has gone again, and it ends like any other posting error.
    setPostingState(db, { postingId, to: 'accepted', at });
    setPostingState(db, { postingId, to: 'postingError', at, reason });
  }
  refuseUnlessAbsent(look);
  releasePosting(db, postingId, { to: 'reversed', at, actor, reason, attention: 'postingProblem' });
  return 'ended';
}

/** What the watch knows a posting by whose outcome is unknown: its deposit, or an item's own key (`watchKey`); null for any other posting. */
export const doubtfulDepositOf = defineRead(
  'posting.doubtfulDepositOf',
  (db: ReadableLedger, args: { postingId: number }): number | null =>
    statement<{ deposit_key: number | null }>(
      db,
      "SELECT coalesce(deposit_key, -posting_id) AS deposit_key FROM posting WHERE posting_id = ? AND state = 'unknown'",
    ).get(args.postingId)?.deposit_key ?? null,
);

interface UnknownDeposit {
  readonly deposit_key: number;
  readonly absence_counts_from_at: Instant | null;
  /** Payments of it whose outcome is known: then the deposit was saved. */
  readonly known: number;
}

function depositOf(db: ReadableLedger, posting: PostingRow): UnknownDeposit {
  const deposit = statement<UnknownDeposit>(
    db,
    `SELECT deposit_key, absence_counts_from_at,
       (SELECT count(*) FROM posting p WHERE p.deposit_key = deposit.deposit_key AND p.state <> 'unknown') AS known
     FROM deposit WHERE deposit_key = ?`,
  ).get(posting.depositKey);
  if (deposit === undefined) throw new Error(`posting ${posting.postingId} is unknown and in no deposit`);
  return deposit;
}
