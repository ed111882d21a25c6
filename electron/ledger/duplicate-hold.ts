import type { MovementKey } from '../../shared/domain/ids.ts';
import type { ReadableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** An open cluster that a movement sits in. */
export interface OpenDuplicate {
  readonly clusterId: number;
  readonly score: number;
  /** Object ids of the others in it, the first that happened first. */
  readonly others: readonly string[];
  /** It is not the one that may go by itself. */
  readonly isHeld: boolean;
}

interface MemberRow {
  readonly clusterId: number;
  readonly score: number;
  readonly movementKey: number;
  readonly objectId: string;
  readonly occurredAt: string;
  readonly isDecided: 0 | 1;
}

/**
 * The open cluster of suspected duplicates that a movement sits in, the strongest where there are several; null: none. Of a cluster one movement
 * may go by itself: that which is approved or posted already, else the one that happened first. Where two happened at the same instant, none may.
 */
export function openDuplicateOf(db: ReadableLedger, movementKey: number): OpenDuplicate | null {
  const rows = statement<MemberRow>(
    db,
    `SELECT c.cluster_id AS clusterId, c.score, m.movement_key AS movementKey, m.object_id AS objectId, m.occurred_at AS occurredAt,
       m.state IN ('approved', 'posted') AS isDecided
     FROM duplicate_member own JOIN duplicate_cluster c ON c.cluster_id = own.cluster_id AND c.state = 'open'
       JOIN duplicate_member d ON d.cluster_id = c.cluster_id JOIN movement m ON m.movement_key = d.movement_key
     WHERE own.movement_key = ? ORDER BY c.score DESC, c.cluster_id, d.position`,
  ).all(movementKey);
  const clusters = [...Map.groupBy(rows, ({ clusterId }) => clusterId).values()];
  const [strongest] = clusters.toSorted(
    (one, other) => Number(isHeldIn(other, movementKey)) - Number(isHeldIn(one, movementKey)),
  );
  const [first] = strongest ?? [];
  if (strongest === undefined || first === undefined) return null;
  return {
    clusterId: first.clusterId,
    score: first.score,
    others: strongest.filter((row) => row.movementKey !== movementKey).map(({ objectId }) => objectId),
    isHeld: isHeldIn(strongest, movementKey),
  };
}

/** Why no rule may approve a movement by itself, as the end of a sentence; null: no open duplicate stands in the way. */
export function duplicateHold(db: ReadableLedger, movementKey: MovementKey): string | null {
  const open = openDuplicateOf(db, movementKey);
  if (open === null || !open.isHeld) return null;
  return `it may be the same payment as ${open.others.join(', ')}; a person says so under Duplicates`;
}

function isHeldIn(rows: readonly MemberRow[], movementKey: number): boolean {
  const own = rows.find((row) => row.movementKey === movementKey);
  if (own === undefined || own.isDecided === 1) return false;
  const others = rows.filter((row) => row !== own);
  return others.some(({ isDecided, occurredAt }) => isDecided === 1 || occurredAt <= own.occurredAt);
}
