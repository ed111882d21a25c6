import type { ReadableLedger } from '../../../ledger/operation.ts';
import { statement } from '../../../ledger/statement.ts';

/** A stretch of what an import has seen, looked through for what keeps it from being taken back. */
export interface ObstacleSlice {
  /** The first object on which something approved, posted or decided rests, or null. */
  readonly resting: string | null;
  /** The source key to go on after; null at the end. */
  readonly next: number | null;
}

/** Looks at the next objects of an import: of a file of a million lines there are millions, and nobody waits for all of them at once. */
export function obstacleAfter(db: ReadableLedger, importId: number, after: number, limit: number): ObstacleSlice {
  const upTo = statement<{ key: number }>(
    db,
    'SELECT source_key AS key FROM file_import_object WHERE import_id = ? AND source_key > ? ORDER BY source_key LIMIT 1 OFFSET ?',
  ).get(importId, after, limit - 1);
  const last = upTo?.key ?? Number.MAX_SAFE_INTEGER;
  const found = statement<{ object: string }>(
    db,
    `${OBSTACLES} AND f.source_key > ? AND f.source_key <= ? LIMIT 1`,
  ).get(importId, after, last);
  return { resting: found?.object ?? null, next: upTo?.key ?? null };
}

/** That object of an import, if something approved, posted or decided rests on it, or null. */
export function obstacleOf(db: ReadableLedger, importId: number, sourceKey: number): string | null {
  return (
    statement<{ object: string }>(db, `${OBSTACLES} AND f.source_key = ? LIMIT 1`).get(importId, sourceKey)?.object ??
    null
  );
}

const DECIDED = `(m.state IN ('approved', 'posted') OR EXISTS (SELECT 1 FROM posting p WHERE p.movement_key = m.movement_key)
    OR EXISTS (SELECT 1 FROM decision d WHERE d.movement_key = m.movement_key)
    OR EXISTS (SELECT 1 FROM duplicate_member d JOIN duplicate_cluster c USING (cluster_id)
        WHERE d.movement_key = m.movement_key AND c.state IN ('sameEvent', 'notDuplicate'))
    OR EXISTS (SELECT 1 FROM rejected_pair r WHERE r.movement_key = m.movement_key)
    OR EXISTS (SELECT 1 FROM match_movement mm JOIN match USING (match_id) WHERE mm.movement_key = m.movement_key
        AND match.state NOT IN ('proposed', 'withdrawn')))`;
/** A movement itself, the money behind it or the charge it is of; a document in Receivables; a journal of the money; a customer that a person said is one with others, or is not. */
const OBSTACLES = `SELECT o.object_type || ' ' || o.object_id AS object FROM file_import_object f JOIN source_object o USING (source_key)
  WHERE f.import_id = ? AND f.brought = 1 AND (
    EXISTS (SELECT 1 FROM movement m WHERE m.object_id = o.object_id AND m.account = o.account AND ${DECIDED})
    OR EXISTS (SELECT 1 FROM movement m WHERE m.balance_transaction_id = o.object_id AND m.account = o.account AND ${DECIDED})
    OR EXISTS (SELECT 1 FROM movement m WHERE m.charge_id = o.object_id AND m.account = o.account AND ${DECIDED})
    OR EXISTS (SELECT 1 FROM match WHERE charge_movement_key IN (SELECT movement_key FROM movement WHERE object_id = o.object_id)
        AND state NOT IN ('proposed', 'withdrawn'))
    OR EXISTS (SELECT 1 FROM posting p WHERE p.subject IN ('invoice/' || o.object_id, 'creditNote/' || o.object_id, 'charge/' || o.object_id))
    OR EXISTS (SELECT 1 FROM journal_part j WHERE j.balance_transaction_id = o.object_id AND j.account = o.account AND j.live = 1)
    OR (o.object_type = 'customer' AND EXISTS (SELECT 1 FROM duplicate_party d JOIN duplicate_cluster c USING (cluster_id)
        WHERE d.customer_id = o.object_id AND d.book = o.account AND d.system = 'stripe' AND c.state IN ('sameEvent', 'notDuplicate'))))`;
