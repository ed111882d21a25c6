import type { StripeType } from '../../connectors/stripe/types.ts';
import { FAMILY_TABLES, type WitnessRule } from './witness-rule.ts';

interface Chain {
  readonly name: string;
  readonly family: StripeType;
  readonly index: string;
  readonly amount: string;
  /** True for a row `b` that may begin at anything. */
  readonly beginsAnywhere: string;
  readonly words: string;
}

/**
 * What Stripe keeps under a customer is a chain by currency: each change ends where it began plus its amount, begins where the one before
 * ended, and the first begins at nothing. Several of one second may stand in any order that chains. A balance from before Stripe kept its
 * changes begins with a row of its own (`initial`, `migration`). Source: Stripe API reference, customer balance transaction (`type`,
 * `ending_balance`), cash balance transaction (`net_amount`, `ending_balance`).
 */
export const CHAIN_RULES: readonly WitnessRule[] = (
  [
    {
      name: 'customerBalanceChain',
      family: 'customer_balance_transaction',
      index: 'stripe_customer_balance_by_customer',
      amount: 'amount_minor',
      beginsAnywhere: `b.cause IN ('initial', 'migration')`,
      words: 'has changes of her balance that do not follow one another',
    },
    {
      name: 'cashBalanceChain',
      family: 'customer_cash_balance_transaction',
      index: 'stripe_cash_balance_by_customer',
      amount: 'net_minor',
      beginsAnywhere: '0',
      words: 'has changes of her cash balance that do not follow one another',
    },
  ] satisfies readonly Chain[]
).map((chain) => ({
  name: chain.name,
  witness: 'customer',
  changedBy: chain.family,
  proves: chain.family,
  short: `w.deleted = 0 AND EXISTS (SELECT 1 FROM ${rowsOf(chain, 'b')} AND NOT (${chain.beginsAnywhere}) AND NOT (${followsOn(chain)}))`,
  leadDays: null,
  askFirst: true,
  words: chain.words,
}));

/** Rows of the customer `w`. */
function rowsOf({ family, index }: Chain, alias: string): string {
  return `${FAMILY_TABLES[family].table} ${alias} INDEXED BY ${index} WHERE ${alias}.account = w.account AND ${alias}.customer_id = w.customer_id`;
}

/**
 * Whether the row `b` begins where another of its second, or of the second before, ends; and whether its second as a whole leads from there to
 * one of its own ends: rows of one second that only lead back to each other hang on nothing.
 */
function followsOn(chain: Chain): string {
  const { amount } = chain;
  const { id } = FAMILY_TABLES[chain.family];
  const ofSecond = (alias: string) =>
    `${rowsOf(chain, alias)} AND ${alias}.currency = b.currency AND ${alias}.created_at = b.created_at`;
  const before = `SELECT p.ending_minor AS minor FROM ${rowsOf(chain, 'p')} AND p.currency = b.currency AND p.created_at = (
      SELECT max(l.created_at) FROM ${rowsOf(chain, 'l')} AND l.currency = b.currency AND l.created_at < b.created_at)
    UNION ALL SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM ${rowsOf(chain, 'e')} AND e.currency = b.currency AND e.created_at < b.created_at)`;
  return `b.ending_minor - b.${amount} IN (${before} UNION ALL SELECT s.ending_minor FROM ${ofSecond('s')} AND s.${id} <> b.${id})
    AND EXISTS (SELECT 1 FROM (${before}) began JOIN (SELECT sum(m.${amount}) AS minor FROM ${ofSecond('m')}) moved
      WHERE began.minor + moved.minor IN (SELECT n.ending_minor FROM ${ofSecond('n')}))`;
}
