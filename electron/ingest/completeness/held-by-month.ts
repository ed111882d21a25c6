import type { StripeType } from '../../connectors/stripe/types.ts';
import { defineWrite } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { FAMILY_TABLES } from './witness-rule.ts';

/**
 * Counts anew what is held of one family by UTC month of creation, from the month of `from` on. A deleted customer counts where her
 * creation was known; what was read before its creation was kept counts nowhere.
 */
export const countHeld = defineWrite(
  'completeness.countHeld',
  (db, args: { readonly account: string; readonly type: StripeType; readonly from: string }): void => {
    const { account, type } = args;
    const month = args.from.slice(0, 7);
    statement(db, 'DELETE FROM stripe_held WHERE account = ? AND object_type = ? AND month >= ?').run(
      account,
      type,
      month,
    );
    statement(db, countSql(type)).run({ account, type, month });
  },
  { bulk: true },
);

/** The currency, its exponent and the amount of a row `o` of a family, in SQL; an invoice payment that is still open has none of them. */
export function moneySql(type: StripeType): {
  readonly currency: string;
  readonly exponent: string;
  readonly sum: string;
} {
  const { amount } = FAMILY_TABLES[type];
  return amount === null
    ? { currency: "''", exponent: '0', sum: '0' }
    : { currency: "coalesce(o.currency, '')", exponent: 'coalesce(o.exponent, 0)', sum: `coalesce(o.${amount}, 0)` };
}

const texts = new Map<StripeType, string>();

function countSql(type: StripeType): string {
  const known = texts.get(type);
  if (known !== undefined) return known;
  const { table, created } = FAMILY_TABLES[type];
  const money = moneySql(type);
  const text = `INSERT INTO stripe_held (account, object_type, month, currency, exponent, count, sum_minor, in_list)
    SELECT @account, @type, substr(o.${created}, 1, 7), ${money.currency}, ${money.exponent}, count(*), sum(${money.sum}),
      sum(coalesce(o.${created} >= l.from_at AND o.${created} <= l.to_at, 0))
    FROM ${table} o LEFT JOIN (SELECT month, min(from_at) AS from_at, max(to_at) AS to_at FROM stripe_listed
      WHERE account = @account AND object_type = @type AND state = 'whole' GROUP BY month) l ON l.month = substr(o.${created}, 1, 7)
    WHERE o.account = @account AND o.${created} >= @month GROUP BY 3, 4, 5`;
  texts.set(type, text);
  return text;
}
