import type { JsonValue } from '../../ledger/canonical-json.ts';
import {
  clustersIn,
  membersOf,
  type ClusterMember,
  type FoundCluster,
  type SeenCluster,
} from '../../ledger/duplicate-cluster-store.ts';
import type { NotCompared } from '../../ledger/duplicate-not-compared-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { leftUncompared } from '../../matching/duplicates/left-uncompared.ts';
import type { NearPairs } from '../../matching/duplicates/near-pairs.ts';
import { pairKey } from '../../matching/duplicates/strong-clusters.ts';
import { evidenceHashOf } from './found-cluster.ts';

/** What a search is about: charges, or payments in PeopleSoft. */
export type Searched = 'charges' | 'payments';
interface OpenCluster extends SeenCluster {
  /** Keys of its members. */
  readonly keys: readonly number[];
}
interface Answered {
  readonly keys: readonly number[];
  /** Groups of them of which a person said that no two are one event. */
  readonly apart: readonly (readonly number[])[];
  /** Of what she saw. */
  readonly evidenceHash: string;
}
/** What is known of suspicions before they are looked for again. */
export interface StandingClusters {
  readonly open: readonly OpenCluster[];
  readonly answered: readonly Answered[];
}

/** What a search of one system found. */
export interface FoundOfSystem {
  readonly clusters: readonly FoundCluster[];
  /** Rows that have too many equal ones near them to be compared. */
  readonly notCompared: readonly NotCompared[];
  /** Open suspicions that it says nothing about. */
  readonly unjudged: readonly number[];
}

/** The open suspicions among charges or payments, and which rows a person has said are not one event, as long as that holds. */
export function standingClusters(db: ReadableLedger, searched: Searched, todayDate: string): StandingClusters {
  const keysOf = (members: readonly ClusterMember[]): readonly number[] =>
    members.flatMap((member) => (searched === 'charges' ? member.movementKey : member.paymentKey) ?? []);
  const open = clustersIn(db, 'open').flatMap(({ clusterId, version }): OpenCluster[] => {
    const keys = keysOf(membersOf(db, clusterId));
    return keys.length === 0 ? [] : [{ clusterId, version, keys }];
  });
  const none = clustersIn(db, 'notDuplicate').flatMap(({ clusterId, expiresDate, evidenceHash }): Answered[] => {
    if (expiresDate !== null && expiresDate <= todayDate) return [];
    const keys = keysOf(membersOf(db, clusterId));
    return keys.length === 0 ? [] : [{ keys, apart: [keys], evidenceHash }];
  });
  // Rows that are no part of one event may still be another one among themselves.
  const some = clustersIn(db, 'sameEvent').flatMap(({ clusterId, evidenceHash }): Answered[] => {
    const members = membersOf(db, clusterId);
    const kept = keysOf(members.filter(({ part }) => part === 'kept'));
    const strangers = keysOf(members.filter(({ part }) => part === null));
    if (strangers.length === 0) return [];
    return [{ keys: keysOf(members), apart: strangers.map((key) => [...kept, key]), evidenceHash }];
  });
  return { open, answered: [...none, ...some] };
}

/** The rows that were searched: each one's key, and how many there are. */
export interface SearchedRows {
  readonly keys: Int32Array;
  readonly pairs: readonly NearPairs[];
}

/** Open suspicions that the search says nothing about: all their rows take part, and some were not compared. */
export function unjudged({ open }: StandingClusters, { keys, pairs }: SearchedRows): readonly number[] {
  const rowOf = rowsOfKeys(
    keys,
    open.flatMap((cluster) => cluster.keys),
  );
  const groups = open.map((cluster) => cluster.keys.flatMap((key) => rowOf.get(key) ?? []));
  const isLeft = leftUncompared(pairs, groups);
  return open.flatMap(({ clusterId, keys: own }, at) =>
    isLeft[at] === true && groups[at]?.length === own.length ? [clusterId] : [],
  );
}

/**
 * Which rows a person has said are not one event, two by two: whatever third one joins them or leaves. Holds as long as the rows are what she saw.
 * `evidenceOf`: what speaks for a row and stays, as it was kept with the suspicion; null: the row is gone.
 */
export function toldApart(
  { answered }: StandingClusters,
  { keys, pairs }: SearchedRows,
  evidenceOf: (key: number) => JsonValue | null,
): (left: number, right: number) => boolean {
  const rowOf = rowsOfKeys(
    keys,
    answered.flatMap((each) => each.apart.flat()),
  );
  const asked = new Set(rowOf.values());
  const paired = new Set<number>();
  for (const { left, right } of pairs)
    for (const [position, one] of left.entries()) {
      const other = right[position] ?? one;
      if (asked.has(one) && asked.has(other)) paired.add(pairKey(one, other));
    }
  const apart = new Set<number>();
  for (const each of answered) {
    const groups = each.apart.map((group) => group.flatMap((key) => rowOf.get(key) ?? []));
    const met = groups.flatMap(pairsIn).filter((pair) => paired.has(pair));
    if (met.length === 0) continue;
    if (evidenceHashOf(each.keys.map(evidenceOf)) === each.evidenceHash) for (const pair of met) apart.add(pair);
  }
  return (left, right) => apart.has(pairKey(left, right));
}

function pairsIn(rows: readonly number[]): readonly number[] {
  return rows.flatMap((row, at) => rows.slice(at + 1).map((other) => pairKey(row, other)));
}

function rowsOfKeys(keys: Int32Array, wanted: readonly number[]): ReadonlyMap<number, number> {
  const asked = new Set(wanted);
  const rows = new Map<number, number>();
  if (asked.size > 0) for (const [row, key] of keys.entries()) if (asked.has(key)) rows.set(key, row);
  return rows;
}
