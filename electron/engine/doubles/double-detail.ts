import type { DuplicateDetail } from '../../../shared/contract/duplicates.ts';
import { MERGE_FIELD_WORDS, MERGE_FIELDS, type MergeField } from '../../../shared/domain/merge-fields.ts';
import { linksOfStripeCustomer } from '../../ledger/crosswalk-store.ts';
import { mergeOfCluster } from '../../ledger/customer-merge-store.ts';
import type { ClusterRow } from '../../ledger/duplicate-cluster-store.ts';
import { partiesOf, type StoredParty } from '../../ledger/duplicate-party-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { Point } from '../../matching/points.ts';
import { answerOf, answersTold, CUSTOMER_WORDS } from '../duplicates/answer-history.ts';
import { whyNotUndoDuplicate } from '../duplicates/decide-duplicate.ts';
import type { DuplicateDetailArgs } from '../duplicates/duplicate-detail.ts';
import { fieldsOf, type ShownMember } from '../duplicates/duplicate-members.ts';
import { duplicateRowOf } from '../duplicates/duplicate-view.ts';
import { dashboardUrl } from '../views/dashboard-url.ts';
import type { CustomerFacts } from './customer-facts.ts';
import { whyNotMerge, whyNotStay, whyStale } from './merge-customers.ts';
import { readCustomer, type KnownCustomer } from './read-customers.ts';

type Known = StoredParty & { readonly known: KnownCustomer | null };

/** Everything the screen shows of customers that are suspected to be one, or were said to be. */
export function doubleDetail(
  db: ReadableLedger,
  cluster: ClusterRow,
  { sample, viewer }: Pick<DuplicateDetailArgs, 'sample' | 'viewer'>,
): DuplicateDetail {
  const parties = partiesOf(db, cluster.clusterId).map((party) => ({ ...party, known: readCustomer(db, party) }));
  const why = cluster.state === 'open' ? whyNotMerge(db, parties) : null;
  const kept = parties.find(({ part }) => part === 'kept');
  const members = parties.map((party) => shownCustomer(db, party, { sample, why, kept }));
  const isStripe = parties[0]?.system === 'stripe';
  const { doneAt } = cluster;
  return {
    row: duplicateRowOf(cluster),
    members: members.map(({ member }) => member),
    fields: [...fieldsOf(members)],
    points: JSON.parse(cluster.pointsJson) as Point[],
    picks: isStripe ? picksOf(db, cluster, parties) : [],
    timeline: [
      ...parties.flatMap(({ customerId, known }): DuplicateDetail['timeline'] =>
        known === null || known.createdAt === ''
          ? []
          : [{ at: known.createdAt, text: `${customerId} made`, tone: 'mute' }],
      ),
      ...answersTold(db, cluster, CUSTOMER_WORDS),
      ...(doneAt === null || isStripe
        ? []
        : [{ at: doneAt, text: 'Only the one that stays is active in PeopleSoft', tone: 'ok' as const }]),
    ].toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at))),
    suggestedKeep: suggestedKeep(db, parties, cluster.clusterId),
    whyOpen: cluster.whyOpen,
    answer: answerOf(cluster),
    can: {
      whyNotDecide:
        cluster.state === 'open'
          ? (viewer.whyNotDecide ?? whyStale(cluster, parties))
          : 'This suspicion is answered already.',
      whyNotUndo: whyNotUndoDuplicate(db, cluster) ?? viewer.whyNotDecide,
    },
  };
}

function shownCustomer(
  db: ReadableLedger,
  party: Known,
  { sample, why, kept }: { readonly sample: boolean; readonly why: string | null; readonly kept: Known | undefined },
): ShownMember {
  const { system, book, customerId, position, part, known } = party;
  const isStripe = system === 'stripe';
  const stays = kept?.customerId ?? '';
  const facts = known?.facts;
  const links = isStripe ? linksOfStripeCustomer(db, book, customerId) : [];
  const linked = links.filter(({ state }) => state === 'confirmed').map(({ custId }) => custId);
  return {
    movement: null,
    member: {
      position,
      name: customerId,
      part: part === 'merged' ? 'dropped' : part,
      movementKey: null,
      whyNotDrop: why,
      sourceUrl: isStripe && !sample ? dashboardUrl('customers', customerId, isLive(db, party)) : null,
      toDo:
        !isStripe && part === 'merged' && known !== null
          ? `Transfer the open items of ${customerId} to ${stays} in PeopleSoft, then set ${customerId} to inactive.`
          : null,
    },
    told: [
      ...MERGE_FIELDS.map(
        (field) => [MERGE_FIELD_WORDS[field], 'text', facts === undefined ? '' : valueOf(field, facts)] as const,
      ),
      ['Made', known?.createdAt === '' ? 'text' : 'instant', known?.createdAt ?? ''],
      ['Linked to', 'text', linked.join(', ')],
      ['Stripe id', 'id', known?.externalId ?? ''],
      isStripe ? ['Charges', 'text', chargesOf(db, party)] : ['Open items', 'text', openItemsOf(db, party)],
      ['In its system', 'text', known === null ? (isStripe ? 'deleted' : 'not active') : ''],
    ],
  };
}

function valueOf(field: MergeField, { taxIds, ...facts }: CustomerFacts): string {
  return field === 'taxId' ? taxIds.join(', ') : facts[field];
}

/** What the merge took, else what it would take: the first that has the field, the suggested one before the others. */
function picksOf(db: ReadableLedger, { clusterId }: ClusterRow, parties: readonly Known[]): DuplicateDetail['picks'] {
  const merge = mergeOfCluster(db, clusterId);
  const suggested = suggestedKeep(db, parties, clusterId) ?? 0;
  return MERGE_FIELDS.map((field) => {
    const values = parties.map(({ known }) => (known === null ? '' : valueOf(field, known.facts)));
    const taken = parties.find(({ customerId }) => customerId === merge?.picks[field])?.position;
    const first = values[suggested] === '' ? values.findIndex((value) => value !== '') : suggested;
    return { field, values, from: taken ?? Math.max(0, first === -1 ? suggested : first) };
  });
}

/** Whoever is linked stands for all; else the one that was made first. Nobody who goes by another one already. */
function suggestedKeep(db: ReadableLedger, all: readonly Known[], clusterId: number): number | null {
  const parties = all.filter((party) => whyNotStay(db, party, clusterId) === null);
  const linked = parties.find(
    ({ system, book, customerId }) =>
      system === 'stripe' && linksOfStripeCustomer(db, book, customerId).some(({ state }) => state === 'confirmed'),
  );
  const carrying = parties.find(({ known }) => known !== null && known.externalId !== null);
  return (linked ?? carrying ?? parties[0])?.position ?? null;
}

function chargesOf(db: ReadableLedger, { book, customerId }: StoredParty): string {
  const row = statement<{ count: number; last: string | null }>(
    db,
    "SELECT count(*) AS count, max(accounting_date) AS last FROM movement WHERE customer_id = ? AND +account = ? AND +kind = 'charge'",
  ).get(customerId, book);
  return row === undefined || row.count === 0 ? 'none' : `${row.count}, the last on ${row.last}`;
}

function openItemsOf(db: ReadableLedger, { customerId }: StoredParty): string {
  const row = statement<{ count: number }>(
    db,
    `SELECT count(*) AS count FROM ar_item WHERE business_unit IN (SELECT DISTINCT business_unit FROM ar_item) AND cust_id = ? AND status = 'open'`,
  ).get(customerId);
  return row === undefined || row.count === 0 ? 'none' : String(row.count);
}

function isLive(db: ReadableLedger, { book }: StoredParty): boolean {
  const row = statement<{ livemode: number }>(db, 'SELECT livemode FROM movement WHERE account = ? LIMIT 1').get(book);
  return row?.livemode === 1;
}
