import { SYSTEMS, type SystemName } from '../../../shared/domain/states.ts';
import type { ConnectionRow } from '../../../shared/contract/connections.ts';
import { findBatchStatus, type BatchStatusRow } from '../../ledger/batch-status-store.ts';
import { listConnections } from '../../ledger/connection-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { postingCounts } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { MIRROR_TYPES } from '../../ingest/peoplesoft-rows.ts';
import { MATCHABLE_SQL } from './facet-filter.ts';
import { NOTHING_IN_SUSPENSE, readSuspense } from './suspense.ts';

/** What the ledger knows of each connection; the handler adds address, sign-in, version and quiet window. */
export type ConnectionFacts = Omit<
  ConnectionRow,
  'address' | 'signIn' | 'version' | 'quietWindow' | 'line' | 'batch'
> & {
  readonly batch: BatchStatusRow | null;
};

export const connectionFacts = defineRead(
  'views.connections',
  (db: ReadableLedger, args: { now: string }): ConnectionFacts[] => {
    const rows = new Map(listConnections(db).map((row) => [row.system, row]));
    const postings = postingCounts(db);
    const toSend =
      postings.approved + postings.queued + postings.queuedNeedsSignIn + postings.sending + postings.unknown;
    return SYSTEMS.map((system) => {
      const row = rows.get(system);
      const waiting = system === 'peoplesoft' ? toSend : waitingForData(db);
      const suspense = system === 'peoplesoft' ? NOTHING_IN_SUSPENSE : readSuspense(db);
      return {
        system,
        state: row?.state ?? 'degraded',
        since: row?.sinceAt ?? args.now,
        lastGoodAt: row?.lastGoodAt ?? null,
        nextTryAt: row?.nextTryAt ?? null,
        completeTo: row?.completeToAt ?? null,
        message: row === undefined ? 'not read yet' : (row.message ?? suspense.message),
        nextStep: row?.nextStep ?? (row?.message ? null : suspense.nextStep),
        backlog: waiting,
        backlogText:
          system === 'peoplesoft'
            ? `${counted(waiting, 'posting')} to send`
            : `${counted(waiting, 'movement')} waiting for an object`,
        streams: readStreams(db, system),
        refusals: [...readRefusals(db, system), ...suspense.rows],
        batch: system === 'peoplesoft' ? findBatchStatus(db) : null,
      };
    });
  },
);

function counted(count: number, word: string): string {
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}

function waitingForData(db: ReadableLedger): number {
  return (
    statement<{ count: number | null }>(
      db,
      `SELECT sum(count) AS count FROM movement_count WHERE state = 'notEvaluated' AND unit <> '' AND ${MATCHABLE_SQL}`,
    ).get()?.count ?? 0
  );
}

interface StreamRecord {
  readonly stream: string;
  readonly state: string;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly read_count: number;
  readonly new_count: number;
  readonly changed_count: number;
  readonly refused_count: number;
  readonly complete_to: string | null;
  readonly counted: ConnectionFacts['streams'][number]['counted'];
}

/** The latest run of every stream, with when the last whole one began: up to then nothing is missing. */
function readStreams(db: ReadableLedger, system: SystemName): ConnectionFacts['streams'] {
  const rows = statement<StreamRecord>(
    db,
    `SELECT r.stream, r.state, r.started_at, r.ended_at, r.read_count, r.new_count, r.changed_count, r.refused_count,
       (SELECT max(c.started_at) FROM sync_run c WHERE c.system = r.system AND c.stream = r.stream AND c.state = 'complete') AS complete_to,
       (SELECT iif(c.counted = 'agrees' AND c.refused_count > 0, 'agreesInRows', c.counted) FROM sync_run c WHERE c.system = r.system AND c.stream = r.stream AND c.state = 'complete' ORDER BY c.run_id DESC LIMIT 1) AS counted
     FROM sync_run r WHERE r.system = ? AND r.run_id IN (SELECT max(run_id) FROM sync_run WHERE system = ? GROUP BY stream) ORDER BY r.stream`,
  ).all(system, system);
  return rows.map((row) => ({
    stream: row.stream,
    held: heldOf(db, system, row.stream),
    read: row.read_count,
    new: row.new_count,
    changed: row.changed_count,
    refused: row.refused_count,
    completeTo: row.complete_to,
    counted: row.counted,
    lastRunAt: row.ended_at ?? row.started_at,
    state: row.state,
  }));
}

/** Objects the mirror holds of a stream; a PeopleSoft stream of one business unit is the part of its type with that unit's ids. */
function heldOf(db: ReadableLedger, system: SystemName, stream: string): number {
  const [name, part] = stream.split('.');
  const type = system === 'stripe' ? stream : PEOPLESOFT_TYPES[name ?? ''];
  if (type === undefined) return 0;
  const sql = 'SELECT count(*) AS count FROM source_object WHERE system = ? AND object_type = ?';
  const row =
    part === undefined || system === 'stripe'
      ? statement<{ count: number }>(db, sql).get(system, type)
      : statement<{ count: number }>(db, `${sql} AND object_id >= ? AND object_id < ?`).get(
          system,
          type,
          `${part}|`,
          `${part}}`, // the next character after the bar
        );
  return row?.count ?? 0;
}
const PEOPLESOFT_TYPES: Readonly<Record<string, string>> = MIRROR_TYPES;

function readRefusals(db: ReadableLedger, system: SystemName): ConnectionFacts['refusals'] {
  return statement<{ object_type: string; object_id: string; reason: string; times: number; last_seen_at: string }>(
    db,
    'SELECT object_type, object_id, reason, times, last_seen_at FROM refused_object WHERE system = ? AND resolved_at IS NULL ORDER BY last_seen_at DESC LIMIT 200',
  )
    .all(system)
    .map((row) => ({
      type: row.object_type,
      id: row.object_id,
      reason: row.reason,
      times: row.times,
      lastSeenAt: row.last_seen_at,
    }));
}
