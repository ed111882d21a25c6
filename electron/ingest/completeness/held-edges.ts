import { firstOfNextMonth, startOfDay } from '../../../shared/domain/calendar.ts';
import type { StripeType } from '../../connectors/stripe/types.ts';
import { defineWrite, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { moneySql } from './held-by-month.ts';
import { FAMILY_TABLES } from './witness-rule.ts';

/** What lies between a zone's midnight and that of UTC where a month begins. */
export interface MonthEdge {
  readonly zone: string;
  readonly month: string;
  readonly from: string;
  readonly to: string;
  /** 1: the zone's month begins earlier and has it as well; -1: it begins later and has it not. */
  readonly sign: 1 | -1;
}

/** The edge of one month in one zone; null where both begin together. Throws RangeError on an unknown zone. */
export function monthEdge(month: string, zone: string): MonthEdge | null {
  const utc = `${month}-01T00:00:00.000Z`;
  const local: string = startOfDay(`${month}-01`, zone);
  if (local === utc) return null;
  return local < utc ? { zone, month, from: local, to: utc, sign: 1 } : { zone, month, from: utc, to: local, sign: -1 };
}

/**
 * Counts anew what of one family is created between the midnights of these zones and UTC's, from the month of `from` on; call it after
 * `countHeld`. A zone's month is the UTC month, plus its own edge, less the edge of the month after it.
 */
export const countEdges = defineWrite(
  'completeness.countEdges',
  (
    db,
    args: {
      readonly account: string;
      readonly type: StripeType;
      readonly from: string;
      readonly zones: readonly string[];
    },
  ): void => {
    const { account, type } = args;
    const first = args.from.slice(0, 7);
    statement(db, 'DELETE FROM stripe_held_edge WHERE account = ? AND object_type = ? AND month >= ?').run(
      account,
      type,
      first,
    );
    const edges = monthsHeld(db, account, type, first).flatMap((month) =>
      args.zones.flatMap((zone) => monthEdge(month, zone) ?? []),
    );
    const earliest = edges.map(({ from }) => from).toSorted()[0];
    if (earliest === undefined) return;
    statement(db, edgeSql(type)).run({ account, type, edges: JSON.stringify(edges), earliest });
  },
  { bulk: true },
);

/** Every month from `from` (or the first that holds anything) to the one after the last that does. */
function monthsHeld(db: ReadableLedger, account: string, type: string, from: string): readonly string[] {
  const span = statement<{ first: string | null; last: string | null }>(
    db,
    'SELECT min(month) AS first, max(month) AS last FROM stripe_held WHERE account = ? AND object_type = ? AND month >= ?',
  ).get(account, type, from);
  const first = from === '' ? (span?.first ?? null) : from;
  if (first === null) return [];
  const last = span?.last ?? first;
  const months: string[] = [];
  for (let month = first; month <= last; month = nextMonth(month)) months.push(month);
  return [...months, nextMonth(last)];
}

/** The month after this one, `2026-11` after `2026-10`. */
export function nextMonth(month: string): string {
  return firstOfNextMonth(`${month}-01`).slice(0, 7);
}

const texts = new Map<StripeType, string>();

function edgeSql(type: StripeType): string {
  const known = texts.get(type);
  if (known !== undefined) return known;
  const { table, created } = FAMILY_TABLES[type];
  const money = moneySql(type);
  // Edges are at most a day long and at the ends of months: the days in between are passed over before anything is compared.
  const text = `WITH e AS MATERIALIZED (SELECT value ->> 'zone' AS zone, value ->> 'month' AS month, value ->> 'from' AS from_at,
      value ->> 'to' AS to_at, value ->> 'sign' AS sign FROM json_each(@edges))
    INSERT INTO stripe_held_edge (account, object_type, zone, month, currency, exponent, count, sum_minor)
    SELECT @account, @type, e.zone, e.month, ${money.currency}, ${money.exponent}, e.sign * count(*), e.sign * sum(${money.sum})
    FROM ${table} o CROSS JOIN e WHERE o.account = @account AND o.${created} >= @earliest AND substr(o.${created}, 9, 2) IN ('01', '28', '29', '30', '31')
      AND o.${created} >= e.from_at AND o.${created} < e.to_at GROUP BY 3, 4, 5, 6`;
  texts.set(type, text);
  return text;
}
