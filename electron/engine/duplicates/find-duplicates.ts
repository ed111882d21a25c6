import {
  clustersIn,
  expiredMembers,
  membersOf,
  type FoundCluster,
  type SeenCluster,
} from '../../ledger/duplicate-cluster-store.ts';
import type { NotCompared } from '../../ledger/duplicate-not-compared-store.ts';
import { blockPages, type KeyPage } from '../../ledger/matching-scope-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { MatchingProfile } from '../matching/matching-request.ts';
import { pagesBeyond, RowsAround } from '../matching/scope-index.ts';
import { isOfTheseMerges, readChargeBlocks } from './charge-columns.ts';
import { findChargeDuplicates } from './read-charges.ts';
import { findPaymentDuplicates } from './read-payments.ts';
import { readSharedNames, type NamedCharge } from './shared-names.ts';
import { standingClusters } from './standing-clusters.ts';

export interface FoundDuplicates {
  readonly clusters: readonly FoundCluster[];
  /** Charges and payments with too many equal ones near them to be compared. */
  readonly notCompared: readonly NotCompared[];
  /** Movements among which charges were compared, all others are as they were; null: all. */
  readonly among: readonly number[] | null;
  /** Suspicions that were open when these were looked for, have a row among them, and were weighed: what is opened later was not. */
  readonly open: readonly SeenCluster[];
  readonly blocks: FoundBlocks;
}
/** Which charges are compared, for the next run to keep. */
export interface FoundBlocks {
  /** The pages are those of all charges, not only what is new. */
  readonly whole: boolean;
  readonly pages: readonly KeyPage[];
}
export interface LookedFor {
  readonly profile: Pick<MatchingProfile, 'units'>;
  /** The day by which answers expire. */
  readonly today: string;
  /** Movements that may have changed since the last time, or what is known of them; null: nothing is known of a last time. */
  readonly touched: readonly number[] | null;
}

/**
 * The suspected duplicates of both systems: among all payments, and among the charges that one of the touched movements may be compared with,
 * or that bear a name which others bear, which are all whose suspicions can have changed. Call it inside one read transaction, when matching is through:
 * what each row may pay speaks for or against. Suspicions of which it cannot say whether they still stand are not among `open`, so that nothing closes them.
 */
export function findDuplicates(db: ReadableLedger, { profile, today, touched }: LookedFor): FoundDuplicates {
  const named = readSharedNames(db);
  const { among, blocks } = comparedCharges(db, { touched, today, named });
  const charges = findChargeDuplicates(db, { among, named, standing: standingClusters(db, 'charges', today) });
  const payments = findPaymentDuplicates(
    db,
    (depositBu) => profile.units.find((unit) => unit.depositBu === depositBu)?.unit ?? null,
    standingClusters(db, 'payments', today),
  );
  const looked = among === null ? null : new Set<number | null>(among);
  const unknown = new Set([...charges.unjudged, ...payments.unjudged]);
  const isLookedAt = (clusterId: number): boolean =>
    looked === null ||
    membersOf(db, clusterId).some(({ movementKey, paymentKey }) => paymentKey !== null || looked.has(movementKey));
  return {
    clusters: [...charges.clusters, ...payments.clusters],
    notCompared: [...charges.notCompared, ...payments.notCompared],
    among,
    open: clustersIn(db, 'open').flatMap(({ clusterId, version }) =>
      isLookedAt(clusterId) && !unknown.has(clusterId) ? [{ clusterId, version }] : [],
    ),
    blocks,
  };
}

function comparedCharges(
  db: ReadableLedger,
  { touched, today, named }: Pick<LookedFor, 'touched' | 'today'> & { readonly named: readonly NamedCharge[] },
): Pick<FoundDuplicates, 'among' | 'blocks'> {
  const kept = touched === null ? [] : blockPages(db);
  if (touched === null || !isOfTheseMerges(db, kept))
    return { among: null, blocks: { whole: true, pages: readChargeBlocks(db, null) } };
  // What a person said until a day is asked again then, though nothing else has happened.
  const movement = [...new Set([...touched, ...expiredMembers(db, today)])];
  const fresh = readChargeBlocks(db, movement);
  const around = new RowsAround([...kept, ...fresh]);
  // A name may have been given to a charge by what another one was matched to: those who share one are few, and are looked at in any case.
  const sharing = named.map(({ movementKey }) => movementKey);
  const seeds = [...new Set([...movement, ...sharing])].sort((left, right) => left - right);
  around.add({ rows: { movement: seeds, item: [], receipt: [] }, keys: [], whole: [] }, Infinity);
  return { among: around.found().movement, blocks: { whole: false, pages: pagesBeyond(kept, fresh) } };
}
