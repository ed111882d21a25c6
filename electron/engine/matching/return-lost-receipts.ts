import type { Instant, MatchId } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { changeMatchState, getMatch } from '../../ledger/match-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { receiptTrouble } from '../../posting/read-back/receipt-trouble.ts';

export interface LostReceiptsArgs {
  readonly at: Instant;
  readonly actor: string;
  readonly machine: string;
  readonly limit: number;
}

/**
 * Gives charges back to a person that count as already in PeopleSoft by a receipt that is in error there or gone: the match is reversed,
 * and the charge stays in front of her with the words. At most `limit` in one transaction; answers how many.
 */
export const returnLostReceipts = defineWrite(
  'matching.returnLostReceipts',
  (db: WritableLedger, { at, actor, machine, limit }: LostReceiptsArgs): number => {
    // From the few receipts in error to what stands by them: matches are as many as movements.
    const lost = statement<{ matchId: MatchId }>(
      db,
      `SELECT m.match_id AS matchId FROM ps_payment p CROSS JOIN match m ON m.payment_key = p.payment_key
       WHERE p.status = 'error' AND m.kind = 'alreadyKeyed' AND m.state = 'posted' ORDER BY m.match_id LIMIT ?`,
    ).all(limit);
    for (const { matchId } of lost) {
      const words = receiptTrouble(db, getMatch(db, matchId));
      if (words === null) throw new Error(`the receipt of match ${matchId} is in error and has no words for it`);
      const reason = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
      const movement = { state: 'unmatched', attention: 'changedSinceApproval', reason } as const;
      changeMatchState(db, { matchId, to: 'reversed', actor, at, reason, movement });
      appendAudit(db, {
        at,
        actor,
        machine,
        action: 'match.returned',
        subject: `match/${matchId}`,
        detail: { reason },
      });
    }
    return lost.length;
  },
  { bulk: true },
);
