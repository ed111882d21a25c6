import { prepared } from './prepared.ts';
import { columns, type QueryDefinition, type QueryValue } from './query-definition.ts';
import { SITE_QUERIES } from './site.ts';

type Prompts = Readonly<Record<string, string>>;

/**
 * A query that counts and sums beside a list, grouped. It is built on the record and not on a row-secured view: what row
 * security hides from the list is counted all the same.
 */
function totals(
  name: string | undefined,
  prompts: readonly string[],
  headings: readonly string[],
  sql: string,
  bind: (given: Prompts, visibleUntilMs: number) => Readonly<Record<string, QueryValue>>,
): QueryDefinition {
  return {
    name: name ?? '',
    prompts,
    columns: columns(...headings),
    run: ({ books, visibleUntilMs }, given) =>
      prepared<Record<string, QueryValue>>(books, sql)
        .all(bind(given, visibleUntilMs))
        .map((row) => Object.values(row)),
  };
}

// '}' is the character after '|': the end of one unit's keys.
const rangeOf = (unit = '') => ({ low: `${unit}|`, high: `${unit}}` });

export const TOTAL_QUERIES: readonly QueryDefinition[] = [
  totals(
    SITE_QUERIES.customerTotals,
    ['SETID'],
    ['A.SETID', 'ROW_COUNT:number'],
    'SELECT setid, COUNT(*) AS n FROM customer WHERE setid = :setid GROUP BY setid',
    ({ SETID: setid = '' }) => ({ setid }),
  ),
  totals(
    SITE_QUERIES.openItemTotals,
    ['BUSINESS_UNIT'],
    ['A.BAL_CURRENCY', 'ROW_COUNT:number', 'TOTAL_AMT:amount'],
    `SELECT bal_currency, COUNT(*) AS n, SUM(bal_amt) AS total FROM item INDEXED BY item_open
     WHERE item_status = 'O' AND sort_key > :low AND sort_key < :high GROUP BY bal_currency`,
    ({ BUSINESS_UNIT: unit }) => rangeOf(unit),
  ),
  totals(
    SITE_QUERIES.paymentTotals,
    ['DEPOSIT_BU', 'FROM_DATE'],
    ['A.PAYMENT_CURRENCY', 'ROW_COUNT:number', 'TOTAL_AMT:amount'],
    `SELECT payment_currency, COUNT(*) AS n, SUM(payment_amt) AS total FROM payment
     WHERE sort_key > :low AND sort_key < :high AND accounting_dt >= :from AND saved_at_ms <= :visible GROUP BY payment_currency`,
    ({ DEPOSIT_BU: unit, FROM_DATE: from = '' }, visible) => ({ ...rangeOf(unit), from, visible }),
  ),
];
