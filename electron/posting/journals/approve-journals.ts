import { createHash } from 'node:crypto';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { Instant, PlainDate, PostingId, UnitId } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { insertJournal } from '../../ledger/journal-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { insertPosting, nextGeneration } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { approvedDate } from '../payments/accounting-date.ts';
import { amountRight } from '../decisions/approval-limit.ts';
import type { Decider } from '../decisions/decide.ts';
import { operatorOf } from '../decisions/operator-of.ts';
import { documentHash, payloadText } from '../payments/payment-payload.ts';
import { unitToday } from '../payments/plan-payment.ts';
import { effectKey, type BusinessEffect } from '../payments/reference.ts';
import { refusal } from '../decisions/refusal.ts';
import { forgetDecidedDays } from './due-days.ts';
import { dueParts, type BalancePart, type GroupKey, type PartGroup } from './due-parts.ts';
import type { JournalScope } from './journal-scope.ts';
import { journalBlocked, journalObject, journalWords, planJournal } from './plan-journal.ts';

/** One line of the list as its approver saw it. */
export interface JournalPick extends GroupKey {
  readonly seenCount: number;
  readonly seenMinor: number;
  /** The first open day she accepted where the period of its own day is closed. */
  readonly accountingDate: PlainDate | null;
}
export interface JournalSettings {
  readonly unit: UnitProfile;
  readonly scope: JournalScope;
  readonly setId: string;
  readonly livemode: boolean;
}
export interface ApproveJournalsArgs extends Decider, JournalSettings {
  readonly picks: readonly JournalPick[];
  /** true: send at once. */
  readonly post: boolean;
}

/**
 * A person approves lines of the list, all or none: each becomes one direct journal in the outbox, and the parts behind it are its own.
 * Refuses what has changed since she saw it (a doubled approval among them: its parts are taken), a day that is not over, a class that
 * the unit does not post, and an amount above her limit. Answers the postings.
 */
export const approveJournals = defineWrite(
  'journals.approve',
  (db: WritableLedger, args: ApproveJournalsArgs): readonly PostingId[] => {
    const approved = args.picks.map((pick) => {
      const { parts, group } = partsAsSeen(db, pick, args.scope);
      const right = amountRight(db, args.actor, group);
      if (right.kind !== 'mayApprove')
        throw refusal(
          right.kind === 'mayNot' ? right.code : 'APPROVAL_ABOVE_LIMIT',
          `${right.text} (${wordsOf(pick)})`,
          'Ask a reviewer whose limit is high enough to approve it.',
        );
      const by = { ...args, approvedBy: args.actor, approvedRule: null };
      return enqueueJournal(db, group, parts, { ...by, acceptedDate: pick.accountingDate });
    });
    auditApproval(db, args, approved, args.actor);
    return approved;
  },
);

/** Writes one row for all that was approved together, with a digest of the postings. */
export function auditApproval(
  db: WritableLedger,
  args: Pick<ApproveJournalsArgs, 'unit' | 'at' | 'machine' | 'actor'>,
  postingIds: readonly PostingId[],
  actor: string,
): void {
  if (postingIds.length === 0) return;
  const digest = createHash('sha256').update(postingIds.join(',')).digest('hex');
  const detail = {
    unit: args.unit.unit,
    count: postingIds.length,
    firstPosting: postingIds[0] ?? 0,
    digest,
    ...(actor === args.actor ? {} : { startedBy: args.actor }),
  };
  const action = actor === args.actor ? 'journal.approved' : 'journal.approvedByRule';
  appendAudit(db, { at: args.at, actor, machine: args.machine, action, subject: `unit/${args.unit.unit}`, detail });
}

function wordsOf({ journalClass, date, currency }: GroupKey): string {
  return `${journalClass} of ${date} in ${currency}`;
}

/** The parts of a line, when they are still those that were seen. */
function partsAsSeen(
  db: WritableLedger,
  pick: JournalPick,
  scope: JournalScope,
): { readonly parts: readonly BalancePart[]; readonly group: PartGroup } {
  const parts = dueParts(db, scope, pick);
  const group = groupOf(pick, parts);
  if (parts.length !== pick.seenCount || group.amountMinor !== pick.seenMinor)
    throw refusal(
      'STALE_VERSION',
      parts.length === 0
        ? `There is nothing left to approve of ${wordsOf(pick)}.`
        : `${wordsOf(pick)} has changed since you saw it.`,
      'Look at the list again; it has been refreshed.',
    );
  return { parts, group };
}

export function groupOf(key: GroupKey, parts: readonly BalancePart[]): PartGroup {
  const { account, journalClass, date, currency, balanceTransactionId } = key;
  return {
    account,
    journalClass,
    date,
    currency,
    balanceTransactionId,
    exponent: parts[0]?.exponent ?? 2,
    amountMinor: parts.reduce((sum, part) => sum + part.amountMinor, 0),
    count: parts.length,
  };
}

/** Fixes one direct journal in the outbox with the parts it stands for. Refuses what cannot be posted. */
export function enqueueJournal(
  db: WritableLedger,
  group: PartGroup,
  parts: readonly BalancePart[],
  args: Omit<JournalSettings, 'scope'> & {
    readonly acceptedDate: PlainDate | null;
    readonly approvedBy: string;
    readonly approvedRule: string | null;
    readonly operatorId?: string | null;
    readonly post: boolean;
    readonly at: Instant;
  },
): PostingId {
  const { unit, at } = args;
  const blocked = journalBlocked(group, unit, unitToday(unit, Date.parse(at)));
  if (blocked !== null) throw refusal('BAD_INPUT', `${wordsOf(group)}: ${blocked.text}`, blocked.nextStep);
  const accountingDate = approvedDate(db, { accountingDate: group.date }, unit, args.acceptedDate);
  const sourceId = parts[0]?.sourceId ?? null;
  const { effect, cut } = freeEffect(db, group, sourceId, args.livemode);
  const key = effectKey(effect);
  const generation = nextGeneration(db, key);
  const operatorId = operatorOf(db, { operatorId: args.operatorId ?? null, approvedBy: args.approvedBy });
  const payload = planJournal(group, {
    unit,
    setId: args.setId,
    effect,
    generation,
    words: journalWords(group, sourceId, cut),
    approvedBy: operatorId ?? args.approvedBy,
    accountingDate,
  });
  const payloadJson = payloadText(payload);
  const postingId = insertPosting(db, {
    effectKey: key,
    generation,
    kind: 'payment',
    effect: 'journal',
    matchId: null,
    movementKey: null,
    subject: `journal/${effect.objectId}`,
    unit: unit.unit as UnitId,
    reference: payload.document.paymentId,
    payloadJson,
    payloadHash: documentHash(payloadJson),
    amountMinor: group.amountMinor,
    exponent: group.exponent,
    currency: group.currency,
    accountingDate,
    state: args.post ? 'queued' : 'approved',
    approvedBy: args.approvedBy,
    operatorId,
    approvedRule: args.approvedRule,
    sendNow: args.post,
    at,
  });
  insertJournal(db, { ...group, postingId, cutNumber: cut }, parts);
  forgetDecidedDays(db, group.journalClass, parts);
  return postingId;
}

/** Lowest number of the day's documents that no live one has: money that comes late for a day already posted gets the next one. */
function freeEffect(
  db: WritableLedger,
  group: PartGroup,
  sourceId: string | null,
  livemode: boolean,
): { readonly effect: BusinessEffect; readonly cut: number } {
  const isTaken = statement(
    db,
    "SELECT 1 FROM posting WHERE effect_key = ? AND state NOT IN ('rejected', 'reversed', 'withdrawn') LIMIT 1",
  );
  for (let cut = 1; ; cut += 1) {
    const objectId = journalObject(group, sourceId, cut);
    const effect = { account: group.account, livemode, objectId, effect: 'journal' } as const;
    if (isTaken.get(effectKey(effect)) === undefined) return { effect, cut };
    if (group.balanceTransactionId !== null)
      throw refusal(
        'BAD_INPUT',
        `There is a posting for ${objectId} already.`,
        'Look at it in Postings; the money of one payout is posted once.',
      );
  }
}
