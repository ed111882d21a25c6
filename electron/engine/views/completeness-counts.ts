import type { CompletenessMonth } from '../../../shared/contract/completeness.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { unpackPayload } from '../../ledger/payload.ts';
import { statement } from '../../ledger/statement.ts';

interface Trouble {
  missing: number;
  unknown: number;
  refused: number;
  waiting: number;
}
export interface FamilyCounts extends Readonly<Trouble> {
  readonly held: number;
  /** Held, and not known when they were created: read by an earlier version of the program. */
  readonly undated: number;
  readonly byMonth: ReadonlyMap<string, Readonly<Trouble>>;
}

/** What is held of a family, and what is not as it should be, by month where the month is known. */
export function familyCounts(db: ReadableLedger, account: string, type: string): FamilyCounts {
  const held = countOf(
    db,
    "SELECT count(*) AS count FROM source_object WHERE system = 'stripe' AND account = ? AND object_type = ?",
    [account, type],
  );
  const dated = countOf(db, 'SELECT sum(count) AS count FROM stripe_held WHERE account = ? AND object_type = ?', [
    account,
    type,
  ]);
  // Of a deleted customer Stripe no longer tells when she was created.
  const timeless =
    type === 'customer'
      ? countOf(
          db,
          'SELECT count(*) AS count FROM stripe_customer WHERE account = ? AND deleted = 1 AND created_at IS NULL',
          [account],
        )
      : 0;
  const byMonth = new Map<string, Trouble>();
  const total: Trouble = { missing: 0, unknown: 0, refused: 0, waiting: 0 };
  const add = (month: string | null, what: keyof Trouble, count: number) => {
    total[what] += count;
    if (month === null) return;
    const known = byMonth.get(month) ?? { missing: 0, unknown: 0, refused: 0, waiting: 0 };
    known[what] += count;
    byMonth.set(month, known);
  };
  for (const { month, missing, unknown } of gapsByMonth(db, account, type)) {
    add(month, 'missing', missing);
    add(month, 'unknown', unknown);
  }
  for (const { month, count } of waitingByMonth(db, account, type)) add(month, 'waiting', count);
  for (const month of refusedMonths(db, account, type)) add(month, 'refused', 1);
  return { ...total, held, undated: Math.max(0, held - dated - timeless), byMonth };
}

function countOf(db: ReadableLedger, sql: string, args: readonly unknown[]): number {
  return statement<{ count: number | null }>(db, sql).get(...args)?.count ?? 0;
}

function gapsByMonth(db: ReadableLedger, account: string, type: string) {
  return statement<{ month: string | null; missing: number; unknown: number }>(
    db,
    `SELECT month, count(DISTINCT iif(healed_at IS NULL, object_id, NULL)) AS missing, count(DISTINCT iif(healed_by = 'absent', object_id, NULL)) AS unknown
     FROM stripe_gap WHERE account = ? AND object_type = ? AND (healed_at IS NULL OR healed_by = 'absent') GROUP BY month`,
  ).all(account, type);
}

function waitingByMonth(db: ReadableLedger, account: string, type: string) {
  return statement<{ month: string | null; count: number }>(
    db,
    'SELECT month, count(DISTINCT object_id) AS count FROM stripe_watch WHERE account = ? AND object_type = ? AND is_gap = 0 GROUP BY month',
  ).all(account, type);
}

const REFUSED_LOOKED_AT = 500;

/** The months of what arrived and cannot be read, as far as its text tells them. */
function refusedMonths(db: ReadableLedger, account: string, type: string): readonly (string | null)[] {
  return statement<{ payload: Buffer }>(
    db,
    `SELECT payload FROM refused_object WHERE system = 'stripe' AND account = ? AND object_type = ? AND resolved_at IS NULL LIMIT ${REFUSED_LOOKED_AT}`,
  )
    .all(account, type)
    .map(({ payload }) => monthIn(unpackPayload(payload)));
}

function monthIn(text: string): string | null {
  const second = Number(/"created":(\d{9,11})\b/.exec(text)?.[1]);
  return Number.isInteger(second) ? new Date(second * 1_000).toISOString().slice(0, 7) : null;
}

export type MonthCounts = Pick<CompletenessMonth, 'month' | 'held' | 'listed' | 'sums'> & { readonly inList: number };

/** What is held and what Stripe listed of a family, by month, the latest first. */
export function countByMonth(db: ReadableLedger, account: string, type: string): readonly MonthCounts[] {
  const rows = statement<{
    month: string;
    currency: string;
    exponent: number;
    held: number;
    inList: number;
    heldMinor: number;
    listed: number | null;
    listedMinor: number | null;
  }>(
    db,
    `SELECT coalesce(h.month, l.month) AS month, coalesce(h.currency, l.currency) AS currency, coalesce(h.exponent, l.exponent) AS exponent,
       coalesce(h.count, 0) AS held, coalesce(h.in_list, 0) AS inList, coalesce(h.sum_minor, 0) AS heldMinor, l.count AS listed, l.sum_minor AS listedMinor
     FROM (SELECT * FROM stripe_held WHERE account = @account AND object_type = @type) h
     FULL JOIN (SELECT * FROM stripe_listed WHERE account = @account AND object_type = @type AND state = 'whole') l
       ON l.month = h.month AND l.currency = h.currency ORDER BY 1 DESC, 2`,
  ).all({ account, type });
  const months = new Map<
    string,
    { month: string; held: number; inList: number; listed: number | null; sums: MonthCounts['sums'] }
  >();
  for (const row of rows) {
    const { month, currency, exponent, heldMinor, listedMinor } = row;
    const known = months.get(month) ?? { month, held: 0, inList: 0, listed: null, sums: [] };
    known.held += row.held;
    known.inList += row.inList;
    if (row.listed !== null) known.listed = (known.listed ?? 0) + row.listed;
    if (currency !== '') known.sums = [...known.sums, { currency, exponent, heldMinor, listedMinor }];
    months.set(month, known);
  }
  return [...months.values()];
}
