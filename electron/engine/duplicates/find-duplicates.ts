import { clustersIn, type FoundCluster, type SeenCluster } from '../../ledger/duplicate-cluster-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { MatchingProfile } from '../matching/matching-request.ts';
import { findChargeDuplicates } from './read-charges.ts';
import { findPaymentDuplicates } from './read-payments.ts';

export interface FoundDuplicates {
  readonly clusters: readonly FoundCluster[];
  /** Charges and payments with too many equal ones near them to be compared. */
  readonly notEvaluated: number;
  /** Suspicions that were open when these were looked for: what is opened later was not weighed here. */
  readonly open: readonly SeenCluster[];
}

/** Every suspected duplicate in the ledger, of both systems. Call it inside one read transaction, when matching is through: what each row may pay speaks for or against. */
export function findDuplicates(db: ReadableLedger, profile: Pick<MatchingProfile, 'units'>): FoundDuplicates {
  const charges = findChargeDuplicates(db);
  const payments = findPaymentDuplicates(
    db,
    (depositBu) => profile.units.find((unit) => unit.depositBu === depositBu)?.unit ?? null,
  );
  return {
    clusters: [...charges.clusters, ...payments.clusters],
    notEvaluated: charges.crowded + payments.crowded,
    open: clustersIn(db, 'open').map(({ clusterId, version }) => ({ clusterId, version })),
  };
}
