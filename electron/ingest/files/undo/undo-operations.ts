import type { Instant } from '../../../../shared/domain/ids.ts';
import type { StripeObject } from '../../../connectors/stripe/types.ts';
import { appendAudit } from '../../../ledger/audit-store.ts';
import { findFileImport } from '../../../ledger/file-import-store.ts';
import { LedgerError } from '../../../ledger/ledger-error.ts';
import {
  dropObject,
  dropVersion,
  dropVersionsBy,
  setArrivedBy,
  setLastKnownAt,
} from '../../../ledger/mirror-take-back.ts';
import { defineRead, defineWrite, type ReadableLedger, type WritableLedger } from '../../../ledger/operation.ts';
import { contentHash } from '../../../ledger/payload.ts';
import { readPayload } from '../../../ledger/payload-pack-store.ts';
import { statement } from '../../../ledger/statement.ts';
import { checkEverythingNext } from '../../completeness/completeness-operations.ts';
import { reopenGapsOf } from '../../completeness/reopen-gaps.ts';
import { dropPayoutClaims } from '../../../ledger/stripe-payout-store.ts';
import type { IngestContext } from '../../ingest-context.ts';
import { partsOfRelease } from '../../movements/partial-capture.ts';
import { rederiveRelease, storeStripeFact } from '../../stripe/store-fact.ts';
import { removeImportLinks } from '../../stripe/invoice-link.ts';
import { keepAsCurrent } from '../../../ledger/mirror-store.ts';
import { MERGED } from '../stripe-report/own-rows.ts';
import { objectFromReport } from '../stripe-report/store-report-rows.ts';
import { forgetLearnt, removeFactRow, removeMovements } from './remove-stripe-fact.ts';
import { standingOf, type Standing } from './standing.ts';
import { obstacleAfter, obstacleOf, type ObstacleSlice } from './undo-obstacles.ts';

export interface UndoRequest {
  readonly importId: number;
  readonly account: string;
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}

/** Looks for what keeps an import from being taken back, a stretch at a time; one that is being taken back already has been looked at. */
export const findObstacle = defineRead(
  'ingest.findUndoObstacle',
  (db, args: { readonly importId: number; readonly after: number; readonly limit: number }): ObstacleSlice =>
    findFileImport(db, args.importId)?.state === 'undoing'
      ? { resting: null, next: null }
      : obstacleAfter(db, args.importId, args.after, args.limit),
  { bulk: true },
);

/** Begins to take an import back. Throws `NOT_FOUND`, `TRANSITION`. */
export const beginUndo = defineWrite(
  'ingest.beginUndo',
  (db, { importId, account }: Pick<UndoRequest, 'importId' | 'account'>): void => {
    const found = findFileImport(db, importId);
    if (found === undefined)
      throw new LedgerError('NOT_FOUND', `There is no import ${importId}.`, 'Look at the list again.');
    if (found.state === 'undoing') return;
    if (found.state === 'undone' || found.state === 'running')
      throw new LedgerError(
        'TRANSITION',
        found.state === 'undone' ? 'This import has been taken back already.' : 'This import is still running.',
        found.state === 'undone' ? 'Nothing more is to be done.' : 'Cancel it first.',
      );
    statement(db, "UPDATE file_import SET state = 'undoing' WHERE import_id = ?").run(importId);
    checkEverythingNext(db, account);
  },
);

/** Throws `REFUSED` where something approved or posted rests on an object of the import. */
export function refuseResting(resting: string | null): void {
  if (resting === null) return;
  throw new LedgerError(
    'REFUSED',
    `This import cannot be taken back: a decision or a posting rests on ${resting} of it.`,
    'Take the decision back, or reverse the posting; what has been decided once stays on record with its movement.',
    { detailCode: 'IMPORT_IN_USE' },
  );
}

/** A kept text that has to be read again, by whoever knows Stripe's shapes. */
export interface KeptText {
  readonly type: string;
  readonly id: string;
  readonly raw: string;
}
/** What an import has seen of one object, and what stands once that is gone. */
export interface UndoStep {
  readonly sourceKey: number;
  readonly version: number;
  /** What stands then, oldest first (of a customer all of it: a deleted one keeps her name). */
  readonly stands: readonly KeptText[];
  /** Objects of movements that had learnt from it. */
  readonly restated: readonly KeptText[];
}

interface SeenRow {
  readonly source_key: number;
  readonly version: number;
  readonly object_type: string;
  readonly object_id: string;
}

/** The next steps of taking an import back; none when it is done. */
export const planUndo = defineRead(
  'ingest.planUndo',
  (db, args: { readonly importId: number; readonly account: string; readonly limit: number }): readonly UndoStep[] =>
    statement<SeenRow>(
      db,
      `SELECT f.source_key, f.version, o.object_type, o.object_id FROM file_import_object f JOIN source_object o USING (source_key)
       WHERE f.import_id = ? ORDER BY f.source_key, f.version LIMIT ?`,
    )
      .all(args.importId, args.limit)
      .map((row) => ({
        sourceKey: row.source_key,
        version: row.version,
        stands: standing(db, args.importId, row),
        restated: learnersOf(db, args.account, row),
      })),
  { bulk: true },
);

function standing(db: ReadableLedger, importId: number, row: SeenRow): readonly KeptText[] {
  const { object_type: type, object_id: id } = row;
  return standingOf(db, importId, { sourceKey: row.source_key, type }).texts.map((raw) => ({ type, id, raw }));
}

function learnersOf(db: ReadableLedger, account: string, row: SeenRow): readonly KeptText[] {
  const by = LEARNT_BY[row.object_type];
  if (by === undefined) return [];
  return statement<{ type: string; id: string; payload: Buffer }>(
    db,
    `SELECT o.object_type AS type, o.object_id AS id, v.payload FROM movement m
     JOIN source_object o ON o.system = 'stripe' AND o.account = m.account AND o.object_type = m.kind AND o.object_id = m.object_id
     JOIN source_version v ON v.source_key = o.source_key AND v.version = o.current_version
     WHERE m.account = ? AND m.${by} = ? AND m.kind IN ('charge', 'refund', 'dispute', 'payout')
     ORDER BY m.kind, m.object_id`,
  )
    .all(account, row.object_id)
    .map(({ type, id, payload }) => ({ type, id, raw: readPayload(db, payload) }));
}

/** Column by which movements are found that had learnt from an object of this family. */
const LEARNT_BY: Readonly<Record<string, string>> = {
  balance_transaction: 'balance_transaction_id',
  charge: 'charge_id',
  customer: 'customer_id',
};

/** One step with its texts read; a text of a report stays a text, and is read where its balance transactions are. */
export interface ReadUndoStep extends Omit<UndoStep, 'stands' | 'restated'> {
  readonly stands: readonly ReadText[];
  readonly restated: readonly ReadText[];
}
export type ReadText = KeptText & { readonly object: StripeObject | null };
export interface ApplyUndo {
  readonly importId: number;
  readonly context: IngestContext;
  readonly known: readonly string[];
  readonly steps: readonly ReadUndoStep[];
}

/** Takes some objects of an import back; each step happens whole or not at all. */
export const applyUndo = defineWrite(
  'ingest.applyUndo',
  (db, args: ApplyUndo): void => {
    for (const step of args.steps) {
      refuseResting(obstacleOf(db, args.importId, step.sourceKey));
      undoOne(db, args, step);
    }
  },
  { bulk: true },
);

interface SourceRow {
  readonly object_type: string;
  readonly object_id: string;
  readonly current_version: number;
  readonly observed_at: Instant;
  readonly is_merged: 0 | 1;
  readonly brought: 0 | 1;
  readonly seen_at: Instant;
  readonly previous_at: Instant | null;
  readonly shared: 0 | 1;
  readonly others_at: Instant | null;
}

function undoOne(db: WritableLedger, args: ApplyUndo, step: ReadUndoStep): void {
  const { importId } = args;
  const key = { key: step.sourceKey, version: step.version, importId };
  const row = statement<SourceRow>(
    db,
    `SELECT object_type, object_id, current_version, o.observed_at, f.brought, f.observed_at AS seen_at, f.previous_at,
       EXISTS (SELECT 1 FROM source_version c WHERE c.source_key = o.source_key AND c.version = o.current_version AND c.arrived_by = '${MERGED}') AS is_merged,
       EXISTS (SELECT 1 FROM file_import_object g JOIN file_import i USING (import_id) WHERE g.source_key = f.source_key AND g.version = f.version
         AND g.import_id <> f.import_id AND i.state <> 'undone') AS shared,
       (SELECT max(g.observed_at) FROM file_import_object g WHERE g.source_key = f.source_key AND g.import_id <> f.import_id) AS others_at
     FROM file_import_object f JOIN source_object o USING (source_key)
     WHERE f.source_key = @key AND f.version = @version AND f.import_id = @importId`,
  ).get(key);
  if (row === undefined) return;
  const stands = standingOf(db, importId, { sourceKey: step.sourceKey, type: row.object_type });
  // Something has come in since this step was planned: it is planned anew.
  if (!isPlannedFor(step, stands)) return;
  statement(
    db,
    'DELETE FROM file_import_object WHERE import_id = @importId AND source_key = @key AND version = @version',
  ).run(key);
  const isCurrent = row.current_version === step.version || row.is_merged === 1;
  // Nothing but a read of Stripe itself can have moved it on past what imports have seen.
  const wasReadSince = isCurrent && row.observed_at > laterOf(row.seen_at, row.others_at);
  if (row.brought === 0) forgetSight(db, step.sourceKey, row);
  else if (row.shared === 1 || wasReadSince) handOver(db, importId, step);
  else if (isCurrent) restore(db, args, step, row, stands);
  else dropWithMerged(db, step);
}

function laterOf(left: Instant, right: Instant | null): Instant {
  return right !== null && right > left ? right : left;
}

/** The import has only seen what was held: when it was last known to hold goes back to what others say. */
function forgetSight(db: WritableLedger, sourceKey: number, row: SourceRow): void {
  if (row.observed_at !== row.seen_at || row.previous_at === null || row.others_at === row.seen_at) return;
  setLastKnownAt(db, sourceKey, row.previous_at);
}

/** Somebody else has brought it too: it stays, as theirs. */
function handOver(db: WritableLedger, importId: number, step: ReadUndoStep): void {
  const next = statement<{ import_id: number }>(
    db,
    `SELECT import_id FROM file_import_object JOIN file_import i USING (import_id)
     WHERE source_key = ? AND version = ? AND import_id <> ? AND i.state <> 'undone' ORDER BY import_id LIMIT 1`,
  ).get(step.sourceKey, step.version, importId);
  setArrivedBy(db, step.sourceKey, step.version, next === undefined ? 'poll' : `file:${next.import_id}`);
  if (next === undefined) return;
  statement(db, 'UPDATE file_import_object SET brought = 1 WHERE import_id = ? AND source_key = ? AND version = ?').run(
    next.import_id,
    step.sourceKey,
    step.version,
  );
}

function isPlannedFor(step: ReadUndoStep, { texts }: Standing): boolean {
  return step.stands.length === texts.length && step.stands.every(({ raw }, at) => raw === texts[at]);
}

/** The version goes, and with it what was put together of it and others. */
function dropWithMerged(db: WritableLedger, { sourceKey, version }: ReadUndoStep): void {
  dropVersion(db, sourceKey, version);
  dropVersionsBy(db, sourceKey, MERGED);
}

/** The version goes; what stood before it stands again, or nothing of the object does. */
function restore(
  db: WritableLedger,
  args: ApplyUndo,
  step: ReadUndoStep,
  row: SourceRow,
  { texts, observedAt, standing: reached }: Standing,
): void {
  const { context } = args;
  const { object_type: type, object_id: id } = row;
  const payloadText = texts.at(-1);
  dropWithMerged(db, step);
  if (payloadText === undefined || observedAt === null) {
    // Its other versions are of this import too, and older.
    dropObject(db, step.sourceKey);
    statement(db, 'DELETE FROM file_import_object WHERE source_key = ?').run(step.sourceKey);
  } else {
    const source = { system: 'stripe', account: context.account, type, id } as const;
    const since = laterOf(observedAt, row.previous_at);
    keepAsCurrent(db, { ...source, payloadText, observedAt: since, arrivedBy: MERGED, standing: reached ?? undefined });
  }
  const release = partsOfRelease(db, context.account, type, id);
  removeFactRow(db, context.account, type, id);
  if (texts.length === 0) removeMovements(db, context, type, id);
  if (texts.length === 0) reopenGapsOf(db, { account: context.account, objectType: type, objectId: id }, context.at);
  // The movement that a balance transaction is, is one of those that have learnt from it; others learn anew from what stands then.
  if (type === 'balance_transaction') forgetLearnt(db, context, type, id);
  for (const kept of step.stands) restate(db, args, kept);
  if (type !== 'balance_transaction') forgetLearnt(db, context, type, id);
  rederiveRelease(db, context, release);
  // What an earlier step has taken back meanwhile must not come up again.
  for (const kept of step.restated) if (isHeldAs(db, context.account, kept)) restate(db, args, kept);
}

function isHeldAs(db: ReadableLedger, account: string, kept: KeptText): boolean {
  const row = statement<{ content_hash: Buffer }>(
    db,
    "SELECT content_hash FROM source_object WHERE system = 'stripe' AND account = ? AND object_type = ? AND object_id = ?",
  ).get(account, kept.type, kept.id);
  return row !== undefined && contentHash(kept.raw).equals(row.content_hash);
}

function restate(db: WritableLedger, args: ApplyUndo, kept: ReadText): void {
  const known = new Set(args.known);
  const object = kept.object ?? objectFromReport(db, args.context, kept, (category) => known.has(category));
  if (object !== null) storeStripeFact(db, args.context, object);
}

/** Ends the taking back: what the import said of invoices, payouts and balances goes, and the audit tells who took it back. */
export const finishUndo = defineWrite('ingest.finishUndo', (db, args: UndoRequest): void => {
  const { importId, account, actor, machine, at } = args;
  removeImportLinks(db, importId);
  checkEverythingNext(db, account);
  dropPayoutClaims(db, importId);
  statement(db, 'DELETE FROM stripe_report_proof WHERE import_id = ?').run(importId);
  statement(db, 'DELETE FROM stripe_report_balance WHERE import_id = ?').run(importId);
  statement(db, "UPDATE file_import SET state = 'undone', undone_by = ?, undone_at = ? WHERE import_id = ?").run(
    actor,
    at,
    importId,
  );
  const found = findFileImport(db, importId);
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'file.undone',
    subject: `file/${importId}`,
    detail: { file: found?.fileName ?? '', sha256: found?.sha256 ?? '' },
  });
});
