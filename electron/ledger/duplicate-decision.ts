import type { Instant } from '../../shared/domain/ids.ts';
import { deleteMerge } from './customer-merge-store.ts';
import { clusterOfDecision, membersOf, openCluster } from './duplicate-cluster-store.ts';
import { setParts } from './duplicate-party-store.ts';
import { getMovement, setMovementState } from './movement-store.ts';
import type { WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** Kinds of the decisions about suspected duplicates. */
export const SAME_EVENT = 'duplicate.sameEvent';
export const NOT_DUPLICATE = 'duplicate.notDuplicate';

/** Whether a decision was about suspected duplicates. */
export function isDuplicateDecision(kind: string): boolean {
  return kind === SAME_EVENT || kind === NOT_DUPLICATE;
}

/**
 * The decision was undone and its rows are as they were: the cluster is open again, refunds and disputes that went the way of a dropped
 * charge are up for matching again, and merged customers stand for themselves. Does nothing where a later look at the cluster has opened it already.
 */
export function reopenDecided(db: WritableLedger, decisionId: number, at: Instant): void {
  const cluster = clusterOfDecision(db, decisionId);
  if (cluster === null) return;
  for (const { part, movementKey } of membersOf(db, cluster.clusterId)) {
    if (part !== 'dropped' || movementKey === null) continue;
    const { objectId, account, livemode } = getMovement(db, movementKey);
    const back = statement<{ key: typeof movementKey }>(
      db,
      `SELECT movement_key AS key FROM movement WHERE charge_id = ? AND +account = ? AND +livemode = ?
         AND +kind IN ('refund', 'dispute') AND +state = 'excluded' AND gate IS NULL`,
    ).all(objectId, account, livemode);
    for (const { key } of back) setMovementState(db, key, 'unmatched', { at });
  }
  deleteMerge(db, cluster.clusterId);
  setParts(db, cluster.clusterId, null);
  openCluster(db, cluster.clusterId, null);
}
