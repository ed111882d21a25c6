import type { StripeType } from '../../connectors/stripe/types.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { transactionsOfSources, type BalanceTransactionRow } from './balance-transaction-rows.ts';
import type { IngestContext } from '../ingest-context.ts';
import { hasDerivedLinks } from './invoice-link.ts';
import type { ReadObject } from './observed-page.ts';

/** What a charge that is not yet a movement is explained by. */
export interface ChargeSurroundings {
  readonly transactions: ReadonlyMap<string, BalanceTransactionRow>;
  readonly names: ReadonlyMap<string, string | null>;
}
/**
 * What the ledger holds around objects of one page that are new, asked for once instead of once an object. Good for those objects and
 * while that page is stored: nothing that one new object of a type brings changes what is said here of another one of that type.
 */
export interface PageSurroundings {
  /** Charges: none of them is a movement yet. Null where some are, and for every other type. */
  readonly charges: ChargeSurroundings | null;
  /** Whether a movement may have to be derived anew because of this object. */
  readonly hasOwners: (id: string) => boolean;
  /** Whether payments of invoices are held that no object of Stripe says. */
  readonly hasDerivedLinks: boolean;
}

/** Asks for what surrounds these new objects of one type. */
export function surroundingsOf(
  db: ReadableLedger,
  context: IngestContext,
  type: StripeType,
  objects: readonly ReadObject[],
): PageSurroundings {
  const owned = ownedAmong(db, context, type, objects);
  return {
    charges: type === 'charge' ? aroundCharges(db, context, objects) : null,
    hasOwners: (id) => owned === null || owned.has(id),
    hasDerivedLinks: type !== 'invoice_payment' || hasDerivedLinks(db, context.account),
  };
}

function aroundCharges(
  db: ReadableLedger,
  context: IngestContext,
  objects: readonly ReadObject[],
): ChargeSurroundings | null {
  const ids = JSON.stringify(objects.map(({ id }) => id));
  const held = statement(
    db,
    `SELECT 1 FROM json_each(?) wanted CROSS JOIN movement m
     ON m.account = ? AND m.livemode = ? AND m.kind = 'charge' AND m.object_id = wanted.value LIMIT 1`,
  ).get(ids, context.account, context.livemode ? 1 : 0);
  if (held !== undefined) return null;
  const customers = new Set(objects.flatMap(({ fact }) => (fact.type === 'charge' ? (fact.customer ?? []) : [])));
  const names = statement<{ customer_id: string; name: string | null }>(
    db,
    `SELECT c.customer_id, c.name FROM json_each(?) wanted CROSS JOIN stripe_customer c
     ON c.account = ? AND c.customer_id = wanted.value`,
  ).all(JSON.stringify([...customers]), context.account);
  return {
    transactions: transactionsOfSources(db, context.account, 'charge', ids),
    names: new Map(names.map(({ customer_id, name }) => [customer_id, name])),
  };
}

/** Those of the objects that some movement hangs on, or null where every one has to be asked for by itself. */
function ownedAmong(
  db: ReadableLedger,
  { account, livemode }: IngestContext,
  type: StripeType,
  objects: readonly ReadObject[],
): ReadonlySet<string> | null {
  if (type === 'charge') {
    const ids = JSON.stringify(objects.map(({ id }) => id));
    return idsOf(
      db,
      `SELECT wanted.value FROM json_each(?) wanted WHERE EXISTS
         (SELECT 1 FROM movement m WHERE m.charge_id = wanted.value AND m.account = ?)`,
      [ids, account],
    );
  }
  if (type !== 'balance_transaction') return null;
  const wanted = objects.map(({ id, fact }) =>
    fact.type === 'balance_transaction' ? [id, fact.source, fact.reportingCategory] : [id, null, null],
  );
  return idsOf(
    db,
    `SELECT wanted.value ->> 0 FROM json_each(?) wanted
     WHERE EXISTS (SELECT 1 FROM movement m WHERE m.balance_transaction_id = wanted.value ->> 0 AND m.account = ?)
       OR EXISTS (SELECT 1 FROM movement m WHERE m.account = ? AND m.livemode = ? AND m.kind = wanted.value ->> 2 AND m.object_id = wanted.value ->> 1)`,
    [JSON.stringify(wanted), account, account, livemode ? 1 : 0],
  );
}

function idsOf(db: ReadableLedger, sql: string, values: readonly (string | number)[]): ReadonlySet<string> {
  return new Set(
    statement<Record<string, string>>(db, sql)
      .all(...values)
      .flatMap((row) => Object.values(row)),
  );
}
