import type { Instant } from '../../../../shared/domain/ids.ts';
import type { StripeObject } from '../../../connectors/stripe/types.ts';
import { addFileCounts, findFileImport, type FileCounts } from '../../../ledger/file-import-store.ts';
import { keepAsCurrent, readVersion, recordVersion, type Recorded } from '../../../ledger/mirror-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../../ledger/operation.ts';
import { keepToBooks } from '../../../ledger/stripe-books.ts';
import { statement } from '../../../ledger/statement.ts';
import { adoptVersion, dropVersionsBy } from '../../../ledger/mirror-take-back.ts';
import { healGaps } from '../../../ledger/stripe-gap-store.ts';
import { notePayoutClaim } from '../../../ledger/stripe-payout-store.ts';
import type { IngestContext } from '../../ingest-context.ts';
import { storeStripeFact } from '../../stripe/store-fact.ts';
import { NO_STANDING } from '../../stripe/state-order.ts';
import { storeInvoiceLink } from '../../stripe/invoice-link.ts';
import { currentSource, noteSeen } from '../note-seen.ts';
import { objectOf, sourceOf, transactionOf, type HeldTransaction, type ReportSource } from './report-facts.ts';
import { MERGED, ownRowsOf, reportRowFrom, togetherOf } from './own-rows.ts';
import { sameMoney, type ReportRow } from './report-row.ts';

export interface StoreReportRows {
  readonly context: IngestContext;
  readonly importId: number;
  readonly rows: readonly ReportRow[];
  /** The line of each row. */
  readonly lines: readonly number[];
  /** Categories the tie-out has a place for; the others go to suspense. */
  readonly known: readonly string[];
  readonly refused: number;
}
/** What became of report rows; `known` of the accepted ones told nothing that was not held. */
export interface StoredReportRows extends FileCounts {
  readonly known: number;
}
/** A row that says other money than one that was taken in before. */
export interface RowConflict {
  readonly line: number;
  readonly id: string;
  /** The import that brought the other one, and its file. */
  readonly importId: number | null;
  readonly fileName: string | null;
}
export interface StoredWithConflicts extends StoredReportRows {
  readonly conflicts: readonly RowConflict[];
}

/** A report tells no instant at which it was so: anything that does is newer, whichever of them comes first. */
const REPORTED_AT = '1970-01-01T00:00:00.000Z' as Instant;
const REPORT_CUSTOMER = '{"object":"stripe_report_customer"';

/**
 * Stores rows of itemised reports as the balance transactions they are, with the objects behind them. What Stripe itself has said of an
 * object stands, also when it said so before; rows of several reports complete each other, in any order. A row that contradicts the money
 * of one that is held is refused: one of the two files was altered, and a person has to find out which.
 */
export const storeReportRows = defineWrite(
  'ingest.storeReportRows',
  (db, args: StoreReportRows): StoredWithConflicts => {
    keepToBooks(db, args.context);
    const conflicts: RowConflict[] = [];
    const counts = { read: args.refused, accepted: 0, superseded: 0, suspense: 0, refused: args.refused, known: 0 };
    const known = new Set(args.known);
    for (const [index, row] of args.rows.entries()) {
      counts.read += 1;
      const held = heldRow(db, args.context.account, 'balance_transaction', row.id);
      if (held !== null && !sameMoney(held, row)) {
        counts.refused += 1;
        conflicts.push({ line: args.lines[index] ?? 0, id: row.id, ...broughtBy(db, args.context.account, row.id) });
        continue;
      }
      const fate = storeReportRow(db, args, row, known.has(row.category));
      if (fate === 'older') counts.superseded += 1;
      else if (!known.has(row.category)) counts.suspense += 1;
      else counts.accepted += 1;
      if (fate === 'same') counts.known += 1;
    }
    addFileCounts(db, args.importId, counts);
    return { ...counts, conflicts };
  },
  { bulk: true },
);

function storeReportRow(db: WritableLedger, args: StoreReportRows, row: ReportRow, isKnown: boolean): Recorded {
  const { context } = args;
  const { outcome, together } = recordRow(db, args, 'balance_transaction', row.id, row);
  if (isNews(outcome))
    storeStripeFact(db, context, transactionOf(together, JSON.stringify(together), isKnown, context.at));
  storeCustomer(db, args, row);
  storePayoutClaim(db, args, row);
  const source = sourceOf(row);
  if (source !== null) storeSource(db, args, source, row);
  if (source?.type === 'charge' && source.isFirst && row.invoice !== null) {
    const { invoice, paymentIntent } = row;
    storeInvoiceLink(
      db,
      context.account,
      { invoice, paymentIntent, charge: paymentIntent === null ? source.id : null },
      args.importId,
    );
  }
  return outcome;
}

/** Which payout pays the row out, where the report tells. */
function storePayoutClaim(db: WritableLedger, { context, importId }: StoreReportRows, row: ReportRow): void {
  if (row.payout === null) return;
  const { minor, exponent, currency } = row.net;
  const claim = { id: row.id, netMinor: minor, exponent, currency, createdAt: row.createdAt };
  const isOwn = row.source === row.payout;
  notePayoutClaim(db, { account: context.account, payoutId: row.payout }, { ...claim, isOwn }, importId);
}

/** The object behind the row, unless Stripe itself has told of it: from its own row, and from all its money that is held. */
function storeSource(db: WritableLedger, args: StoreReportRows, source: ReportSource, row: ReportRow): void {
  const { context } = args;
  const { outcome, together } = recordRow(db, args, source.type, source.id, row);
  if (outcome === 'older') return;
  const object = reportedObject(db, context.account, source, together, JSON.stringify(together));
  storeStripeFact(db, context, object);
}

/**
 * Keeps a row as its file has it, and makes what all rows of the object say together the current version, unless Stripe itself has told of
 * it: a file can then be taken back without what only it has said.
 */
function recordRow(
  db: WritableLedger,
  args: StoreReportRows,
  type: string,
  id: string,
  row: ReportRow,
): { readonly outcome: Recorded; readonly together: ReportRow } {
  const { account } = args.context;
  const held = readVersion(db, { system: 'stripe', account, type, id });
  const raw = JSON.stringify(row);
  const key = currentSource(db, account, type, id)?.source_key ?? 0;
  if (held !== null) adoptVersion(db, key, { payloadText: raw, from: MERGED, to: `file:${args.importId}` });
  if (held === null || held.payloadText === raw || reportRowFrom(held.payloadText) === null)
    return { outcome: record(db, args, type, id, raw), together: row };
  record(db, args, type, id, raw);
  const together = togetherOf(type, ownRowsOf(db, key));
  const payloadText = JSON.stringify(together);
  dropVersionsBy(db, key, MERGED);
  keepAsCurrent(db, { system: 'stripe', account, type, id, payloadText, observedAt: REPORTED_AT, arrivedBy: MERGED });
  return { outcome: payloadText === held.payloadText ? 'same' : 'changed', together };
}

function reportedObject(
  db: ReadableLedger,
  account: string,
  source: ReportSource,
  row: ReportRow,
  raw: string,
): StripeObject {
  const held = statement<HeldTransaction>(
    db,
    `SELECT balance_transaction_id AS id, reporting_category AS category FROM stripe_balance_transaction
     WHERE account = ? AND source_id = ? ORDER BY created_at, balance_transaction_id`,
  ).all(account, source.id);
  return objectOf(source, row, held, raw);
}

function storeCustomer(db: WritableLedger, args: StoreReportRows, row: ReportRow): void {
  const { customer, customerName: name, customerEmail: email } = row;
  if (customer === null || (name === null && email === null)) return;
  const raw = `${REPORT_CUSTOMER},${JSON.stringify({ id: customer, name, email }).slice(1)}`;
  const outcome = record(db, args, 'customer', customer, raw);
  if (isNews(outcome)) storeStripeFact(db, args.context, reportedCustomer(customer, raw));
}

function reportedCustomer(id: string, raw: string): StripeObject {
  const { name, email } = JSON.parse(raw) as { readonly name: string | null; readonly email: string | null };
  const fact = { type: 'customer', name, email, deleted: false, balance: null, metadata: {} } as const;
  return { id, createdAt: null, raw, fact };
}

function record(db: WritableLedger, args: StoreReportRows, type: string, id: string, raw: string): Recorded {
  const { context, importId } = args;
  const { account } = context;
  const before = currentSource(db, account, type, id);
  const seen = { account, type, id, raw, observedAt: REPORTED_AT, before };
  const outcome = recordVersion(db, {
    system: 'stripe',
    account,
    type,
    id,
    payloadText: raw,
    observedAt: REPORTED_AT,
    arrivedBy: `file:${importId}`,
    standing: NO_STANDING,
    // Customers of two reports may differ; rows are put together from all that are kept.
    ...(type === 'customer' ? { ties: 'byContent' as const } : {}),
  });
  noteSeen(db, importId, seen);
  if (outcome === 'new') healGaps(db, { account, objectType: type, objectId: id }, `file:${importId}`, context.at);
  return outcome;
}

function isNews(outcome: Recorded): boolean {
  return outcome === 'new' || outcome === 'changed';
}

/** The report row that an object is held as; null where it is not held, or Stripe itself has told of it. */
function heldRow(db: ReadableLedger, account: string, type: string, id: string): ReportRow | null {
  const version = readVersion(db, { system: 'stripe', account, type, id });
  return version === null ? null : reportRowFrom(version.payloadText);
}

/** The first file that told of a balance transaction, as it stands now. */
function broughtBy(db: ReadableLedger, account: string, id: string): Pick<RowConflict, 'importId' | 'fileName'> {
  const row = statement<{ arrivedBy: string }>(
    db,
    `SELECT v.arrived_by AS arrivedBy FROM source_version v JOIN source_object o USING (source_key)
     WHERE o.system = 'stripe' AND o.account = ? AND o.object_type = 'balance_transaction' AND o.object_id = ?
       AND v.arrived_by LIKE 'file:%' AND v.arrived_by <> ? ORDER BY v.version LIMIT 1`,
  ).get(account, id, MERGED);
  const importId = row === undefined ? null : Number(row.arrivedBy.slice('file:'.length));
  return { importId, fileName: importId === null ? null : (findFileImport(db, importId)?.fileName ?? null) };
}

/** The object that a kept text of a report says, for reading it anew; null where the text is of something else. */
export function objectFromReport(
  db: ReadableLedger,
  context: IngestContext,
  kept: { readonly type: string; readonly id: string; readonly raw: string },
  isKnown: (category: string) => boolean,
): StripeObject | null {
  const { type, id, raw } = kept;
  if (raw.startsWith(REPORT_CUSTOMER)) return reportedCustomer(id, raw);
  const row = reportRowFrom(raw);
  if (row === null) return null;
  if (type === 'balance_transaction') return transactionOf(row, raw, isKnown(row.category), context.at);
  const source = sourceOf(row);
  return source === null ? null : reportedObject(db, context.account, source, row, raw);
}
