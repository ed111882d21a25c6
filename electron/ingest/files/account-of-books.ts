import { defineRead } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** The Stripe account whose objects the ledger holds; null while it holds none. */
export const accountOfBooks = defineRead('ingest.accountOfBooks', (db, _args: null): string | null => {
  const row = statement<{ account: string }>(
    db,
    "SELECT account FROM source_object WHERE system = 'stripe' ORDER BY source_key LIMIT 1",
  ).get();
  return row?.account ?? null;
});
