import { mergeOfCustomer } from '../../ledger/customer-merge-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** What a person picked for a Stripe customer and those that count as one with it. */
export interface MergedFields {
  /** Null where the one it was picked from says nothing. */
  readonly name: string | null;
  readonly email: string | null;
  /** Ids of the others. */
  readonly others: string[];
}

/** The fields that a person picked for a Stripe customer and those it is merged with; null: it stands for itself. */
export function mergedFields(
  db: ReadableLedger,
  { account, customerId }: { readonly account: string; readonly customerId: string },
): MergedFields | null {
  const merge = mergeOfCustomer(db, account, customerId);
  if (merge === null) return null;
  const read = statement<Pick<MergedFields, 'name' | 'email'>>(
    db,
    'SELECT name, email FROM stripe_customer WHERE account = ? AND customer_id = ?',
  );
  const name = read.get(account, merge.picks.name)?.name ?? null;
  const email = read.get(account, merge.picks.email)?.email ?? null;
  return { name, email, others: merge.members.filter((id) => id !== customerId) };
}
