import { createHash } from 'node:crypto';
import type { Instant, PlainDate } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import {
  closeCluster,
  clusterOfMembers,
  insertCluster,
  membersKey,
  membersOf,
  type FoundCluster,
  type SeenCluster,
} from '../../ledger/duplicate-cluster-store.ts';
import { keepNotCompared, type NotCompared } from '../../ledger/duplicate-not-compared-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { applySuspicion } from './apply-suspicion.ts';
import { settleSameEvents } from './settle-same-events.ts';

export interface ClustersArgs {
  readonly clusters: readonly FoundCluster[];
  /** Those that were open when these were found: only they can have gone. */
  readonly open: readonly SeenCluster[];
  readonly notCompared: readonly NotCompared[];
  /** Movements among which charges were compared; null: all. */
  readonly among: readonly number[] | null;
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}
export interface ClustersApplied {
  /** Newly before a person, also those that came back. */
  readonly opened: number;
  readonly changed: number;
  /** No longer suspected. */
  readonly gone: number;
  /** Answers followed up: a refund that came, money that goes with a dropped charge. */
  readonly followed: number;
}

/**
 * Brings the list of suspected duplicates to what was found: new ones open, those that are no longer suspected go, and what a person said
 * stays, unless its day has come or what speaks for it is not what she saw. Writes one audit row where a
 * person's list has changed or an answer of hers was followed up.
 */
export const applyClusters = defineWrite(
  'duplicates.apply',
  (db: WritableLedger, { clusters, open, notCompared, among, ...by }: ClustersArgs): ClustersApplied => {
    const today = by.at.slice(0, 10) as PlainDate;
    const digest = createHash('sha256');
    const found = new Set<string>();
    const applied = { opened: 0, changed: 0, gone: 0 };
    for (const cluster of clusters) {
      const key = membersKey(cluster.members);
      found.add(key);
      const became = applySuspicion(db, cluster, {
        before: clusterOfMembers(db, cluster.members),
        today,
        insert: () => insertCluster(db, cluster, by.at),
      });
      if (became === null) continue;
      applied[became] += 1;
      digest.update(`${became} ${key} ${cluster.evidenceHash}\n`);
    }
    for (const seen of open) {
      const key = membersKey(membersOf(db, seen.clusterId));
      if (found.has(key) || !closeCluster(db, seen)) continue;
      applied.gone += 1;
      digest.update(`gone ${key}\n`);
    }
    keepNotCompared(db, notCompared, among);
    const followed = settleSameEvents(db, by);
    if (applied.opened + applied.gone + followed > 0) {
      const { at, actor, machine } = by;
      const detail = { ...applied, followed, sha256: digest.digest('hex') };
      appendAudit(db, { at, actor, machine, action: 'duplicates.found', subject: 'duplicates', detail });
    }
    return { ...applied, followed };
  },
  { bulk: true },
);
