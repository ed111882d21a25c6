import type {
  DepositKey,
  Instant,
  MatchId,
  MovementKey,
  PlainDate,
  PostingId,
  UnitId,
} from '../../shared/domain/ids.ts';
import type { PostingState } from '../../shared/domain/states.ts';
import { POSTING_STATES } from '../../shared/domain/states.ts';
import { POSTING_STATE_WORDS, postingIs } from '../../shared/domain/state-words.ts';
import { depositState } from './deposit-store.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/**
 * What a posting does: a charge comes in, a refund or dispute goes out, a reversal takes a confirmed posting back, a journal moves money that
 * is nobody's receivable, an item is made of a Stripe invoice, a credit closes or lessens one, an application spends cash on account.
 */
export type PostingEffect =
  | 'payment'
  | 'refund'
  | 'dispute'
  | 'reversal'
  | 'journal'
  | 'item'
  | 'credit'
  | 'application';
/** What is sent: a payment line inside a deposit, a pending item inside a group, an application of cash on account. */
export type PostingKind = 'payment' | 'pendingItem' | 'application';

export interface NewPosting {
  /** Account, mode, object id and effect kind: what may be live only once. */
  readonly effectKey: string;
  readonly generation: number;
  readonly kind: PostingKind;
  /** Default `payment`. */
  readonly effect?: PostingEffect;
  /** It may leave only once that posting is confirmed. */
  readonly dependsOn?: PostingId | null;
  /** The confirmed posting that it takes back. */
  readonly reverses?: PostingId | null;
  /** Null where nothing was matched. */
  readonly matchId: MatchId | null;
  readonly movementKey: MovementKey | null;
  /** What a posting without a movement is about, as a word and a key: `invoice/in_…`. */
  readonly subject?: string | null;
  readonly unit: UnitId;
  /** Deterministic, compared without case; PeopleSoft stores it. */
  readonly reference: string;
  readonly payloadJson: string;
  readonly payloadHash: string;
  readonly amountMinor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly accountingDate: PlainDate;
  readonly state?: 'approved' | 'queued' | 'queuedNeedsSignIn';
  readonly approvedBy: string;
  /** Operator id in PeopleSoft of who stands behind it. */
  readonly operatorId?: string | null;
  readonly approvedRule?: string | null;
  readonly sendNow?: boolean;
  readonly at: Instant;
}
export interface PostingRow extends Omit<
  NewPosting,
  'state' | 'sendNow' | 'at' | 'approvedRule' | 'operatorId' | 'effect' | 'dependsOn' | 'reverses' | 'subject'
> {
  readonly postingId: PostingId;
  readonly effect: PostingEffect;
  readonly subject: string | null;
  readonly dependsOn: PostingId | null;
  readonly reverses: PostingId | null;
  readonly state: PostingState;
  readonly stateReason: string | null;
  readonly depositKey: DepositKey | null;
  readonly paymentSeq: number | null;
  readonly operatorId: string | null;
  readonly approvedRule: string | null;
  readonly approvedAt: Instant;
  readonly sendNow: 0 | 1;
  readonly stateChangedAt: Instant;
  readonly version: number;
}
/** A posting of a matched movement: a charge, a refund, a dispute, or what takes one of them back. */
export type MatchedPosting = PostingRow & { readonly matchId: MatchId; readonly movementKey: MovementKey };

/** Whether a posting rests on a matched movement. */
export function isMatched(posting: PostingRow): posting is MatchedPosting {
  return posting.matchId !== null && posting.movementKey !== null;
}

/** The posting as one of a matched movement; throws for any other, which is a defect of who asks. */
export function requireMatched(posting: PostingRow): MatchedPosting {
  if (!isMatched(posting)) throw new Error(`posting ${posting.postingId} rests on no match`);
  return posting;
}

export interface PostingChange {
  readonly postingId: PostingId;
  readonly to: PostingState;
  readonly at: Instant;
  readonly reason?: string | null;
  /** The version the caller saw; left out by the sender, which holds the claim. */
  readonly version?: number;
}

/**
 * The only steps a posting may take; the ledger's trigger `posting_moves` holds the same list. `unknown` leaves only after a
 * valid read-back. `sending → queued` is for the innocent lines of a deposit that was refused for certain: they keep their
 * payment ids. `rejected`, `reversed` and `withdrawn` end it: the effect may go again under the next generation.
 */
export const POSTING_TRANSITIONS: Readonly<Record<PostingState, readonly PostingState[]>> = {
  approved: ['queued', 'queuedNeedsSignIn', 'withdrawn'],
  queued: ['queuedNeedsSignIn', 'sending', 'withdrawn'],
  queuedNeedsSignIn: ['queued', 'sending', 'withdrawn'],
  sending: ['accepted', 'rejected', 'unknown', 'queued'],
  unknown: ['accepted', 'confirmed', 'queued'],
  accepted: ['confirmed', 'postingError'],
  postingError: ['accepted', 'confirmed', 'reversed'],
  confirmed: ['reversed'],
  rejected: [],
  reversed: [],
  withdrawn: [],
};

/** Whether the effect of a posting in this state may not be posted a second time. */
export function isLivePosting(state: PostingState): boolean {
  return state !== 'rejected' && state !== 'reversed' && state !== 'withdrawn';
}

/** Puts a posting into the outbox, in the transaction that approves. Throws `INVARIANT` when the effect has a live one. */
export function insertPosting(db: WritableLedger, posting: NewPosting): PostingId {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO posting (effect_key, generation, kind, match_id, movement_key, unit, reference, payload_json, payload_hash,
       amount_minor, exponent, currency, accounting_date, state, approved_by, operator_id, approved_rule, approved_at, send_now, state_changed_at,
       effect, depends_on, reverses, subject)
     VALUES (@effectKey, @generation, @kind, @matchId, @movementKey, @unit, @reference, @payloadJson, @payloadHash,
       @amountMinor, @exponent, @currency, @accountingDate, @state, @approvedBy, @operatorId, @approvedRule, @at, @sendNow, @at,
       @effect, @dependsOn, @reverses, @subject)`,
  ).run({
    ...posting,
    state: posting.state ?? 'approved',
    operatorId: posting.operatorId ?? null,
    approvedRule: posting.approvedRule ?? null,
    effect: posting.effect ?? 'payment',
    dependsOn: posting.dependsOn ?? null,
    reverses: posting.reverses ?? null,
    subject: posting.subject ?? null,
    sendNow: posting.sendNow === true ? 1 : 0,
  });
  return Number(lastInsertRowid) as PostingId;
}

/** Takes one step. Throws `NOT_FOUND`, `STALE_VERSION`, or `TRANSITION` for a step that is not in the table. */
export function setPostingState(db: WritableLedger, change: PostingChange): void {
  const posting = getPosting(db, change.postingId);
  if (change.version !== undefined && change.version !== posting.version)
    throw new LedgerError('STALE_VERSION', 'This posting has changed since you saw it.', 'Look at it again first.');
  if (!POSTING_TRANSITIONS[posting.state].includes(change.to))
    throw new LedgerError(
      'TRANSITION',
      `The posting ${posting.reference} is ${postingIs(posting.state)} and cannot become ${POSTING_STATE_WORDS[change.to]}.`,
      'Refresh the postings and look at its attempts.',
    );
  statement(
    db,
    'UPDATE posting SET state = ?, state_reason = ?, state_changed_at = ?, version = version + 1 WHERE posting_id = ?',
  ).run(change.to, change.reason ?? null, change.at, change.postingId);
}

/**
 * Says anew why a posting stands as it does; its state stays. With `at` it counts as a change of its standing at that instant. Its version
 * moves, so that a decision made on the old words does not go through.
 */
export function setPostingReason(
  db: WritableLedger,
  { postingId, reason, at }: { readonly postingId: PostingId; readonly reason: string | null; readonly at?: Instant },
): void {
  if (at === undefined)
    statement(db, 'UPDATE posting SET state_reason = ?, version = version + 1 WHERE posting_id = ?').run(
      reason,
      postingId,
    );
  else
    statement(
      db,
      'UPDATE posting SET state_reason = ?, state_changed_at = ?, version = version + 1 WHERE posting_id = ?',
    ).run(reason, at, postingId);
}

/** Whether a posting can still be taken back: certainly not in PeopleSoft, and in no deposit on its way there. */
export function isWithdrawable(db: ReadableLedger, posting: Pick<PostingRow, 'state' | 'depositKey'>): boolean {
  return POSTING_TRANSITIONS[posting.state].includes('withdrawn') && !isInCutDeposit(db, posting.depositKey);
}

function isInCutDeposit(db: ReadableLedger, depositKey: DepositKey | null): boolean {
  if (depositKey === null) return false;
  const state = depositState(db, depositKey);
  return state !== null && state !== 'rejected';
}

/** One more than the highest generation the effect has had; 1 for the first. */
export function nextGeneration(db: ReadableLedger, effectKey: string): number {
  const row = statement<{ last: number | null }>(
    db,
    'SELECT max(generation) AS last FROM posting WHERE effect_key = ?',
  ).get(effectKey);
  return (row?.last ?? 0) + 1;
}

const SELECT_POSTING = `SELECT posting_id AS postingId, effect_key AS effectKey, generation, kind, match_id AS matchId,
  movement_key AS movementKey, unit, reference, payload_json AS payloadJson, payload_hash AS payloadHash,
  amount_minor AS amountMinor, exponent, currency, accounting_date AS accountingDate, state, state_reason AS stateReason,
  deposit_key AS depositKey, payment_seq AS paymentSeq, approved_by AS approvedBy, operator_id AS operatorId, approved_rule AS approvedRule,
  approved_at AS approvedAt, send_now AS sendNow, state_changed_at AS stateChangedAt, version, effect, depends_on AS dependsOn,
  reverses, subject FROM posting`;

/** The posting. Throws `NOT_FOUND`. */
export function getPosting(db: ReadableLedger, postingId: PostingId): PostingRow {
  const row = statement<PostingRow>(db, `${SELECT_POSTING} WHERE posting_id = ?`).get(postingId);
  if (row === undefined)
    throw new LedgerError('NOT_FOUND', `There is no posting ${postingId}.`, 'Refresh the list and choose again.');
  return row;
}

/** Every posting a match ever had, oldest first. */
export function postingsOfMatch(db: ReadableLedger, matchId: MatchId): readonly MatchedPosting[] {
  return statement<MatchedPosting>(db, `${SELECT_POSTING} WHERE match_id = ? ORDER BY posting_id`).all(matchId);
}

/** The posting that takes this one back and has not ended without doing so, or null. */
export function reversalOf(db: ReadableLedger, postingId: PostingId): PostingRow | null {
  return (
    statement<PostingRow>(
      db,
      `${SELECT_POSTING} WHERE reverses = ? AND state NOT IN ('rejected', 'reversed', 'withdrawn') LIMIT 1`,
    ).get(postingId) ?? null
  );
}

/** Postings that wait for this one, or went out after it, and have not ended. */
export function dependentsOf(db: ReadableLedger, postingId: PostingId): readonly PostingRow[] {
  return statement<PostingRow>(
    db,
    `${SELECT_POSTING} WHERE depends_on = ? AND state NOT IN ('rejected', 'reversed', 'withdrawn') ORDER BY posting_id`,
  ).all(postingId);
}

/** The kept count of every state, zero included; of one unit, or of all. */
export function postingCounts(db: ReadableLedger, unit: string | null = null): Readonly<Record<PostingState, number>> {
  const counts = Object.fromEntries(POSTING_STATES.map((state) => [state, 0])) as Record<PostingState, number>;
  const rows = statement<{ state: PostingState; count: number }>(
    db,
    'SELECT state, sum(count) AS count FROM posting_count WHERE ? IS NULL OR unit = ? GROUP BY state',
  ).all(unit, unit);
  for (const row of rows) counts[row.state] = row.count;
  return counts;
}
