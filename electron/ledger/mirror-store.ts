import type { Instant } from '../../shared/domain/ids.ts';
import type { SystemName } from '../../shared/domain/states.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { contentHash, hashAt, packPayload, unpackTexts, type PackedTexts } from './payload.ts';
import { readPayload, storePack } from './payload-pack-store.ts';
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
   * How far the object has come in this version, as text that sorts. Its first character tells what can never be undone at the source: a
   * version with less of it is older, whatever its time, unless the source itself says otherwise later. The rest orders versions of one
   * instant. Left out where the source's times tell everything.
   */
  readonly standing?: string | undefined;
  /**
   * Which of two contents of one instant and standing is current: by default the one that arrived later; `byContent` chooses by the contents
   * alone, so that the order in which files are read makes no difference.
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
  standing: string | null;
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
 * recording the same observation again changes nothing. Of two different contents with one instant the one in which the object
 * has come further is current, else the one that arrived later.
 */
export function recordVersion(db: WritableLedger, seen: ObservedObject): Recorded {
  const { payloadText } = seen;
  const hash = contentHash(payloadText);
  return record(db, { ...seen, hash, pack: () => packPayload(payloadText) }, findCurrent(db, seen));
}

type Sight = Omit<ObservedObject, 'payloadText' | 'ties'>;
interface Seen extends Omit<ObservedObject, 'payloadText'> {
  readonly hash: Buffer;
  /** Its text as the `payload` column takes it. */
  readonly pack: () => Buffer;
}

function record(db: WritableLedger, seen: Seen, current: Current | undefined): Recorded {
  const { hash } = seen;
  if (current === undefined) {
    insertObject(db, seen, hash, seen.pack());
    return 'new';
  }
  if (hash.equals(current.content_hash)) {
    if (`${seen.observedAt}${seen.standing ?? ''}` > `${current.observed_at}${current.standing ?? ''}`)
      statement(db, 'UPDATE source_object SET observed_at = ?, standing = ? WHERE source_key = ?').run(
        seen.observedAt,
        seen.standing ?? null,
        current.source_key,
      );
    return 'same';
  }
  if (isOlder(db, current, seen) || isReplay(db, current, seen)) {
    if (!isKnown(db, current.source_key, hash)) insertNext(db, current.source_key, seen);
    return 'older';
  }
  const version = insertNext(db, current.source_key, seen);
  statement(
    db,
    'UPDATE source_object SET current_version = ?, content_hash = ?, observed_at = ?, standing = ? WHERE source_key = ?',
  ).run(version, hash, seen.observedAt, seen.standing ?? null, current.source_key);
  return 'changed';
}

/** One page of one type as one answer brought it. */
export interface SeenPage extends Pick<ObservedObject, 'system' | 'account' | 'type' | 'observedAt' | 'arrivedBy'> {
  readonly ids: readonly string[];
  /** How far each has come. */
  readonly standings: readonly string[];
  /** The untouched text of each. */
  readonly texts: PackedTexts;
}

/** `recordVersion` of every object of a page, in its order. Outcomes stand as the objects do. A page that is all new is kept as it is packed. */
export function recordPage(db: WritableLedger, page: SeenPage): readonly Recorded[] {
  const { ids, standings, texts, system, account, type, observedAt, arrivedBy } = page;
  const known = currentOf(db, page);
  const isAllNew = ids.length > 1 && known.size === 0 && new Set(ids).size === ids.length;
  const payloads = isAllNew ? storePack(db, texts) : [];
  let unpacked: readonly string[] | null = null;
  return ids.map((id, index) => {
    const hash = hashAt(texts, index);
    const seen = { system, account, type, id, observedAt, arrivedBy, standing: standings[index] };
    const payload = payloads[index];
    if (payload !== undefined) {
      insertObject(db, seen, hash, payload);
      return 'new';
    }
    const pack = () => packPayload((unpacked ??= unpackTexts(texts))[index] ?? '');
    // An object that stands in the page twice has changed by its first time.
    const current = known.get(id) ?? findCurrent(db, seen);
    known.delete(id);
    return record(db, { ...seen, hash, pack }, current);
  });
}

function insertObject(db: WritableLedger, seen: Sight, hash: Buffer, payload: Buffer): void {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO source_object (system, account, object_type, object_id, current_version, content_hash, observed_at, standing)
     VALUES (?, ?, ?, ?, 1, ?, ?, ?)`,
  ).run(seen.system, seen.account, seen.type, seen.id, hash, seen.observedAt, seen.standing ?? null);
  insertVersion(db, Number(lastInsertRowid), 1, hash, seen, payload);
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
    payloadText: readPayload(db, row.payload),
    observedAt: row.observed_at,
    arrivedBy: row.arrived_by,
    current: row.version === current.current_version,
  };
}

/**
 * A content that was put together from kept versions becomes the current one, whichever came before; the same content as a kept version is that
 * version. Answers whether it is news.
 */
export function keepAsCurrent(db: WritableLedger, seen: ObservedObject): boolean {
  const hash = contentHash(seen.payloadText);
  const current = findCurrent(db, seen);
  if (current === undefined) throw new Error(`${seen.type} ${seen.id} is put together from nothing`);
  const kept = statement<{ version: number }>(
    db,
    'SELECT version FROM source_version WHERE source_key = ? AND content_hash = ?',
  ).get(current.source_key, hash);
  const version =
    kept?.version ?? insertNext(db, current.source_key, { ...seen, hash, pack: () => packPayload(seen.payloadText) });
  statement(
    db,
    'UPDATE source_object SET current_version = ?, content_hash = ?, observed_at = ?, standing = ? WHERE source_key = ?',
  ).run(version, hash, seen.observedAt, seen.standing ?? null, current.source_key);
  return !hash.equals(current.content_hash);
}

function findCurrent(db: ReadableLedger, id: SourceId): Current | undefined {
  return statement<Current>(
    db,
    `SELECT source_key, current_version, content_hash, observed_at, standing FROM source_object
     WHERE system = ? AND account = ? AND object_type = ? AND object_id = ?`,
  ).get(id.system, id.account, id.type, id.id);
}

/** The mirror's rows of those objects of a page that are held, by id. */
function currentOf(
  db: ReadableLedger,
  { system, account, type, ids }: Omit<SourceId, 'id'> & { readonly ids: readonly string[] },
): Map<string, Current> {
  const rows = statement<Current & { object_id: string }>(
    db,
    `SELECT o.object_id, o.source_key, o.current_version, o.content_hash, o.observed_at, o.standing FROM json_each(?) wanted CROSS JOIN source_object o
     ON o.system = ? AND o.account = ? AND o.object_type = ? AND o.object_id = wanted.value`,
  ).all(JSON.stringify(ids), system, account, type);
  return new Map(rows.map((row) => [row.object_id, row]));
}

function isKnown(db: ReadableLedger, sourceKey: number, hash: Buffer): boolean {
  return (
    statement(db, 'SELECT 1 FROM source_version WHERE source_key = ? AND content_hash = ?').get(sourceKey, hash) !==
    undefined
  );
}

/** What cannot be undone first, then the time, then how far it had come, and last the contents or the arrival. */
function isOlder(db: ReadableLedger, current: Current, seen: Seen): boolean {
  const known = seen.standing ?? null;
  const goneFurther = compareText(known?.charAt(0) ?? null, current.standing?.charAt(0) ?? null);
  if (goneFurther !== 0 && (seen.ties === 'byContent' || mayBeNewerThan(db, current, seen.observedAt)))
    return goneFurther < 0;
  if (seen.observedAt !== current.observed_at) return seen.observedAt < current.observed_at;
  const byStanding = compareText(known, current.standing);
  if (byStanding !== 0) return byStanding < 0;
  return seen.ties === 'byContent' && seen.hash.compare(current.content_hash) < 0;
}

/** Nothing follows where either is not told. */
function compareText(left: string | null, right: string | null): number {
  return left === null || right === null || left === right ? 0 : left < right ? -1 : 1;
}

/** Whether the current version came by a file that was taken in later: what is in it may be newer than its own times tell. */
function mayBeNewerThan(db: ReadableLedger, current: Current, observedAt: Instant): boolean {
  const row = statement<{ started_at: Instant }>(
    db,
    `SELECT started_at FROM source_version JOIN file_import ON arrived_by = 'file:' || import_id WHERE source_key = ? AND version = ?`,
  ).get(current.source_key, current.current_version);
  return row !== undefined && row.started_at > observedAt;
}

/** The same content at the same instant, gone no further, as a kept version that something else has replaced. */
function isReplay(db: ReadableLedger, current: Current, seen: Seen): boolean {
  if (seen.observedAt !== current.observed_at) return false;
  return (
    statement(
      db,
      `SELECT 1 FROM source_version WHERE source_key = ? AND content_hash = ? AND observed_at = ? AND ifnull(standing, '') >= ?`,
    ).get(current.source_key, seen.hash, seen.observedAt, seen.standing ?? '') !== undefined
  );
}

function insertNext(db: WritableLedger, sourceKey: number, seen: Seen): number {
  const last = statement<{ version: number }>(
    db,
    'SELECT max(version) AS version FROM source_version WHERE source_key = ?',
  ).get(sourceKey);
  const version = (last?.version ?? 0) + 1;
  insertVersion(db, sourceKey, version, seen.hash, seen, seen.pack());
  return version;
}

function insertVersion(
  db: WritableLedger,
  sourceKey: number,
  version: number,
  hash: Buffer,
  seen: Sight,
  payload: Buffer,
): void {
  statement(
    db,
    `INSERT INTO source_version (source_key, version, content_hash, payload, arrived_by, observed_at, standing)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(sourceKey, version, hash, payload, seen.arrivedBy, seen.observedAt, seen.standing ?? null);
}
