import type { MatchId } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { recordDecision, type OpenedDecision } from '../../ledger/decision-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import type { Decider } from './decide.ts';

/** Keeps the decision for undo and writes its audit row. */
export function keepDecision(
  db: WritableLedger,
  decider: Decider,
  opened: OpenedDecision,
  matchId: MatchId,
  created: readonly MatchId[],
  detail: { posting: number | null; post: boolean; items: string[]; reason: string | null },
): number {
  const { actor, machine, at } = decider;
  const decisionId = recordDecision(db, { opened, actor, at, kind: 'match.approved', createdMatches: created });
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'match.approved',
    subject: `match/${matchId}`,
    detail: { decision: decisionId, ...detail },
  });
  return decisionId;
}
