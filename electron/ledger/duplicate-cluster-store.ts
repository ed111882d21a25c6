import type { Instant, MovementKey, PlainDate } from '../../shared/domain/ids.ts';
import { countNotCompared } from './duplicate-not-compared-store.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

export type DuplicateState = 'open' | 'sameEvent' | 'notDuplicate' | 'gone';
/** One row of a cluster: a movement, or a payment in PeopleSoft. */
export type ClusterMember =
  | { readonly movementKey: MovementKey; readonly paymentKey: null }
  | { readonly movementKey: null; readonly paymentKey: number };
/** Rows suspected to be one event, as they were found. */
export interface FoundCluster {
  readonly unit: string;
  readonly kind: string;
  /** The one that happened first stands first. */
  readonly members: readonly ClusterMember[];
  /** Of what speaks for it, without what other rows and time change. */
  readonly evidenceHash: string;
  readonly score: number;
  readonly pointsJson: string;
  readonly amountMinor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly firstAt: string;
  readonly lastAt: string;
}
/** A cluster as somebody saw it. */
export interface SeenCluster {
  readonly clusterId: number;
  readonly version: number;
}
/** What a cluster says of itself; what it is about stands in a table of its kind. */
export type ClusterHead = Omit<FoundCluster, 'members'>;
/** Rows that are one event, or customers that one system has twice. */
export type ClusterTopic = 'events' | 'customers';
export interface ClusterRow extends ClusterHead {
  readonly clusterId: number;
  readonly memberCount: number;
  readonly state: DuplicateState;
  readonly foundAt: Instant;
  /** Why it is open again, a sentence; null: it was never answered. */
  readonly whyOpen: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  readonly reason: string | null;
  /** The day from which "not a duplicate" holds no longer; null: it holds for good. */
  readonly expiresDate: PlainDate | null;
  readonly decisionId: number | null;
  /** When the money of what was dropped was seen to be back; null: that is still to be done. */
  readonly doneAt: Instant | null;
  readonly version: number;
}
export type StoredMember = ClusterMember & { readonly position: number; readonly part: 'kept' | 'dropped' | null };

const SELECT = `SELECT cluster_id AS clusterId, unit, kind, evidence_hash AS evidenceHash, score, points_json AS pointsJson, amount_minor AS amountMinor,
  exponent, currency, customer, member_count AS memberCount, first_at AS firstAt, last_at AS lastAt, state, found_at AS foundAt, why_open AS whyOpen,
  decided_by AS decidedBy, decided_at AS decidedAt, reason, expires_date AS expiresDate, decision_id AS decisionId, done_at AS doneAt, version
  FROM duplicate_cluster`;

/** The cluster. Throws `NOT_FOUND`. */
export function getCluster(db: ReadableLedger, clusterId: number): ClusterRow {
  const row = statement<ClusterRow>(db, `${SELECT} WHERE cluster_id = ?`).get(clusterId);
  if (row === undefined)
    throw new LedgerError('NOT_FOUND', `There is no suspected duplicate ${clusterId}.`, 'Refresh the list.');
  return row;
}

/** What was said of one set of rows, whatever has become of it; null: nobody ever suspected it. */
export function clusterOfMembers(db: ReadableLedger, members: readonly ClusterMember[]): ClusterRow | null {
  return clusterOfKey(db, membersKey(members));
}

/** As `clusterOfMembers`, by the text of the set. */
export function clusterOfKey(db: ReadableLedger, key: string): ClusterRow | null {
  return statement<ClusterRow>(db, `${SELECT} WHERE members_key = ?`).get(key) ?? null;
}

/** The cluster that a decision is about; null: it is about something else. */
export function clusterOfDecision(db: ReadableLedger, decisionId: number): ClusterRow | null {
  return statement<ClusterRow>(db, `${SELECT} WHERE decision_id = ?`).get(decisionId) ?? null;
}

/** Clusters in a state, in the order they were found. */
export function clustersIn(
  db: ReadableLedger,
  state: DuplicateState,
  topic: ClusterTopic = 'events',
): readonly ClusterRow[] {
  const isOfTopic = topic === 'customers' ? "kind = 'doubleCustomer'" : "kind <> 'doubleCustomer'";
  return statement<ClusterRow>(db, `${SELECT} WHERE state = ? AND ${isOfTopic} ORDER BY cluster_id`).all(state);
}

/** The rows of a cluster, the first that happened first. */
export function membersOf(db: ReadableLedger, clusterId: number): readonly StoredMember[] {
  return statement<StoredMember>(
    db,
    `SELECT position, movement_key AS movementKey, payment_key AS paymentKey, part FROM duplicate_member
     WHERE cluster_id = ? ORDER BY position`,
  ).all(clusterId);
}

/** Movements of clusters that a person said are no duplicate, until a day that has come. */
export function expiredMembers(db: ReadableLedger, today: string): readonly number[] {
  return statement<{ movementKey: number }>(
    db,
    `SELECT d.movement_key AS movementKey FROM duplicate_cluster c JOIN duplicate_member d USING (cluster_id)
     WHERE c.state = 'notDuplicate' AND c.expires_date <= ? AND d.movement_key IS NOT NULL`,
  )
    .all(today)
    .map(({ movementKey }) => movementKey);
}

/** Each set of rows in one text, whatever their order. */
export function membersKey(members: readonly ClusterMember[]): string {
  return members
    .map(({ movementKey, paymentKey }) => (movementKey === null ? `p${paymentKey}` : `m${movementKey}`))
    .toSorted()
    .join(',');
}

/** Keeps a cluster that is suspected for the first time; it is a person's to decide. Answers its id. */
export function insertCluster(db: WritableLedger, found: FoundCluster, at: Instant): number {
  const { members, ...head } = found;
  const clusterId = insertHead(db, head, { key: membersKey(members), count: members.length, at });
  const add = statement(
    db,
    'INSERT INTO duplicate_member (cluster_id, position, movement_key, payment_key) VALUES (?, ?, ?, ?)',
  );
  for (const [position, { movementKey, paymentKey }] of members.entries())
    add.run(clusterId, position, movementKey, paymentKey);
  return clusterId;
}

/** Keeps what a new cluster says of itself, open; answers its id. `key`: its set in one text. */
export function insertHead(
  db: WritableLedger,
  head: ClusterHead,
  { key, count, at }: { readonly key: string; readonly count: number; readonly at: Instant },
): number {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO duplicate_cluster (unit, kind, members_key, evidence_hash, score, points_json, amount_minor, exponent, currency, customer,
       member_count, first_at, last_at, state, found_at)
     VALUES (@unit, @kind, @key, @evidenceHash, @score, @pointsJson, @amountMinor, @exponent, @currency, @customer, @count, @firstAt, @lastAt, 'open', @at)`,
  ).run({ ...head, key, count, at });
  return Number(lastInsertRowid);
}

/** Takes over what speaks for a cluster now; true when something differs. */
export function refreshCluster(
  db: WritableLedger,
  clusterId: number,
  { unit: _unit, ...columns }: ClusterHead,
): boolean {
  const { changes } = statement(
    db,
    `UPDATE duplicate_cluster SET kind = @kind, evidence_hash = @evidenceHash, score = @score, points_json = @pointsJson, amount_minor = @amountMinor,
       exponent = @exponent, currency = @currency, customer = @customer, first_at = @firstAt, last_at = @lastAt, version = version + 1
     WHERE cluster_id = @clusterId AND (kind <> @kind OR evidence_hash <> @evidenceHash OR score <> @score OR points_json <> @pointsJson
       OR amount_minor <> @amountMinor OR exponent <> @exponent OR currency <> @currency OR customer IS NOT @customer)`,
  ).run({ ...columns, clusterId });
  return changes > 0;
}

/** Puts a cluster before a person again: suspected anew, expired, or its answer was taken back. Its answer is forgotten here; the audit keeps it. */
export function openCluster(db: WritableLedger, clusterId: number, whyOpen: string | null): void {
  statement(
    db,
    `UPDATE duplicate_cluster SET state = 'open', why_open = ?, decided_by = NULL, decided_at = NULL, reason = NULL, expires_date = NULL,
       decision_id = NULL, done_at = NULL, version = version + 1 WHERE cluster_id = ?`,
  ).run(whyOpen, clusterId);
  statement(db, 'UPDATE duplicate_member SET part = NULL WHERE cluster_id = ? AND part IS NOT NULL').run(clusterId);
}

/** Nothing suspects an open cluster any more; false: it has changed since that was seen, and stays. */
export function closeCluster(db: WritableLedger, { clusterId, version }: SeenCluster): boolean {
  const sql =
    "UPDATE duplicate_cluster SET state = 'gone', version = version + 1 WHERE cluster_id = ? AND version = ? AND state = 'open'";
  return statement(db, sql).run(clusterId, version).changes > 0;
}

/**
 * A movement goes from the books with the file that brought it: nothing suspects it any more. The rows of its clusters, which nobody has
 * answered, keep their numbers and nothing else, so that the audit never speaks of another one.
 */
export function forgetClustersOf(db: WritableLedger, movementKey: MovementKey): void {
  const clusters = statement<{ clusterId: number }>(
    db,
    'SELECT DISTINCT cluster_id AS clusterId FROM duplicate_member WHERE movement_key = ?',
  ).all(movementKey);
  for (const { clusterId } of clusters) {
    statement(db, 'DELETE FROM duplicate_member WHERE cluster_id = ?').run(clusterId);
    statement(
      db,
      "UPDATE duplicate_cluster SET state = 'gone', members_key = 'forgotten ' || cluster_id, version = version + 1 WHERE cluster_id = ?",
    ).run(clusterId);
  }
}

/** Whether a row was dropped as a duplicate by the answer to any cluster. */
export function isDroppedMember(db: ReadableLedger, { movementKey, paymentKey }: ClusterMember): boolean {
  const sql =
    "SELECT 1 FROM duplicate_member WHERE part = 'dropped' AND movement_key IS ? AND payment_key IS ? LIMIT 1";
  return statement(db, sql).get(movementKey, paymentKey) !== undefined;
}

export interface ClusterAnswer {
  readonly clusterId: number;
  readonly state: 'sameEvent' | 'notDuplicate';
  readonly decidedBy: string;
  readonly at: Instant;
  readonly reason: string;
  readonly expiresDate: PlainDate | null;
  readonly decisionId: number;
  /** Position of the one that is kept; null: each stands for itself. */
  readonly kept: number | null;
  /** Positions of those that are dropped for it. */
  readonly dropped: readonly number[];
}

/** Keeps what a person said of a cluster. */
export function answerCluster(db: WritableLedger, { dropped, ...answer }: ClusterAnswer): void {
  statement(
    db,
    `UPDATE duplicate_cluster SET state = @state, why_open = NULL, decided_by = @decidedBy, decided_at = @at, reason = @reason,
       expires_date = @expiresDate, decision_id = @decisionId, done_at = NULL, version = version + 1 WHERE cluster_id = @clusterId`,
  ).run({ ...answer });
  statement(db, 'UPDATE duplicate_member SET part = ? WHERE cluster_id = ?').run(null, answer.clusterId);
  if (answer.kept === null) return;
  const setPart = statement(db, 'UPDATE duplicate_member SET part = ? WHERE cluster_id = ? AND position = ?');
  setPart.run('kept', answer.clusterId, answer.kept);
  for (const position of dropped) setPart.run('dropped', answer.clusterId, position);
}

/** Notes that the money of what was dropped is back (or, with null, that it is not after all); true when that is news. */
export function setClusterDone(db: WritableLedger, clusterId: number, doneAt: Instant | null): boolean {
  return (
    statement(
      db,
      `UPDATE duplicate_cluster SET done_at = ?, version = version + 1
       WHERE cluster_id = ? AND state = 'sameEvent' AND (done_at IS NULL) <> (? IS NULL)`,
    ).run(doneAt, clusterId, doneAt).changes > 0
  );
}

export interface ClusterCounts {
  readonly open: number;
  /** One is kept, and the money of the rest is not back yet. */
  readonly toRefund: number;
  readonly decided: number;
  /** Charges and payments that were not compared. */
  readonly notCompared: number;
}

/** How many clusters of a unit wait for an answer, for the money to come back, and for nothing; and how many rows were not compared. */
export function clusterCounts(db: ReadableLedger, unit: string): ClusterCounts {
  const rows = statement<{ state: DuplicateState; waits: number; count: number }>(
    db,
    `SELECT state, state = 'sameEvent' AND done_at IS NULL AS waits, count(*) AS count FROM duplicate_cluster WHERE unit = ? GROUP BY 1, 2`,
  ).all(unit);
  const sum = (holds: (row: (typeof rows)[number]) => boolean): number =>
    rows.reduce((total, row) => total + (holds(row) ? row.count : 0), 0);
  return {
    open: sum(({ state }) => state === 'open'),
    toRefund: sum(({ waits }) => waits === 1),
    decided: sum(({ state, waits }) => state === 'notDuplicate' || (state === 'sameEvent' && waits === 0)),
    notCompared: countNotCompared(db, unit),
  };
}
