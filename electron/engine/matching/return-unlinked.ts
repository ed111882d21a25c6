import type { Instant, MatchId } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { customersLetGo, lookedAtLetGo, type LetGo } from '../../ledger/link-let-go-store.ts';
import { changeMatchState, getMatch } from '../../ledger/match-store.ts';
import { getMovement, type MovementRow } from '../../ledger/movement-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { whyNotWithdraw, withdrawPostings } from '../../ledger/withdraw-postings.ts';
import { linkTrouble } from '../../posting/payments/link-trouble.ts';
import { releaseDependents } from '../../posting/payments/release-posting.ts';

export interface UnlinkedArgs {
  readonly at: Instant;
  readonly actor: string;
  readonly machine: string;
  /** Stripe customers at a time. */
  readonly limit: number;
}

/**
 * Takes back what rules alone approved, or took over from a receipt, by a customer link that holds no more: it is a proposal again, which
 * this run of matching weighs anew. What a person approved stands, and so does what may have left for PeopleSoft already: that is reversed,
 * visibly, not undone. Looks at `limit` Stripe customers in one transaction; answers how many of these there were, and matches came back.
 */
export const returnUnlinked = defineWrite(
  'matching.returnUnlinked',
  (db: WritableLedger, { limit, ...by }: UnlinkedArgs): { customers: number; returned: number } => {
    const customers = customersLetGo(db, limit);
    let returned = 0;
    for (const customer of customers) {
      for (const decided of decidedByRules(db, customer)) if (returnMatch(db, decided, by)) returned += 1;
      lookedAtLetGo(db, customer);
    }
    return { customers: customers.length, returned };
  },
  { bulk: true },
);

interface Decided {
  readonly matchId: MatchId;
  readonly movementKey: MovementRow['movementKey'];
}

function decidedByRules(db: ReadableLedger, { account, customerId }: LetGo): readonly Decided[] {
  return statement<Decided>(
    db,
    `SELECT m.match_id AS matchId, v.movement_key AS movementKey FROM movement v
       CROSS JOIN match_movement mm ON mm.movement_key = v.movement_key AND mm.live = 1 CROSS JOIN match m ON m.match_id = mm.match_id
     WHERE v.customer_id = ? AND v.account = ? AND m.automatic = 1 AND m.link_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.movement_key = v.movement_key AND d.match_id = m.match_id AND d.undone_at IS NULL)
       AND (m.state = 'approved' OR (m.state = 'posted' AND m.kind = 'alreadyKeyed')) ORDER BY m.match_id`,
  ).all(customerId, account);
}

function returnMatch(
  db: WritableLedger,
  { matchId, movementKey }: Decided,
  { at, actor, machine }: Omit<UnlinkedArgs, 'limit'>,
): boolean {
  const trouble = linkTrouble(db, getMatch(db, matchId), getMovement(db, movementKey));
  if (trouble === null || whyNotWithdraw(db, matchId) !== null) return false;
  const reason = `approval by rule taken back: ${trouble}`;
  withdrawPostings(db, matchId, { at, reason });
  releaseDependents(db, matchId, { at, actor });
  changeMatchState(db, {
    matchId,
    to: 'proposed',
    actor,
    at,
    reason,
    movement: { attention: 'noCustomerLink', reason },
  });
  appendAudit(db, { at, actor, machine, action: 'match.returned', subject: `match/${matchId}`, detail: { reason } });
  return true;
}
