import type { Instant } from '../../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { contentHash } from '../../ledger/payload.ts';
import { statement } from '../../ledger/statement.ts';

export interface CurrentSource {
  readonly source_key: number;
  readonly observed_at: Instant;
}

/** The mirror's row of an object of Stripe, or undefined. */
export function currentSource(
  db: ReadableLedger,
  account: string,
  type: string,
  id: string,
): CurrentSource | undefined {
  return statement<CurrentSource>(
    db,
    "SELECT source_key, observed_at FROM source_object WHERE system = 'stripe' AND account = ? AND object_type = ? AND object_id = ?",
  ).get(account, type, id);
}

export interface SeenObject {
  readonly account: string;
  readonly type: string;
  readonly id: string;
  readonly raw: string;
  readonly observedAt: Instant;
  /** The mirror's row before it was recorded. */
  readonly before: CurrentSource | undefined;
}

/** Writes down which version holds what the import has seen: taking it back needs to know what was there only through it. */
export function noteSeen(db: WritableLedger, importId: number, seen: SeenObject): void {
  const key = seen.before?.source_key ?? currentSource(db, seen.account, seen.type, seen.id)?.source_key;
  if (key === undefined) return;
  statement(
    db,
    `INSERT INTO file_import_object (import_id, source_key, version, brought, observed_at, previous_at)
     SELECT @importId, source_key, version, arrived_by = @arrivedBy, @observedAt, @previousAt FROM source_version
     WHERE source_key = @key AND content_hash = @hash
     ON CONFLICT DO UPDATE SET observed_at = max(observed_at, excluded.observed_at)`,
  ).run({
    importId,
    key,
    arrivedBy: `file:${importId}`,
    hash: contentHash(seen.raw),
    observedAt: seen.observedAt,
    previousAt: seen.before?.observed_at ?? null,
  });
}
