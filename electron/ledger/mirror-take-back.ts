import type { Instant } from '../../shared/domain/ids.ts';
import type { WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** The mirror keeps every version of every object; these few changes are for the taking back of a whole import alone. */

/** One version goes; nothing is said about which one is current then. */
export function dropVersion(db: WritableLedger, sourceKey: number, version: number): void {
  statement(db, 'DELETE FROM source_version WHERE source_key = ? AND version = ?').run(sourceKey, version);
}

/** The object goes with every version of it. */
export function dropObject(db: WritableLedger, sourceKey: number): void {
  statement(db, 'DELETE FROM source_object WHERE source_key = ?').run(sourceKey);
  statement(db, 'DELETE FROM source_version WHERE source_key = ?').run(sourceKey);
}

/** A kept version is the current one again, known to hold at `observedAt`. */
export function makeCurrent(
  db: WritableLedger,
  sourceKey: number,
  current: {
    readonly version: number;
    readonly contentHash: Buffer;
    readonly observedAt: Instant;
    readonly standing: string | null;
  },
): void {
  statement(
    db,
    'UPDATE source_object SET current_version = ?, content_hash = ?, observed_at = ?, standing = ? WHERE source_key = ?',
  ).run(current.version, current.contentHash, current.observedAt, current.standing, sourceKey);
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
