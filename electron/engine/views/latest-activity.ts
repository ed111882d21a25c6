import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** Month (`YYYY-MM`) of the latest succeeded charge of any unit on or before `upTo`, or null while there is none. */
export const latestActivity = defineRead(
  'views.latestActivity',
  (db: ReadableLedger, args: { upTo: string }): string | null =>
    statement<{ month: string | null }>(
      db,
      `SELECT substr(max(last), 1, 7) AS month FROM (SELECT (SELECT accounting_date FROM movement
         WHERE unit = u.unit AND kind = 'charge' AND occurred_at <= @upTo ORDER BY occurred_at DESC LIMIT 1) AS last
       FROM (SELECT DISTINCT unit FROM movement_count WHERE unit <> '') u)`,
    ).get(args)?.month ?? null,
);
