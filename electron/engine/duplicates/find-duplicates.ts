import { clustersIn, type FoundCluster, type SeenCluster } from '../../ledger/duplicate-cluster-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { MatchingProfile } from '../matching/matching-request.ts';
import { findChargeDuplicates } from './read-charges.ts';
import { findPaymentDuplicates } from './read-payments.ts';
import { standingClusters } from './standing-clusters.ts';

export interface FoundDuplicates {
  readonly clusters: readonly FoundCluster[];
  /** Charges and payments with too many equal ones near them to be compared. */
  readonly notEvaluated: number;
  /** Suspicions that were open when these were looked for, and were weighed: what is opened later was not. */
  readonly open: readonly SeenCluster[];
}

/**
 * Every suspected duplicate in the ledger, of both systems. Call it inside one read transaction, when matching is through: what each row may pay
 * speaks for or against. Suspicions of which it cannot say whether they still stand are not among `open`, so that nothing closes them.
 */
export function findDuplicates(
  db: ReadableLedger,
  profile: Pick<MatchingProfile, 'units'>,
  todayDate: string,
): FoundDuplicates {
  const charges = findChargeDuplicates(db, standingClusters(db, 'charges', todayDate));
  const payments = findPaymentDuplicates(
    db,
    (depositBu) => profile.units.find((unit) => unit.depositBu === depositBu)?.unit ?? null,
    standingClusters(db, 'payments', todayDate),
  );
  const unknown = new Set([...charges.unjudged, ...payments.unjudged]);
  return {
    clusters: [...charges.clusters, ...payments.clusters],
    notEvaluated: charges.crowded + payments.crowded,
    open: clustersIn(db, 'open').flatMap(({ clusterId, version }) =>
      unknown.has(clusterId) ? [] : [{ clusterId, version }],
    ),
  };
}
