import type { ReadableLedger } from '../../../ledger/operation.ts';
import { readPayload } from '../../../ledger/payload-pack-store.ts';
import { statement } from '../../../ledger/statement.ts';
import { sourceOf } from './report-facts.ts';
import { mergeAll, type ReportRow } from './report-row.ts';

/** How a version arrived that no file holds, but several rows of files together: it is made anew whenever one of them comes or goes. */
export const MERGED = 'file:merged';
const REPORT_ROW = '{"object":"stripe_report_row"';

/** The report row that a kept text is; null where it is something else. */
export function reportRowFrom(payloadText: string): ReportRow | null {
  return payloadText.startsWith(REPORT_ROW) ? (JSON.parse(payloadText) as ReportRow) : null;
}

/** Every row of a report that is kept of an object, each as its file had it. */
export function ownRowsOf(db: ReadableLedger, sourceKey: number): readonly ReportRow[] {
  return statement<{ payload: Buffer }>(
    db,
    'SELECT payload FROM source_version WHERE source_key = ? AND arrived_by <> ? ORDER BY version',
  )
    .all(sourceKey, MERGED)
    .flatMap(({ payload }) => reportRowFrom(readPayload(db, payload)) ?? []);
}

/**
 * What rows of reports say together of one object, in whatever order they came. Rows of one balance transaction complete each other; of the
 * several of a charge, refund, dispute, payout or top-up the one of its own money says more than those of its return. Throws RangeError
 * for none.
 */
export function togetherOf(type: string, rows: readonly ReportRow[]): ReportRow {
  if (type === 'balance_transaction') return mergeAll(rows);
  const ids = [...new Set(rows.map(({ id }) => id))].toSorted();
  const [first, ...rest] = ids.map((id) => mergeAll(rows.filter((row) => row.id === id)));
  if (first === undefined) throw new RangeError('there are no rows');
  return rest.reduce(chooseRow, first);
}

/** `left` has the lesser id. */
function chooseRow(left: ReportRow, right: ReportRow): ReportRow {
  const isOwn = (each: ReportRow) => sourceOf(each)?.isFirst === true;
  if (isOwn(left) === isOwn(right)) return left;
  const [own, back] = isOwn(left) ? [left, right] : [right, left];
  return { ...own, returnedBy: own.returnedBy ?? back.returnedBy };
}
