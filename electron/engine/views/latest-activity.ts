import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** Month (`YYYY-MM`) of the latest charge, or null while there is none. */
export const latestActivity = defineRead(
  'views.latestActivity',
  (db: ReadableLedger, _args: null): string | null =>
    statement<{ month: string | null }>(
      db,
      "SELECT substr(max(last), 1, 7) AS month FROM (SELECT (SELECT accounting_date FROM movement WHERE unit = u.unit ORDER BY occurred_at DESC LIMIT 1) AS last FROM (SELECT DISTINCT unit FROM movement_count WHERE unit <> '') u)",
    ).get()?.month ?? null,
);
