import type { Instant } from '../../shared/domain/ids.ts';
import type { WritableLedger } from './operation.ts';
import { contentHash } from './payload.ts';
import { statement } from './statement.ts';

/** The mirror keeps every version of every object; these few changes are for the taking back of a whole import alone. */

/** One version goes; nothing is said about which one is current then. */
export function dropVersion(db: WritableLedger, sourceKey: number, version: number): void {
  statement(db, 'DELETE FROM source_version WHERE source_key = ? AND version = ?').run(sourceKey, version);
}

/** What was put together from versions, as `arrivedBy` says, goes: they stand for themselves. */
export function dropVersionsBy(db: WritableLedger, sourceKey: number, arrivedBy: string): void {
  statement(db, 'DELETE FROM source_version WHERE source_key = ? AND arrived_by = ?').run(sourceKey, arrivedBy);
}

/** A version that was put together is word for word what somebody has brought: it is theirs from now on. */
export function adoptVersion(
  db: WritableLedger,
  sourceKey: number,
  version: { readonly payloadText: string; readonly from: string; readonly to: string },
): void {
  statement(
    db,
    'UPDATE source_version SET arrived_by = ? WHERE source_key = ? AND content_hash = ? AND arrived_by = ?',
  ).run(version.to, sourceKey, contentHash(version.payloadText), version.from);
}

/** The object goes with every version of it. */
export function dropObject(db: WritableLedger, sourceKey: number): void {
  statement(db, 'DELETE FROM source_object WHERE source_key = ?').run(sourceKey);
  statement(db, 'DELETE FROM source_version WHERE source_key = ?').run(sourceKey);
}

/** When the current version was last known to hold. */
export function setLastKnownAt(db: WritableLedger, sourceKey: number, at: Instant): void {
  statement(db, 'UPDATE source_object SET observed_at = ? WHERE source_key = ?').run(at, sourceKey);
}

/** Somebody else has brought this version too: it counts as theirs. */
export function setArrivedBy(db: WritableLedger, sourceKey: number, version: number, arrivedBy: string): void {
  statement(db, 'UPDATE source_version SET arrived_by = ? WHERE source_key = ? AND version = ?').run(
    arrivedBy,
    sourceKey,
    version,
  );
}
