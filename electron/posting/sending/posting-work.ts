import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/**
 * What a round of a unit has to do in PeopleSoft: send something (in bulk, or only what people sent on its way themselves), only look at
 * what was sent before, or nothing.
 */
export const postingWork = defineRead(
  'posting.work',
  (db: ReadableLedger, args: { readonly unit: string; readonly bulk: boolean }): 'sends' | 'looks' | 'nothing' => {
    const has = (states: string, more = '') =>
      statement(db, `SELECT 1 FROM posting WHERE state IN (${states}) AND unit = ? ${more} LIMIT 1`).get(args.unit) !==
      undefined;
    // What waits for a sign-in leaves in the round that finds its approver signed in; a deposit that was cut goes on in any round.
    if (has("'approved', 'queued', 'queuedNeedsSignIn'", args.bulk ? '' : 'AND send_now = 1')) return 'sends';
    if (has("'queued', 'queuedNeedsSignIn'", 'AND deposit_key IS NOT NULL')) return 'sends';
    return has("'sending', 'unknown', 'accepted', 'postingError'") ? 'looks' : 'nothing';
  },
);
