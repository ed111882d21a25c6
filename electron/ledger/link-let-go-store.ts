import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** A Stripe customer of whom a link ended or was taken back, his own or that of one he was merged with. */
export interface LetGo {
  readonly account: string;
  readonly customerId: string;
}

/** Some of those that nobody has looked at since, at most `limit`; the ledger notes them itself. */
export function customersLetGo(db: ReadableLedger, limit: number): readonly LetGo[] {
  return statement<LetGo>(
    db,
    'SELECT account, customer_id AS customerId FROM link_let_go ORDER BY account, customer_id LIMIT ?',
  ).all(limit);
}

/** What rested on his link has been looked at. */
export function lookedAtLetGo(db: WritableLedger, { account, customerId }: LetGo): void {
  statement(db, 'DELETE FROM link_let_go WHERE account = ? AND customer_id = ?').run(account, customerId);
}
