import { createHash } from 'node:crypto';
import type { Instant, MatchId } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { smallWriteWaits } from '../../ledger/small-writes.ts';
import { statement } from '../../ledger/statement.ts';
import { firstUnlinked, forgetUnlinked, type UnlinkedCustomer } from '../../ledger/unlinked-customer-store.ts';
import { DECIDED_BY_RULE, returnUnlinked } from '../../posting/decisions/return-unlinked.ts';

export interface UnlinkedArgs {
  readonly at: Instant;
  readonly actor: string;
  readonly machine: string;
  /** Stripe customers and matches that are looked at in one transaction. */
  readonly limit: number;
  /** Where the transaction before ended; null: at the first. */
  readonly after: UnlinkedPlace | null;
}
/** How far the matches of one Stripe customer have been looked at. */
export interface UnlinkedPlace extends UnlinkedCustomer {
  readonly isCharge: 0 | 1;
  readonly matchId: MatchId;
}
export interface Unlinked {
  readonly returned: number;
  readonly isDone: boolean;
  readonly after: UnlinkedPlace | null;
}

/**
 * Takes back what rules alone decided by a customer link that holds no more (`returnUnlinked`). What a person approved stands. One part of it, one
 * transaction, one audit row with a digest; it ends early when somebody waits to write, and begins at `after` the next time.
 */
export const returnUnlinkedMatches = defineWrite(
  'matching.returnUnlinked',
  (db: WritableLedger, { limit, after: from, at, actor, machine }: UnlinkedArgs): Unlinked => {
    const digest = createHash('sha256');
    const [first, returned] = [firstUnlinked(db), new Set<MatchId>()];
    let [customer, after, looked] = [first, from, 0];
    while (customer !== null && looked < limit && (looked === 0 || !smallWriteWaits(db))) {
      const room = limit - looked;
      const decided = decidedByRule(db, customer, isOf(after, customer) ? after : null, room);
      // Those that came back with one before them are no longer approved, and stay as they are.
      for (const { matchId } of decided)
        if (!returned.has(matchId)) for (const each of returnUnlinked(db, matchId, { at, actor })) returned.add(each);
      looked += decided.length + 1;
      const last = decided.at(-1);
      after = last === undefined || decided.length < room ? null : { ...customer, ...last };
      if (after !== null) break;
      forgetUnlinked(db, customer);
      customer = firstUnlinked(db);
    }
    for (const matchId of returned) digest.update(`${matchId},`);
    if (returned.size > 0)
      appendAudit(db, {
        at,
        actor,
        machine,
        action: 'match.returned',
        subject: 'matching',
        detail: { count: returned.size, reason: 'a customer link that holds no more', digest: digest.digest('hex') },
      });
    return { returned: returned.size, isDone: customer === null, after };
  },
  { bulk: true },
);

function isOf(place: UnlinkedPlace | null, { account, customerId }: UnlinkedCustomer): boolean {
  return place?.account === account && place.customerId === customerId;
}

/** Refunds and disputes before the charges they rest on: what waits for a charge would else be gone with it. */
function decidedByRule(
  db: ReadableLedger,
  { account, customerId }: UnlinkedCustomer,
  after: UnlinkedPlace | null,
  limit: number,
): readonly Pick<UnlinkedPlace, 'isCharge' | 'matchId'>[] {
  return statement<Pick<UnlinkedPlace, 'isCharge' | 'matchId'>>(
    db,
    `SELECT v.kind = 'charge' AS isCharge, m.match_id AS matchId FROM movement v
       CROSS JOIN match_movement mm ON mm.movement_key = v.movement_key AND mm.live = 1 CROSS JOIN match m ON m.match_id = mm.match_id
     WHERE v.customer_id = ? AND v.account = ? AND m.link_id IS NOT NULL AND (v.kind = 'charge', m.match_id) > (?, ?) AND ${DECIDED_BY_RULE}
     ORDER BY 1, 2 LIMIT ?`,
  ).all(customerId, account, after?.isCharge ?? -1, after?.matchId ?? 0, limit);
}
