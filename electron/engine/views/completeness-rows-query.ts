import type { CompletenessRows } from '../../../shared/contract/completeness-rows.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

const ROWS_SHOWN = 200;

export interface RowsQuery {
  /** Selects id, type, at, minor, exponent, currency (null where the row moves no money) and text. */
  readonly sql: string;
  readonly args: Readonly<Record<string, string | number>>;
  readonly note?: string | null;
  readonly oldestFirst?: boolean;
}
interface Row {
  readonly id: string;
  readonly type: string;
  readonly at: CompletenessRows['rows'][number]['at'];
  readonly minor: number;
  readonly exponent: number;
  readonly currency: string | null;
  readonly text: string | null;
}

/** Count and sums of all rows, and the latest of them. `sql` is constant text of this program. */
export function rowsOf(
  db: ReadableLedger,
  { sql, args, note = null, oldestFirst = false }: RowsQuery,
): CompletenessRows {
  const totals = statement<{ currency: string | null; exponent: number; count: number; minor: number }>(
    db,
    `SELECT currency, max(exponent) AS exponent, count(*) AS count, sum(minor) AS minor FROM (${sql}) GROUP BY currency ORDER BY currency`,
  ).all(args);
  const rows = statement<Row>(
    db,
    `SELECT * FROM (${sql}) ORDER BY at ${oldestFirst ? '' : 'DESC'}, type, id LIMIT ${ROWS_SHOWN}`,
  ).all(args);
  return {
    count: totals.reduce((sum, { count }) => sum + count, 0),
    sums: totals.flatMap(({ currency, exponent, minor }) => (currency === null ? [] : [{ minor, exponent, currency }])),
    note,
    rows: rows.map(({ minor, exponent, currency, ...row }, place) => ({
      ...row,
      key: `${place} ${row.type} ${row.id}`,
      amount: currency === null ? null : { minor, exponent, currency },
    })),
  };
}
