import type { StripeType } from '../../connectors/stripe/types.ts';
import { defineRead } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** Families that were listed as a whole since the last check, and from which month on. */
export const listedSince = defineRead(
  'completeness.listedSince',
  (db, { account }: { readonly account: string }): readonly { readonly type: StripeType; readonly from: string }[] =>
    statement<{ type: StripeType; from: string }>(
      db,
      `SELECT object_type AS type, min(month) AS "from" FROM stripe_listed WHERE account = @account AND state = 'whole' AND listed_at >= coalesce(
         (SELECT committed_at FROM cursor WHERE system = 'stripe' AND account = @account AND stream = 'completeness'), '') GROUP BY object_type`,
    ).all({ account }),
);
