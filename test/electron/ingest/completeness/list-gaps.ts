import type { ReadableLedger } from '../../../../electron/ledger/operation.ts';

/** Every gap the books hold, oldest first, e.g. `charge ch_1 by sourceOfBalanceTransaction: open`. */
export function listGaps(db: ReadableLedger): string[] {
  const rows = db
    .prepare('SELECT object_type, object_id, witness, healed_by FROM stripe_gap ORDER BY gap_key')
    .raw()
    .all() as [string, string, string, string | null][];
  return rows.map(([type, id, witness, healedBy]) => `${type} ${id} by ${witness}: ${healedBy ?? 'open'}`);
}
