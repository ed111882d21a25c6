import type { DuplicateDetail } from '../../../shared/contract/duplicates.ts';
import { getCluster, membersOf, type ClusterRow } from '../../ledger/duplicate-cluster-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { isSamePerson } from '../../ledger/same-person.ts';
import type { Point } from '../../matching/points.ts';
import { ASK_TO_TAKE_BACK, amountRight, whyNotAmount } from '../../posting/decisions/approval-limit.ts';
import { lifeLineOf } from '../views/life-line.ts';
import { whyNotUndoDuplicate } from './decide-duplicate.ts';
import { doubleDetail } from '../doubles/double-detail.ts';
import { answerOf, answersTold, EVENT_WORDS } from './answer-history.ts';
import { fieldsOf, shownMember, type ShownMember } from './duplicate-members.ts';
import { duplicateRowOf } from './duplicate-view.ts';

export interface DuplicateDetailArgs {
  readonly clusterId: number;
  readonly sample: boolean;
  readonly viewer: {
    readonly id: string;
    /** Why her role decides nothing, a sentence; null: it may. */
    readonly whyNotDecide: string | null;
  };
}

/** Everything the screen shows of one cluster: its members side by side, what speaks for it, what happened, and what may be done. */
export const duplicateDetail = defineRead(
  'views.duplicateDetail',
  (db: ReadableLedger, { clusterId, sample, viewer }: DuplicateDetailArgs): DuplicateDetail => {
    const cluster = getCluster(db, clusterId);
    if (cluster.kind === 'doubleCustomer') return doubleDetail(db, cluster, { sample, viewer });
    const members = membersOf(db, clusterId).map((stored) => shownMember(db, stored, sample));
    return {
      row: duplicateRowOf(cluster),
      members: members.map(({ member }) => member),
      fields: [...fieldsOf(members)],
      points: JSON.parse(cluster.pointsJson) as Point[],
      picks: [],
      timeline: timelineOf(db, cluster, members),
      suggestedKeep: suggestedKeep(members),
      whyOpen: cluster.whyOpen,
      answer: answerOf(cluster),
      can: {
        whyNotDecide: whyNotDecide(db, cluster, viewer),
        whyNotUndo: whyNotUndo(db, cluster, viewer),
      },
    };
  },
);

/** What is approved or in PeopleSoft already stands; else what came first, unless two came at the same instant. */
function suggestedKeep(members: readonly ShownMember[]): number | null {
  const decided = members.filter(({ member }) => member.whyNotDrop !== null);
  if (decided.length > 0) return decided.length === 1 ? (decided[0]?.member.position ?? null) : null;
  const whens = members.map(({ told }) => told[0]?.[2] ?? '').toSorted();
  if (whens[0] === whens[1] && members[0]?.movement !== null) return null;
  // Of payments the one that is applied does the work; what lies on account is too much.
  const applied = members.filter(({ told }) =>
    told.some(([field, , value]) => field === 'Applied to' && value !== 'on account'),
  );
  const [only] = applied.length === 1 ? applied : members;
  return only?.member.position ?? null;
}

function timelineOf(
  db: ReadableLedger,
  cluster: ClusterRow,
  members: readonly ShownMember[],
): DuplicateDetail['timeline'] {
  const events = members.flatMap(({ member, movement, told }): DuplicateDetail['timeline'] => {
    const at = told[0]?.[2] ?? cluster.firstAt;
    if (movement === null) return [{ at, text: `Payment ${member.name} booked`, tone: 'mute' }];
    const later = lifeLineOf(db, movement).filter(({ at: when }) => when !== movement.occurredAt);
    return [
      { at, text: `Charge ${member.name} succeeded`, tone: 'ok' },
      ...later.map((event) => ({ at: event.at, text: `${member.name}: ${event.text}`, tone: 'mute' as const })),
    ];
  });
  const { doneAt } = cluster;
  events.push(...answersTold(db, cluster, EVENT_WORDS));
  if (doneAt !== null) events.push({ at: doneAt, text: 'The money of what was dropped is back', tone: 'ok' });
  return events.toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
}

type Viewer = DuplicateDetailArgs['viewer'];

function whyNotDecide(db: ReadableLedger, cluster: ClusterRow, viewer: Viewer): string | null {
  if (cluster.state !== 'open') return 'This suspicion is answered already.';
  if (viewer.whyNotDecide !== null) return viewer.whyNotDecide;
  const right = amountRight(db, viewer.id, cluster);
  return right.kind === 'mayApprove' ? null : right.text;
}

function whyNotUndo(db: ReadableLedger, cluster: ClusterRow, viewer: Viewer): string | null {
  const why = whyNotUndoDuplicate(db, cluster) ?? viewer.whyNotDecide;
  if (why !== null || isSamePerson(cluster.decidedBy ?? '', viewer.id)) return why;
  const above = whyNotAmount(db, viewer.id, cluster);
  return above === null ? null : `${above} ${ASK_TO_TAKE_BACK}`;
}
