import type { Instant } from '../../../shared/domain/ids.ts';
import type { RecordedObject } from '../../connectors/stripe/types.ts';
import {
  addFileCounts,
  endFileImport,
  findImportOfContent,
  startFileImport,
  type FileCounts,
  type FileImportRow,
  type FileRefusal,
  type NewFileImport,
} from '../../ledger/file-import-store.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { recordVersion } from '../../ledger/mirror-store.ts';
import { defineRead, defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { keepToBooks } from '../../ledger/stripe-books.ts';
import { healGaps } from '../../ledger/stripe-gap-store.ts';
import type { IngestContext } from '../ingest-context.ts';
import { storeStripeFact } from '../stripe/store-fact.ts';
import { standingOf, standingWithoutFact } from '../stripe/state-order.ts';
import { storeInvoiceLink } from '../stripe/invoice-link.ts';
import { currentSource, noteSeen } from './note-seen.ts';
import { storeReportBalances, type ReportBalance } from './stripe-report/report-balance.ts';

export interface StoreRecords {
  readonly context: IngestContext;
  readonly importId: number;
  /** One record each, itself first, then what stood inside it. */
  readonly records: readonly (readonly RecordedObject[])[];
  /** Records of these lines that were refused. */
  readonly refused: number;
}
export type RecordFate = 'accepted' | 'superseded' | 'suspense';
/** What became of each record, in their order. */
export type StoredRecords = readonly RecordFate[];

/** Begins an import. */
export const beginFileImport = defineWrite('ingest.beginFileImport', (db, file: NewFileImport): number =>
  startFileImport(db, file),
);

/** The earlier import of this very content that still stands, or null. */
export const importOfContent = defineRead(
  'ingest.importOfContent',
  (db, args: { readonly kind: string; readonly sha256: string }): FileImportRow | null =>
    findImportOfContent(db, args.kind, args.sha256) ?? null,
);

/**
 * Stores records of a file. Replaying any of them, in any order among themselves and among polls, gives the same books: what a record says
 * holds as of its own instant, never later than now.
 */
export const storeRecords = defineWrite(
  'ingest.storeRecords',
  (db, args: StoreRecords): StoredRecords => {
    keepToBooks(db, args.context);
    const fates = args.records.map((objects) => {
      const own = objects.map((object) => storeRecorded(db, args, object));
      return own[0] ?? 'suspense';
    });
    const count = (fate: RecordFate) => fates.filter((each) => each === fate).length;
    addFileCounts(db, args.importId, {
      read: fates.length + args.refused,
      accepted: count('accepted'),
      superseded: count('superseded'),
      suspense: count('suspense'),
      refused: args.refused,
    });
    return fates;
  },
  { bulk: true },
);

function storeRecorded(db: WritableLedger, args: StoreRecords, recorded: RecordedObject): RecordFate {
  const { context, importId } = args;
  const { type, id, raw, object } = recorded;
  // A file whose clock was ahead must not outlive what is read from now on.
  const observedAt = recorded.asOf > context.at ? context.at : recorded.asOf;
  const source = { system: 'stripe', account: context.account, type, id } as const;
  const before = currentSource(db, context.account, type, id);
  const outcome = recordVersion(db, {
    ...source,
    payloadText: raw,
    observedAt,
    arrivedBy: `file:${importId}`,
    standing: standingOfRecord(recorded),
    ties: 'byContent',
  });
  noteSeen(db, importId, { account: context.account, type, id, raw, observedAt, before });
  if (object !== null && (outcome === 'new' || outcome === 'changed')) storeStripeFact(db, context, object);
  if (recorded.link !== null) storeInvoiceLink(db, context.account, recorded.link, importId);
  if (outcome === 'new')
    healGaps(db, { account: context.account, objectType: type, objectId: id }, `file:${importId}`, context.at);
  if (outcome === 'older') return 'superseded';
  return object === null || isUnplaced(object.fact) ? 'suspense' : 'accepted';
}

function standingOfRecord({ object, isGone, lateness }: RecordedObject): string {
  return object === null ? standingWithoutFact(isGone, lateness) : standingOf(object.fact, lateness);
}

/** A balance transaction of a category that this program does not know stands in suspense. */
function isUnplaced(fact: NonNullable<RecordedObject['object']>['fact']): boolean {
  return fact.type === 'balance_transaction' && !fact.known;
}

const NOTHING: FileCounts = { read: 0, accepted: 0, superseded: 0, suspense: 0, refused: 0 };

export interface FinishFileImport {
  readonly importId: number;
  readonly state: 'done' | 'brokenOff';
  readonly counts: FileCounts;
  readonly byType: Readonly<Record<string, number>>;
  readonly refusals: readonly FileRefusal[];
  readonly fileName: string;
  readonly sha256: string;
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
  /** What a summary states; it counts from the moment the import is done. */
  readonly balances?: { readonly account: string; readonly rows: readonly ReportBalance[] };
}

/** Ends an import, with one row in the audit trail that tells the file by its hash. */
export const finishFileImport = defineWrite('ingest.finishFileImport', (db, args: FinishFileImport): void => {
  const { importId, state, byType, refusals, at, actor, machine, fileName, sha256, counts } = args;
  if (args.balances !== undefined) {
    const { account, rows } = args.balances;
    storeReportBalances(db, importId, account, rows);
    addFileCounts(db, importId, { ...NOTHING, read: rows.length, accepted: rows.length });
  }
  endFileImport(db, { importId, state, byType, refusals, at });
  appendAudit(db, {
    at,
    actor,
    machine,
    action: state === 'done' ? 'file.imported' : 'file.brokenOff',
    subject: `file/${importId}`,
    detail: { file: fileName, sha256, ...counts },
  });
});
