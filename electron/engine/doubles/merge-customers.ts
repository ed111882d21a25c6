import type { JsonValue } from '../../ledger/canonical-json.ts';
import { linksOfStripeCustomer } from '../../ledger/crosswalk-store.ts';
import { insertMerge, mergeOfCustomer } from '../../ledger/customer-merge-store.ts';
import { MERGE_FIELDS, type MergeField } from '../../../shared/domain/merge-fields.ts';
import { openDecision, recordDecision } from '../../ledger/decision-store.ts';
import { answerCluster, setClusterDone, type ClusterRow } from '../../ledger/duplicate-cluster-store.ts';
import { SAME_EVENT } from '../../ledger/duplicate-decision.ts';
import { answersAbout, partiesOf, setParts, type Party, type StoredParty } from '../../ledger/duplicate-party-store.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { refusal } from '../../posting/decisions/refusal.ts';
import { evidenceHash } from './customer-facts.ts';
import { readCustomer, type KnownCustomer } from './read-customers.ts';
import type { DuplicateAnswer } from '../duplicates/decide-duplicate.ts';

type Known = StoredParty & { readonly known: KnownCustomer | null };

/** Why what is shown of some customers is not what the suspicion rests on, a sentence; null: it is. */
export function whyStale({ evidenceHash: seen }: ClusterRow, parties: readonly Known[]): string | null {
  const gone = parties.find(({ known }) => known === null);
  if (gone !== undefined) return `${gone.customerId} is no customer any more; the next matching run looks at it again.`;
  const now = evidenceHash(parties.flatMap(({ known }) => known?.facts ?? []));
  return now === seen ? null : 'These customers have changed since; the next matching run looks at them again.';
}

/** Why these customers cannot count as one, a sentence; null: they can. What PeopleSoft has twice is not merged from here. */
export function whyNotMerge(db: ReadableLedger, parties: readonly StoredParty[]): string | null {
  if (parties.some(({ system }) => system !== 'stripe')) return null;
  for (const { book, customerId } of parties) {
    const merge = mergeOfCustomer(db, book, customerId);
    const others = merge?.members.filter((id) => id !== customerId) ?? [];
    if (merge !== null)
      return `${customerId} is merged with ${others.join(' and ')} already: take that merge back first.`;
  }
  const linked = parties.flatMap(({ book, customerId }) =>
    linksOfStripeCustomer(db, book, customerId)
      .filter(({ state }) => state === 'confirmed')
      .map(({ setId, custId }) => ({ customerId, custId, to: `${setId} ${custId}` })),
  );
  const [first] = linked;
  const other = linked.find(({ to }) => to !== first?.to);
  return first === undefined || other === undefined
    ? null
    : `${first.customerId} is linked to ${first.custId} and ${other.customerId} to ${other.custId}: these are two customers in PeopleSoft.`;
}

/**
 * Why one of some customers cannot stand for the others, a sentence; null: it can. Whoever goes by another one by an answer that holds does not
 * stay: what is to be done with the two would lead in a circle.
 */
export function whyNotStay(db: ReadableLedger, { system, book, customerId }: Party, clusterId: number): string | null {
  const elsewhere = answersAbout(db, { system, book, customerId }).find(
    (answer) => answer.clusterId !== clusterId && answer.part === 'merged',
  );
  return elsewhere === undefined ? null : `${customerId} goes by ${elsewhere.kept} by an earlier answer.`;
}

/** What was said, for who said it and for the audit. */
interface Said {
  readonly decisionId: number;
  readonly text: string;
  readonly detail: JsonValue;
}

/**
 * A person says that customers are one. At Stripe they count as one from then on, with the fields she picked, and every one stays in the
 * books; in PeopleSoft nothing is changed, what is to be done there stays on the list until a read shows it. Throws a refusal where they have changed since
 * she saw them, are linked to different customers, or belong to another merge.
 */
export function oneCustomer(db: WritableLedger, cluster: ClusterRow, answer: DuplicateAnswer): Said {
  const parties = partiesOf(db, cluster.clusterId).map((party) => ({ ...party, known: readCustomer(db, party) }));
  const stale = whyStale(cluster, parties);
  if (stale !== null) throw refusal('STALE_VERSION', stale, 'Look at them again when it is through.');
  const kept = parties.find(({ position }) => position === answer.keep);
  if (kept === undefined)
    throw refusal('BAD_INPUT', 'Nothing is chosen to be kept.', 'Choose the one that stands for all of them.');
  const why = whyNotMerge(db, parties);
  if (why !== null)
    throw refusal('MATCH_ALREADY_DECIDED', why, 'Take one of the two back first, or say that they are no duplicate.');
  const { actor, at, clusterId, reason } = answer;
  const whyNot = whyNotStay(db, kept, clusterId);
  if (whyNot !== null)
    throw refusal('MATCH_ALREADY_DECIDED', whyNot, 'Keep another one, or take that answer back first.');
  const picks = pickedOf(parties, kept, answer.picks ?? []);
  const opened = openDecision(db, {});
  const decisionId = recordDecision(db, { opened, actor, at, kind: SAME_EVENT });
  const said = { decidedBy: actor, at, reason, expiresDate: null, decisionId };
  // The members stand in a table of their own, so that no row of a payment is kept or dropped here.
  answerCluster(db, { clusterId, state: 'sameEvent', kept: null, dropped: [], ...said });
  setParts(db, clusterId, kept.position);
  const members = parties.map(({ customerId }) => customerId).toSorted();
  const others = members.filter((id) => id !== kept.customerId).join(' and ');
  const detail = {
    decision: decisionId,
    reason,
    kept: kept.customerId,
    members,
    ...(kept.system === 'stripe' ? { picks } : {}),
  };
  if (kept.system === 'peoplesoft') {
    const text = `One customer: ${kept.customerId} stays; ${others} is on the list until PeopleSoft shows it inactive.`;
    return { decisionId, text, detail };
  }
  const { book: account, customerId } = kept;
  insertMerge(db, { clusterId, account, customerId, picks, members, mergedBy: actor, mergedAt: at });
  setClusterDone(db, clusterId, at);
  return { decisionId, text: `One customer: ${others} counts as ${customerId} from now on.`, detail };
}

function pickedOf(
  parties: readonly Known[],
  kept: Known,
  picks: NonNullable<DuplicateAnswer['picks']>,
): Readonly<Record<MergeField, string>> {
  const entries = MERGE_FIELDS.map((field) => {
    const pick = picks.find((each) => each.field === field);
    const from = parties.find(({ position }) => position === (pick?.from ?? kept.position));
    if (from === undefined)
      throw refusal('BAD_INPUT', 'A field is picked from a customer that is not among them.', 'Choose one of them.');
    return [field, from.customerId] as const;
  });
  return Object.fromEntries(entries) as Record<MergeField, string>;
}
