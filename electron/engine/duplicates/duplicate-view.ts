import { assertNever } from '../../../shared/domain/assert-never.ts';
import type { DuplicateFacet, DuplicateKind, DuplicateStanding } from '../../../shared/domain/duplicates.ts';
import type { DuplicateRow } from '../../../shared/contract/duplicates.ts';
import type { ViewRequest } from '../../../shared/contract/views.ts';
import { getCluster, type ClusterRow } from '../../ledger/duplicate-cluster-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { likePattern, readKeys, type KeyFilter } from '../views/keys.ts';

type DuplicateRequest = Extract<ViewRequest, { list: 'duplicates' }>;

const ORDER: Record<NonNullable<DuplicateRequest['sort']>['column'], readonly string[]> = {
  first: ['c.first_at'],
  kind: ['c.kind'],
  customer: ['c.customer COLLATE NOCASE'],
  amount: ['c.amount_minor * 1.0 / pow(10, c.exponent)'],
  score: ['c.score'],
  state: ['c.state', 'c.done_at IS NULL'],
};

/** Keys of the clusters a request shows: the largest amount first unless another order is asked for. */
export const duplicateKeys = defineRead(
  'views.duplicateKeys',
  (db: ReadableLedger, request: DuplicateRequest): Int32Array => {
    const column = request.sort?.column ?? 'amount';
    const direction = (request.sort?.descending ?? true) ? 'DESC' : 'ASC';
    const { table, where, parameters } = duplicateFilter(request);
    const order = ORDER[column].map((part) => `${part} ${direction}`);
    return readKeys(
      db,
      `SELECT c.cluster_id FROM ${table} WHERE ${where} ORDER BY ${order.join(', ')}, c.cluster_id`,
      parameters,
    );
  },
);

/** The condition of a request, for its rows and for what arrived after it was opened. */
export function duplicateFilter(request: DuplicateRequest): KeyFilter {
  const base = { table: 'duplicate_cluster c', key: 'c.cluster_id' } as const;
  const where = `c.unit = @unit AND ${facetCondition(request.facet)}`;
  const text = request.text?.trim() ?? '';
  if (text === '') return { ...base, where, parameters: { unit: request.unit } };
  const isFound = `(c.customer LIKE @text ESCAPE char(92) OR EXISTS (SELECT 1 FROM duplicate_member d
      LEFT JOIN movement m ON m.movement_key = d.movement_key LEFT JOIN ps_payment p ON p.payment_key = d.payment_key
    WHERE d.cluster_id = c.cluster_id AND (m.object_id LIKE @text ESCAPE char(92) OR p.payment_id LIKE @text ESCAPE char(92)))
    OR EXISTS (SELECT 1 FROM duplicate_party d LEFT JOIN stripe_customer s ON d.system = 'stripe' AND s.account = d.book AND s.customer_id = d.customer_id
      LEFT JOIN ps_customer p ON d.system = 'peoplesoft' AND p.set_id = d.book AND p.cust_id = d.customer_id
    WHERE d.cluster_id = c.cluster_id AND (d.customer_id LIKE @text ESCAPE char(92) OR s.name LIKE @text ESCAPE char(92)
      OR s.email LIKE @text ESCAPE char(92) OR p.name LIKE @text ESCAPE char(92))))`;
  return { ...base, where: `${where} AND ${isFound}`, parameters: { unit: request.unit, text: likePattern(text) } };
}

function facetCondition(facet: DuplicateFacet): string {
  switch (facet) {
    case 'open':
      return "c.state = 'open'";
    case 'toRefund':
      return "c.state = 'sameEvent' AND c.done_at IS NULL";
    case 'decided':
      return "(c.state = 'notDuplicate' OR (c.state = 'sameEvent' AND c.done_at IS NOT NULL))";
    case 'all':
      return "c.state <> 'gone'";
    default:
      return assertNever(facet, 'facet');
  }
}

/** Rows for the given keys, in that order; one that is not suspected any more, or is gone, is left out. */
export const duplicateRows = defineRead(
  'views.duplicateRows',
  (db: ReadableLedger, args: { keys: readonly number[] }): DuplicateRow[] =>
    args.keys.map((key) => duplicateRowOf(getCluster(db, key))),
);

/** A cluster as a line of its list. */
export function duplicateRowOf(cluster: ClusterRow): DuplicateRow {
  const { amountMinor: minor, exponent, currency } = cluster;
  return {
    key: cluster.clusterId,
    version: cluster.version,
    kind: cluster.kind as DuplicateKind,
    members: cluster.memberCount,
    customer: cluster.customer,
    amount: cluster.kind === 'doubleCustomer' ? null : { minor, exponent, currency },
    score: cluster.score,
    firstAt: cluster.firstAt,
    lastAt: cluster.lastAt,
    state: standingOf(cluster),
  };
}

/** How a cluster stands; what is not suspected any more reads as done: nothing is left to do about it. */
export function standingOf({ state, doneAt }: Pick<ClusterRow, 'state' | 'doneAt'>): DuplicateStanding {
  if (state === 'open' || state === 'notDuplicate') return state;
  return state === 'sameEvent' && doneAt === null ? 'toRefund' : 'done';
}
