import type { Instant } from '../../../shared/domain/ids.ts';
import type { ArItem, PeopleSoftCustomer, PeopleSoftPayment } from '../../connectors/peoplesoft/types.ts';
import { recordVersion } from '../../ledger/mirror-store.ts';
import { defineWrite } from '../../ledger/operation.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { SyncCounts } from '../../ledger/sync-run-store.ts';
import { addSyncCounts, endSyncRun } from '../../ledger/sync-run-store.ts';
import { rememberObserved } from '../observation-clock.ts';
import { customerRowId, itemRowId, MIRROR_TYPES, paymentRowId, refusedRowId, rowIdPrefix, rowJson } from './rows.ts';
import type { PeopleSoftRow, PeopleSoftStream } from './rows.ts';
import { recordRefused, resolveRefused } from '../refused-objects.ts';
import { closeAbsentItems, confirmUnchangedItems, isItemStored, storeItem } from './store-ar-item.ts';
import type { Counted } from './whole-list.ts';
import { closeAbsentCustomers, isCustomerStored, storeCustomer } from './store-ps-customer.ts';
import { flagAbsentPayments, isPaymentStored, storePayment } from './store-ps-payment.ts';

export interface StagePage {
  readonly account: string;
  readonly stream: PeopleSoftStream;
  readonly runId: number;
  readonly observedAt: Instant;
  /** Of the stream's kind. */
  readonly rows: readonly PeopleSoftRow[];
  readonly refused: readonly { readonly row: string; readonly reason: string }[];
}

/** Keeps a page of a read that is not yet whole. The books stay as they are; refused rows are counted at once. */
export const stagePeopleSoftPage = defineWrite('ingest.stagePeopleSoftPage', (db, args: StagePage): void => {
  const { stream, runId, observedAt } = args;
  for (const row of args.rows)
    statement(
      db,
      `INSERT INTO ps_stage (run_id, row_id, observed_at, row_json) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET observed_at = excluded.observed_at, row_json = excluded.row_json`,
    ).run(runId, rowIdOf(stream, row), observedAt, isStored(db, stream, row) ? null : rowJson(row));
  const type = MIRROR_TYPES[stream.kind];
  for (const { row, reason } of args.refused)
    recordRefused(
      db,
      { system: 'peoplesoft', account: args.account },
      { type, id: refusedRowId(stream, row), reason, raw: row },
      observedAt,
    );
  const refused = args.refused.length;
  addSyncCounts(db, runId, { read: args.rows.length + refused, new: 0, changed: 0, refused });
  rememberObserved(db, observedAt);
});

export interface ApplyRun {
  readonly account: string;
  readonly stream: PeopleSoftStream;
  readonly runId: number;
  readonly startedAt: Instant;
  readonly at: Instant;
  /** Rows that arrived but cannot be read: any absent row may be one of them, so absence is not concluded. */
  readonly refusedRows: number;
  readonly counted: Counted;
}

/**
 * Makes a whole read visible at once: only what differs is written, each with its version in the mirror, and what was not
 * seen becomes closed or absent. Ends the run and clears the stage.
 */
export const applyPeopleSoftRun = defineWrite(
  'ingest.applyPeopleSoftRun',
  (db, args: ApplyRun): Pick<SyncCounts, 'new' | 'changed'> => {
    const { stream, runId } = args;
    const counts = { new: 0, changed: 0 };
    for (const row of stagedRows(db, runId)) {
      const { row_id: id, observed_at: observedAt, row_json: payloadText } = row;
      const type = MIRROR_TYPES[stream.kind];
      recordVersion(db, {
        system: 'peoplesoft',
        account: args.account,
        type,
        id,
        payloadText,
        observedAt,
        arrivedBy: 'query',
      });
      counts[storeRow(db, stream, payloadText, runId, observedAt) ? 'new' : 'changed'] += 1;
    }
    if (stream.kind === 'openItems') confirmUnchangedItems(db, stream.businessUnit, runId);
    if (args.refusedRows === 0) {
      counts.changed += concludeAbsence(db, args);
      resolveOldRefusals(db, args);
    }
    statement(db, 'DELETE FROM ps_stage WHERE run_id = ?').run(runId);
    addSyncCounts(db, runId, { read: 0, refused: 0, ...counts });
    endSyncRun(db, { runId, state: 'complete', at: args.at, counted: args.counted });
    return counts;
  },
);

const STAGED_AT_ONCE = 1_000;

/** What differs of a staged read, in key order; never more of it in memory than a page. */
function* stagedRows(
  db: WritableLedger,
  runId: number,
): Generator<{ readonly row_id: string; readonly observed_at: Instant; readonly row_json: string }> {
  const page = statement<{ row_id: string; observed_at: Instant; row_json: string }>(
    db,
    `SELECT row_id, observed_at, row_json FROM ps_stage WHERE run_id = ? AND row_id > ? AND row_json IS NOT NULL
     ORDER BY row_id LIMIT ${STAGED_AT_ONCE}`,
  );
  for (let after = '', more = true; more;) {
    const rows = page.all(runId, after);
    yield* rows;
    after = rows.at(-1)?.row_id ?? after;
    more = rows.length === STAGED_AT_ONCE;
  }
}

/** Forgets what earlier reads left on the stage when they were cut off. */
export const clearStage = defineWrite(
  'ingest.clearStage',
  (db, args: { readonly beforeRunId: number; readonly stream: string }): number =>
    statement(
      db,
      "DELETE FROM ps_stage WHERE run_id IN (SELECT run_id FROM sync_run WHERE system = 'peoplesoft' AND stream = ? AND run_id < ?)",
    ).run(args.stream, args.beforeRunId).changes,
);

function rowIdOf(stream: PeopleSoftStream, row: PeopleSoftRow): string {
  if (stream.kind === 'customers') return customerRowId(row as PeopleSoftCustomer);
  return stream.kind === 'openItems' ? itemRowId(row as ArItem) : paymentRowId(row as PeopleSoftPayment);
}

function isStored(db: WritableLedger, stream: PeopleSoftStream, row: PeopleSoftRow): boolean {
  if (stream.kind === 'customers') return isCustomerStored(db, row as PeopleSoftCustomer);
  return stream.kind === 'openItems' ? isItemStored(db, row as ArItem) : isPaymentStored(db, row as PeopleSoftPayment);
}

function storeRow(
  db: WritableLedger,
  stream: PeopleSoftStream,
  json: string,
  runId: number,
  observedAt: Instant,
): boolean {
  const row: unknown = JSON.parse(json);
  if (stream.kind === 'customers') return storeCustomer(db, row as PeopleSoftCustomer, runId);
  if (stream.kind === 'openItems') return storeItem(db, row as ArItem, runId, observedAt);
  return storePayment(db, row as PeopleSoftPayment, runId);
}

function concludeAbsence(db: WritableLedger, { stream, runId, startedAt }: ApplyRun): number {
  if (stream.kind === 'customers') return closeAbsentCustomers(db, stream.setId, runId);
  if (stream.kind === 'openItems') return closeAbsentItems(db, stream.businessUnit, runId, startedAt);
  return flagAbsentPayments(db, stream.depositBu, stream.from, runId);
}

/** Rows of business units and SetIDs that are not read any more ask for nobody. */
export const resolveForeignRefusals = defineWrite(
  'ingest.resolveForeignRefusals',
  (
    db,
    args: { readonly account: string; readonly streams: readonly PeopleSoftStream[]; readonly at: Instant },
  ): number => {
    const ours = args.streams.map((stream) => [MIRROR_TYPES[stream.kind], rowIdPrefix(stream)]);
    return statement(
      db,
      `UPDATE refused_object SET resolved_at = ? WHERE system = 'peoplesoft' AND account = ? AND resolved_at IS NULL
         AND substr(object_id, 1, 1) <> '#' AND NOT EXISTS (SELECT 1 FROM json_each(?) AS one
           WHERE one.value ->> 0 = object_type AND substr(object_id, 1, length(one.value ->> 1)) = one.value ->> 1)`,
    ).run(args.at, args.account, JSON.stringify(ours)).changes;
  },
);

/**
 * A whole read without a refused row: what of this stream could not be read before is either gone or readable now. An id by
 * hash names no stream; older ledgers have them, and what still cannot be read is written anew under its key at its next read.
 */
function resolveOldRefusals(db: WritableLedger, args: ApplyRun): void {
  const type = MIRROR_TYPES[args.stream.kind];
  const prefix = rowIdPrefix(args.stream);
  const open = statement<{ object_id: string }>(
    db,
    `SELECT object_id FROM refused_object WHERE system = 'peoplesoft' AND account = ? AND object_type = ? AND resolved_at IS NULL
       AND (substr(object_id, 1, ?) = ? OR substr(object_id, 1, 1) = '#')`,
  ).all(args.account, type, prefix.length, prefix);
  for (const { object_id: id } of open)
    resolveRefused(db, { system: 'peoplesoft', account: args.account }, type, id, args.startedAt);
}
