import type { Instant } from '../../shared/domain/ids.ts';
import type { SystemName } from '../../shared/domain/states.ts';
import type { ReadableLedger, WritableLedger } from '../ledger/operation.ts';
import { contentHash, packPayload } from '../ledger/payload.ts';
import { statement } from '../ledger/statement.ts';

export interface RefusedRow {
  readonly type: string;
  /** Null for something without an id: it is known by the hash of its text. */
  readonly id: string | null;
  readonly reason: string;
  readonly raw: string;
}
export interface RefusalSource {
  readonly system: SystemName;
  readonly account: string;
}

/** Keeps what could not be read, once per object and reason, counting how often; nothing of it reaches the books. */
export function recordRefused(db: WritableLedger, source: RefusalSource, row: RefusedRow, observedAt: Instant): void {
  const id = row.id ?? `#${contentHash(row.raw).toString('hex')}`;
  statement(
    db,
    `INSERT INTO refused_object (system, account, object_type, object_id, reason, payload, first_seen_at, last_seen_at, times, resolved_at)
     VALUES (@system, @account, @type, @id, @reason, @payload, @at, @at, 1,
       (SELECT observed_at FROM source_object WHERE system = @system AND account = @account AND object_type = @type AND object_id = @id AND observed_at > @at))
     ON CONFLICT DO UPDATE SET times = times + (excluded.last_seen_at > last_seen_at),
       first_seen_at = min(first_seen_at, excluded.first_seen_at), last_seen_at = max(last_seen_at, excluded.last_seen_at),
       resolved_at = iif(resolved_at > excluded.last_seen_at, resolved_at, NULL)`,
  ).run({ ...source, type: row.type, id, reason: row.reason, payload: packPayload(row.raw), at: observedAt });
}

/** Whether anything of this type still waits for a readable version; saves a look-up per object where nothing does. */
export function hasUnresolvedRefusals(db: ReadableLedger, source: RefusalSource, type: string): boolean {
  return (
    statement(
      db,
      'SELECT 1 FROM refused_object WHERE system = ? AND account = ? AND object_type = ? AND resolved_at IS NULL LIMIT 1',
    ).get(source.system, source.account, type) !== undefined
  );
}

/** A readable version has come in at `observedAt`: earlier refusals of the object no longer ask for anybody. */
export function resolveRefused(
  db: WritableLedger,
  source: RefusalSource,
  type: string,
  id: string,
  observedAt: Instant,
): void {
  statement(
    db,
    `UPDATE refused_object SET resolved_at = ? WHERE system = ? AND account = ? AND object_type = ? AND object_id = ?
       AND resolved_at IS NULL AND last_seen_at < ?`,
  ).run(observedAt, source.system, source.account, type, id, observedAt);
}

/** Number of refused objects of a system that still have no readable version. */
export function countUnresolvedRefusals(db: ReadableLedger, system: SystemName): number {
  return (
    statement<{ count: number }>(
      db,
      'SELECT count(*) AS count FROM refused_object WHERE system = ? AND resolved_at IS NULL',
    ).get(system)?.count ?? 0
  );
}
