import type { MergeField } from '../../../shared/domain/merge-fields.ts';
import type { LinkId, MatchId, MovementKey, PlainDate } from '../../../shared/domain/ids.ts';
import { openApprovalRequest } from '../../ledger/approval-request-store.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { openDecision, recordDecision } from '../../ledger/decision-store.ts';
import {
  answerCluster,
  getCluster,
  isDroppedMember,
  membersOf,
  type ClusterRow,
  type StoredMember,
} from '../../ledger/duplicate-cluster-store.ts';
import { isDuplicateDecision, NOT_DUPLICATE, reopenDecided, SAME_EVENT } from '../../ledger/duplicate-decision.ts';
import { getDecision } from '../../ledger/decision-store.ts';
import { liveMatchOf } from '../../ledger/match-store.ts';
import { getMovement } from '../../ledger/movement-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { isSamePerson } from '../../ledger/same-person.ts';
import { decisionStands, undoDecision } from '../../ledger/undo-decision.ts';
import { amountRight, requireTakeBack } from '../../posting/decisions/approval-limit.ts';
import type { Decider } from '../../posting/decisions/decide.ts';
import { refusal } from '../../posting/decisions/refusal.ts';
import { oneCustomer } from '../doubles/merge-customers.ts';
import { dropMovement } from './dropped-movement.ts';
import { droppedWords, nameOf, settleSameEvents } from './settle-same-events.ts';

export interface DuplicateAnswer extends Decider {
  readonly clusterId: number;
  readonly seenVersion: number;
  readonly as: 'sameEvent' | 'notDuplicate';
  /** Position of the member that is kept; only of one event. */
  readonly keep: number | null;
  /** Positions of the members that are no part of the event and stand for themselves; left out: none. */
  readonly apart?: readonly number[] | undefined;
  readonly reason: string;
  /** Of Stripe customers: from which member each field is taken; one that is left out is the kept one's. */
  readonly picks?: readonly { readonly field: MergeField; readonly from: number }[] | undefined;
  /** The day from which "not a duplicate" holds no longer; null: for good. */
  readonly expiresDate: PlainDate | null;
}

/**
 * A person says whether the rows of a cluster are one event. Of one event one row is kept and the others are taken out of matching and posting,
 * never deleted; rows that she says are no part of it stand for themselves. Refuses a cluster that has changed since she saw it or is answered already, an amount above her limit, and to drop what is
 * approved or in PeopleSoft.
 */
export const decideDuplicate = defineWrite(
  'duplicates.decide',
  (db: WritableLedger, answer: DuplicateAnswer): { readonly decisionId: number; readonly text: string } => {
    const cluster = getCluster(db, answer.clusterId);
    if (cluster.version !== answer.seenVersion)
      throw refusal(
        'STALE_VERSION',
        'This suspicion has changed since you opened it.',
        'Look at it again; it has been refreshed.',
      );
    if (cluster.state !== 'open')
      throw refusal('MATCH_ALREADY_DECIDED', 'This suspicion is answered already.', 'Undo the earlier answer first.');
    if (cluster.kind === 'doubleCustomer') return decideCustomers(db, cluster, answer);
    requireRight(db, answer.actor, cluster);
    const members = membersOf(db, cluster.clusterId);
    return answer.as === 'sameEvent' ? sameEvent(db, cluster, members, answer) : notDuplicate(db, cluster, answer);
  },
);

/** Whoever decides at all may say it: no amount hangs on it. */
function decideCustomers(
  db: WritableLedger,
  cluster: ClusterRow,
  answer: DuplicateAnswer,
): { decisionId: number; text: string } {
  if (answer.as === 'notDuplicate') return notDuplicate(db, cluster, answer);
  const { decisionId, text, detail } = oneCustomer(db, cluster, answer);
  audit(db, answer, SAME_EVENT, detail);
  return { decisionId, text };
}

function requireRight(db: ReadableLedger, actor: string, cluster: ClusterRow): void {
  const right = amountRight(db, actor, cluster);
  if (right.kind === 'mayApprove') return;
  const code = right.kind === 'mayNot' ? right.code : 'APPROVAL_ABOVE_LIMIT';
  throw refusal(code, right.text, 'Ask a reviewer whose limit is high enough to decide it.');
}

function sameEvent(
  db: WritableLedger,
  cluster: ClusterRow,
  members: readonly StoredMember[],
  answer: DuplicateAnswer,
): { decisionId: number; text: string } {
  const kept = members.find(({ position }) => position === answer.keep);
  if (kept === undefined)
    throw refusal('BAD_INPUT', 'Nothing is chosen to be kept.', 'Choose the one that stands for all of them.');
  requireStanding(db, kept);
  const dropped = droppedMembers(members, kept, answer);
  const movementKeys = dropped.flatMap(({ movementKey }) => movementKey ?? []);
  for (const movementKey of movementKeys) requireDroppable(db, movementKey);
  const matchIds = movementKeys.flatMap((key): MatchId[] => {
    const live = liveMatchOf(db, key);
    return live === null ? [] : [live.matchId];
  });
  const opened = openDecision(db, { matchIds, movementKeys, linkIds: [] as LinkId[] });
  const { actor, at, clusterId, reason } = answer;
  const keptName = nameOf(db, kept);
  for (const key of movementKeys) dropMovement(db, key, { reason: droppedWords(keptName), actor, at });
  const decisionId = recordDecision(db, { opened, actor, at, kind: SAME_EVENT });
  const { position } = kept;
  answerCluster(db, {
    clusterId,
    state: 'sameEvent',
    decidedBy: actor,
    at,
    reason,
    expiresDate: null,
    decisionId,
    kept: position,
    dropped: dropped.map((member) => member.position),
  });
  settleSameEvents(db, { actor, at });
  const names = (of: readonly StoredMember[]): string[] => of.map((member) => nameOf(db, member));
  const apart = members.filter((member) => member !== kept && !dropped.includes(member));
  audit(db, answer, SAME_EVENT, {
    decision: decisionId,
    reason,
    kept: keptName,
    dropped: names(dropped),
    ...(apart.length === 0 ? {} : { apart: names(apart) }),
  });
  const rest = apart.length === 0 ? 'the rest' : names(dropped).join(', ');
  const isDone = getCluster(db, clusterId).doneAt !== null;
  return { decisionId, text: sameEventText(cluster, keptName, rest, isDone) };
}

/** All but the one that is kept and those that are no part of the event. */
function droppedMembers(
  members: readonly StoredMember[],
  kept: StoredMember,
  { apart = [] }: DuplicateAnswer,
): readonly StoredMember[] {
  const isStranger = apart.some((position) => members.every((member) => member.position !== position));
  if (isStranger || apart.includes(kept.position))
    throw refusal(
      'BAD_INPUT',
      'What stands for itself is not another one of the rows.',
      'Choose among the other rows.',
    );
  const dropped = members.filter((member) => member !== kept && !apart.includes(member.position));
  if (dropped.length === 0)
    throw refusal('BAD_INPUT', 'Nothing would be dropped.', 'Say that it is not a duplicate: each stands for itself.');
  return dropped;
}

function sameEventText({ kind }: ClusterRow, keptName: string, rest: string, isDone: boolean): string {
  if (kind === 'doublePosting')
    return `One receipt: ${keptName} stands; take ${rest} out of PeopleSoft, it stays on the list until that is seen.`;
  return isDone
    ? `One payment: ${keptName} stands; the money of ${rest} is back already.`
    : `One payment: ${keptName} stands; refund ${rest} in Stripe, it stays on the list until the refund comes.`;
}

/** One row must be left to stand for all: what was dropped for another one does not, nor does money that never came. */
function requireStanding(db: ReadableLedger, kept: StoredMember): void {
  const isFailed = kept.movementKey !== null && getMovement(db, kept.movementKey).gate === 'chargeFailed';
  const isDropped = isDroppedMember(db, kept);
  if (!isFailed && !isDropped) return;
  throw refusal(
    'MATCH_ALREADY_DECIDED',
    `${nameOf(db, kept)} ${isFailed ? 'has failed at Stripe' : 'was dropped as a duplicate of another one already'}.`,
    isFailed ? 'Keep another one.' : 'Keep another one, or undo that answer first.',
  );
}

function requireDroppable(db: ReadableLedger, movementKey: MovementKey): void {
  const { state, objectId } = getMovement(db, movementKey);
  if (state === 'posted')
    throw refusal(
      'MATCH_ALREADY_DECIDED',
      `${objectId} is in PeopleSoft already.`,
      'Keep this one, or take its posting back under Postings first.',
    );
  if (state === 'approved')
    throw refusal(
      'MATCH_ALREADY_DECIDED',
      `${objectId} is approved already.`,
      'Keep this one, or undo its approval in the workbench first.',
    );
  const asked = openApprovalRequest(db, movementKey);
  if (asked !== null)
    throw refusal(
      'MATCH_ALREADY_DECIDED',
      `${objectId} waits for a reviewer; ${asked.askedBy} asked for one.`,
      'Keep this one, or undo the request in the workbench first.',
    );
}

function notDuplicate(
  db: WritableLedger,
  { clusterId }: ClusterRow,
  answer: DuplicateAnswer,
): { decisionId: number; text: string } {
  const { actor, at, reason, expiresDate } = answer;
  if (expiresDate !== null && expiresDate <= at.slice(0, 10))
    throw refusal('BAD_INPUT', 'The day until which it holds is past.', 'Choose a later day, or none.');
  const opened = openDecision(db, {});
  const decisionId = recordDecision(db, { opened, actor, at, kind: NOT_DUPLICATE });
  answerCluster(db, {
    clusterId,
    state: 'notDuplicate',
    decidedBy: actor,
    at,
    reason,
    expiresDate,
    decisionId,
    kept: null,
    dropped: [],
  });
  audit(db, answer, NOT_DUPLICATE, { decision: decisionId, reason, expires: expiresDate });
  const until = expiresDate === null ? '' : ` until ${expiresDate}`;
  return { decisionId, text: `Not a duplicate${until}: each stands for itself.` };
}

function audit(
  db: WritableLedger,
  { actor, machine, at, clusterId }: DuplicateAnswer,
  action: string,
  detail: Parameters<typeof appendAudit>[1]['detail'],
): void {
  appendAudit(db, { at, actor, machine, action, subject: `duplicate/${clusterId}`, detail });
}

export interface UndoDuplicateArgs extends Decider {
  readonly clusterId: number;
}

/**
 * Takes the answer to a cluster back: what was dropped is as it was and up for matching again. Another person's answer needs the right to decide
 * its amount. Refuses where nothing was answered, or something was decided on its rows since.
 */
export const undoDuplicate = defineWrite(
  'duplicates.undo',
  (db: WritableLedger, { actor, machine, at, clusterId }: UndoDuplicateArgs): { readonly text: string } => {
    const cluster = getCluster(db, clusterId);
    const why = whyNotUndoDuplicate(db, cluster);
    if (why !== null || cluster.decisionId === null)
      throw refusal('UNDO_NOTHING', why ?? 'There is nothing to undo.', 'Look at the rows as they are now.');
    const isOfCustomers = cluster.kind === 'doubleCustomer';
    if (!isOfCustomers && !isSamePerson(cluster.decidedBy ?? '', actor)) requireTakeBack(db, actor, cluster);
    const { decisionId } = cluster;
    undoDecision(db, { decisionId, actor, at });
    reopenDecided(db, decisionId, at);
    const { kind } = getDecision(db, decisionId);
    const detail = { kind, cluster: clusterId };
    appendAudit(db, { at, actor, machine, action: 'decision.undone', subject: `decision/${decisionId}`, detail });
    return { text: 'Taken back; the suspicion is open again.' };
  },
);

/** Why the answer to a cluster cannot be taken back, a sentence; null: it can. */
export function whyNotUndoDuplicate(db: ReadableLedger, { decisionId, state }: ClusterRow): string | null {
  if (decisionId === null || (state !== 'sameEvent' && state !== 'notDuplicate'))
    return 'Nobody has answered this suspicion yet.';
  const decision = getDecision(db, decisionId);
  if (!isDuplicateDecision(decision.kind) || decision.undoneAt !== null) return 'Its answer was taken back already.';
  return decisionStands(db, decisionId) ? null : 'Something was decided on its rows since.';
}
