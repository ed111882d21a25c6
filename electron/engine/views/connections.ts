import { SYSTEMS, type SystemName } from '../../../shared/domain/states.ts';
import type { ConnectionRow, ConnectionStateRow } from '../../../shared/contract/connections.ts';
import { findBatchStatus, type BatchStatusRow } from '../../ledger/batch-status-store.ts';
import { listConnections } from '../../ledger/connection-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { postingCounts } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { MIRROR_TYPES } from '../../ingest/peoplesoft/rows.ts';
import { MATCHABLE_SQL } from './facet-filter.ts';
import { NOTHING_IN_SUSPENSE, readSuspense, type Suspense } from './suspense.ts';

/** What the ledger knows of how a connection stands; the handler adds address, sign-in, version and quiet window. */
export type ConnectionStateFacts = Omit<
  ConnectionStateRow,
  'address' | 'signIn' | 'version' | 'quietWindow' | 'line' | 'batch'
> & {
  readonly batch: BatchStatusRow | null;
};
/** With what it has read, stream by stream, and what was refused. */
export type ConnectionFacts = ConnectionStateFacts & Pick<ConnectionRow, 'streams' | 'refusals'>;

/** How each connection stands, from what the ledger keeps: every screen shows it, so it costs the same at any size. */
export const connectionStates = defineRead(
  'views.connectionStates',
  (db: ReadableLedger, args: { now: string }): ConnectionStateFacts[] =>
    SYSTEMS.map((system) => stateFacts(db, system, system === 'stripe' ? readSuspense(db) : NOTHING_IN_SUSPENSE, args)),
);

/** Each connection with its streams; it counts what they hold, so it never stands before a click. */
export const connectionFacts = defineRead(
  'views.connections',
  (db: ReadableLedger, args: { now: string }): ConnectionFacts[] =>
    SYSTEMS.map((system) => {
      const suspense = system === 'stripe' ? readSuspense(db) : NOTHING_IN_SUSPENSE;
      return {
        ...stateFacts(db, system, suspense, args),
        streams: readStreams(db, system),
        refusals: [...readRefusals(db, system), ...suspense.rows],
      };
    }),
  { bulk: true },
);

function stateFacts(
  db: ReadableLedger,
  system: SystemName,
  suspense: Suspense,
  { now }: { readonly now: string },
): ConnectionStateFacts {
  const row = listConnections(db).find((each) => each.system === system);
  const isStripe = system === 'stripe';
  const waiting = isStripe ? waitingForData(db) : postingsToSend(db);
  return {
    system,
    state: row?.state ?? 'degraded',
    since: row?.sinceAt ?? now,
    lastGoodAt: row?.lastGoodAt ?? null,
    nextTryAt: row?.nextTryAt ?? null,
    completeTo: row?.completeToAt ?? null,
    message: row === undefined ? 'not read yet' : (row.message ?? suspense.message),
    nextStep: row?.nextStep ?? (row?.message ? null : suspense.nextStep),
    backlog: waiting,
    backlogText: isStripe
      ? `${counted(waiting, 'movement')} waiting for an object`
      : `${counted(waiting, 'posting')} to send`,
    batch: isStripe ? null : findBatchStatus(db),
  };
}

function postingsToSend(db: ReadableLedger): number {
  const { approved, queued, queuedNeedsSignIn, sending, unknown } = postingCounts(db);
  return approved + queued + queuedNeedsSignIn + sending + unknown;
}

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

/**
 * The latest run of every stream, with when the last whole one began: up to then nothing is missing. Streams, and of each its latest runs,
 * are stepped to in the index: the runs of months lie between them.
 */
function readStreams(db: ReadableLedger, system: SystemName): ConnectionFacts['streams'] {
  const rows = statement<StreamRecord>(
    db,
    `WITH RECURSIVE streams (stream) AS (
       SELECT (SELECT min(stream) FROM sync_run WHERE system = @system)
       UNION ALL SELECT (SELECT min(stream) FROM sync_run WHERE system = @system AND stream > s.stream) FROM streams s WHERE s.stream IS NOT NULL)
     SELECT r.stream, r.state, r.started_at, r.ended_at, r.read_count, r.new_count, r.changed_count, r.refused_count,
       c.started_at AS complete_to, iif(c.counted = 'agrees' AND c.refused_count > 0, 'agreesInRows', c.counted) AS counted
     FROM streams s
       CROSS JOIN sync_run r ON r.run_id = (SELECT max(run_id) FROM sync_run WHERE system = @system AND stream = s.stream)
       LEFT JOIN sync_run c ON c.run_id = (SELECT run_id FROM sync_run WHERE system = @system AND stream = s.stream AND state = 'complete'
         ORDER BY run_id DESC LIMIT 1)
     ORDER BY r.stream`,
  ).all({ system });
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
  // The character after the bar ends the range of a unit's ids.
  const range = part === undefined || system === 'stripe' ? null : { from: `${part}|`, to: `${part}}` };
  const sql = range === null ? COUNT_HELD_SQL : `${COUNT_HELD_SQL} AND o.object_id >= @from AND o.object_id < @to`;
  return statement<{ count: number }>(db, sql).get({ system, type, ...range })?.count ?? 0;
}
/** Account by account, so that the index leads to the objects of the type. */
const COUNT_HELD_SQL = `WITH RECURSIVE accounts (account) AS (
    SELECT (SELECT min(account) FROM source_object WHERE system = @system)
    UNION ALL SELECT (SELECT min(account) FROM source_object WHERE system = @system AND account > a.account) FROM accounts a WHERE a.account IS NOT NULL)
  SELECT count(*) AS count FROM accounts a CROSS JOIN source_object o ON o.system = @system AND o.account = a.account AND o.object_type = @type WHERE true`;
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
