import type { Instant } from '../../shared/domain/ids.ts';
import type { SystemName } from '../../shared/domain/states.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { contentHash, packPayload, unpackPayload } from './payload.ts';
import { statement } from './statement.ts';

export interface SourceId {
  readonly system: SystemName;
  readonly account: string;
  readonly type: string;
  readonly id: string;
}
export interface ObservedObject extends SourceId {
  /** The untouched text as it came. */
  readonly payloadText: string;
  /** When the source said so. */
  readonly observedAt: Instant;
  /** How it came, e.g. `poll`, `event`, `file:april.jsonl`. */
  readonly arrivedBy: string;
  /**
   * Which of two contents of one instant is current: by default the one that arrived later; `byContent` chooses by the contents alone, so
   * that the order in which files are read makes no difference.
   */
  readonly ties?: 'byContent';
}
/**
 * `new`: first sight. `changed`: newer and different, now current. `same`: as the current version. `older`: the current
 * version is newer; kept, but nothing may be derived from it.
 */
export type Recorded = 'new' | 'changed' | 'same' | 'older';

interface Current {
  source_key: number;
  current_version: number;
  content_hash: Buffer;
  observed_at: string;
}
export interface StoredVersion {
  readonly version: number;
  readonly payloadText: string;
  readonly observedAt: Instant;
  readonly arrivedBy: string;
  readonly current: boolean;
}

/**
 * Keeps what a source said about one object. Every different version is kept once, an older one never becomes current, and
 * recording the same observation again changes nothing. Of two different contents with one instant the one that arrived
 * later is current.
 */
export function recordVersion(db: WritableLedger, seen: ObservedObject): Recorded {
  const hash = contentHash(seen.payloadText);
  const current = findCurrent(db, seen);
  if (current === undefined) {
    const { lastInsertRowid } = statement(
      db,
      `INSERT INTO source_object (system, account, object_type, object_id, current_version, content_hash, observed_at)
       VALUES (?, ?, ?, ?, 1, ?, ?)`,
    ).run(seen.system, seen.account, seen.type, seen.id, hash, seen.observedAt);
    insertVersion(db, Number(lastInsertRowid), 1, hash, seen);
    return 'new';
  }
  if (hash.equals(current.content_hash)) {
    if (seen.observedAt > current.observed_at)
      statement(db, 'UPDATE source_object SET observed_at = ? WHERE source_key = ?').run(
        seen.observedAt,
        current.source_key,
      );
    return 'same';
  }
  if (seen.observedAt < current.observed_at || isReplay(db, current, hash, seen) || losesTie(current, hash, seen)) {
    if (!isKnown(db, current.source_key, hash)) insertNext(db, current.source_key, hash, seen);
    return 'older';
  }
  const version = insertNext(db, current.source_key, hash, seen);
  statement(
    db,
    'UPDATE source_object SET current_version = ?, content_hash = ?, observed_at = ? WHERE source_key = ?',
  ).run(version, hash, seen.observedAt, current.source_key);
  return 'changed';
}

/** One version of an object, the current one unless `version` says otherwise; null when there is none. */
export function readVersion(db: ReadableLedger, id: SourceId, version?: number): StoredVersion | null {
  const current = findCurrent(db, id);
  if (current === undefined) return null;
  const row = statement<{ version: number; payload: Buffer; arrived_by: string; observed_at: Instant }>(
    db,
    'SELECT version, payload, arrived_by, observed_at FROM source_version WHERE source_key = ? AND version = ?',
  ).get(current.source_key, version ?? current.current_version);
  if (row === undefined) return null;
  return {
    version: row.version,
    payloadText: unpackPayload(row.payload),
    observedAt: row.observed_at,
    arrivedBy: row.arrived_by,
    current: row.version === current.current_version,
  };
}

function findCurrent(db: ReadableLedger, id: SourceId): Current | undefined {
  return statement<Current>(
    db,
    `SELECT source_key, current_version, content_hash, observed_at FROM source_object
     WHERE system = ? AND account = ? AND object_type = ? AND object_id = ?`,
  ).get(id.system, id.account, id.type, id.id);
}

function isKnown(db: ReadableLedger, sourceKey: number, hash: Buffer): boolean {
  return (
    statement(db, 'SELECT 1 FROM source_version WHERE source_key = ? AND content_hash = ?').get(sourceKey, hash) !==
    undefined
  );
}

function losesTie(current: Current, hash: Buffer, seen: ObservedObject): boolean {
  return seen.ties === 'byContent' && seen.observedAt === current.observed_at && hash.compare(current.content_hash) < 0;
}

/** The same content at the same instant as a kept version that something else has replaced. */
function isReplay(db: ReadableLedger, current: Current, hash: Buffer, seen: ObservedObject): boolean {
  if (seen.observedAt !== current.observed_at) return false;
  return (
    statement(db, 'SELECT 1 FROM source_version WHERE source_key = ? AND content_hash = ? AND observed_at = ?').get(
      current.source_key,
      hash,
      seen.observedAt,
    ) !== undefined
  );
}

function insertNext(db: WritableLedger, sourceKey: number, hash: Buffer, seen: ObservedObject): number {
  const last = statement<{ version: number }>(
    db,
    'SELECT max(version) AS version FROM source_version WHERE source_key = ?',
  ).get(sourceKey);
  const version = (last?.version ?? 0) + 1;
  insertVersion(db, sourceKey, version, hash, seen);
  return version;
}

function insertVersion(
  db: WritableLedger,
  sourceKey: number,
  version: number,
  hash: Buffer,
  seen: ObservedObject,
): void {
  statement(
    db,
    `INSERT INTO source_version (source_key, version, content_hash, payload, arrived_by, observed_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(sourceKey, version, hash, packPayload(seen.payloadText), seen.arrivedBy, seen.observedAt);
}
