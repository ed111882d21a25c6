import type { Instant } from '../../../../shared/domain/ids.ts';
import type { ReadableLedger } from '../../../ledger/operation.ts';
import { readPayload } from '../../../ledger/payload-pack-store.ts';
import { statement } from '../../../ledger/statement.ts';
import { MERGED, reportRowFrom, togetherOf } from '../stripe-report/own-rows.ts';

/** What stands of an object once an import is gone. */
export interface Standing {
  /** Oldest first; the last one is current then. Of anything but a customer only that; a deleted customer keeps the name she had. */
  readonly texts: readonly string[];
  /** When the last of them was so. */
  readonly observedAt: Instant | null;
  /** How far the object had come in it. */
  readonly standing: string | null;
}

/**
 * Versions that this import alone brought do not stand, nor what was put together from several; as the mirror orders them: what is never undone, the time, how far
 * the object had come; of what is equal the greater content is later.
 */
const STANDING = `SELECT payload, observed_at, standing FROM source_version v WHERE source_key = @key AND arrived_by <> '${MERGED}'
  AND NOT EXISTS (SELECT 1 FROM file_import_object f WHERE f.source_key = v.source_key AND f.version = v.version
    AND f.import_id = @importId AND f.brought = 1 AND NOT EXISTS (SELECT 1 FROM file_import_object g JOIN file_import i USING (import_id)
      WHERE g.source_key = f.source_key AND g.version = f.version AND g.import_id <> @importId AND i.state <> 'undone'))
  ORDER BY substr(standing, 1, 1), observed_at, standing, iif(arrived_by LIKE 'file:%', hex(content_hash), ''), version`;

/** What stands of an object of Stripe once the import is gone; no texts where nothing does. */
export function standingOf(
  db: ReadableLedger,
  importId: number,
  object: { readonly sourceKey: number; readonly type: string },
): Standing {
  const { sourceKey: key, type } = object;
  const versions = statement<{ payload: Buffer; observed_at: Instant; standing: string | null }>(db, STANDING).all({
    key,
    importId,
  });
  const last = versions.at(-1);
  if (last === undefined) return { texts: [], observedAt: null, standing: null };
  const { observed_at: observedAt, standing } = last;
  if (type === 'customer')
    return { texts: versions.map(({ payload }) => readPayload(db, payload)), observedAt, standing };
  const text = readPayload(db, last.payload);
  if (reportRowFrom(text) === null) return { texts: [text], observedAt, standing };
  const rows = versions.flatMap(({ payload }) => reportRowFrom(readPayload(db, payload)) ?? []);
  return { texts: [JSON.stringify(togetherOf(type, rows))], observedAt, standing };
}
