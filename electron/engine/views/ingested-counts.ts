import type { SystemName } from '../../../shared/domain/states.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** How many source objects the mirror holds, per system. */
export const ingestedCounts = defineRead(
  'views.ingested',
  (db: ReadableLedger, _args: null): Record<SystemName, number> => {
    const counts: Record<SystemName, number> = { stripe: 0, peoplesoft: 0 };
    for (const row of statement<{ system: SystemName; count: number }>(
      db,
      'SELECT system, count(*) AS count FROM source_object GROUP BY system',
    ).all())
      counts[row.system] = row.count;
    return counts;
  },
);
