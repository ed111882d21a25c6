import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** A Stripe customer whose link ended, was taken back or leads elsewhere: his own, or that of one he is or was merged with. */
export interface UnlinkedCustomer {
  readonly account: string;
  readonly customerId: string;
}

/** The first of those whose decisions by rule nobody has looked at since; null: there is none. The ledger notes them itself. */
export function firstUnlinked(db: ReadableLedger): UnlinkedCustomer | null {
  return (
    statement<UnlinkedCustomer>(
      db,
      'SELECT account, customer_id AS customerId FROM unlinked_customer ORDER BY account, customer_id LIMIT 1',
    ).get() ?? null
  );
}

/** What rested on his link has been looked at. */
export function forgetUnlinked(db: WritableLedger, { account, customerId }: UnlinkedCustomer): void {
  statement(db, 'DELETE FROM unlinked_customer WHERE account = ? AND customer_id = ?').run(account, customerId);
}
