import type { Instant, MatchId } from '../../shared/domain/ids.ts';
import { openDecision, recordDecision } from './decision-store.ts';
import { rejectPairs } from './rejected-pair-store.ts';
import { LedgerError } from './ledger-error.ts';
import type { MatchChange } from './match-store.ts';
import { changeMatchState, getMatch } from './match-store.ts';
import type { WritableLedger } from './operation.ts';

interface PersonDecision {
  readonly matchId: MatchId;
  /** The version the person saw. */
  readonly version: number;
  readonly actor: string;
  readonly at: Instant;
  readonly reason?: string | null;
  readonly movement?: NonNullable<MatchChange['movement']>;
}

/**
 * A person says no to a proposal: the match is rejected and its movements with these items are not proposed again. Returns the
 * decision id. The caller adds the audit row. An approved match is undone or reversed instead. Throws
 * `NOT_FOUND`, `STALE_VERSION`, `TRANSITION`.
 */
export function rejectMatch(db: WritableLedger, decision: PersonDecision): number {
  const { matchId, actor, at, reason } = decision;
  if (getMatch(db, matchId).state === 'approved')
    throw new LedgerError('TRANSITION', 'This match is approved already.', 'Undo the approval first, then reject it.');
  const opened = openDecision(db, { matchIds: [matchId] });
  changeMatchState(db, { ...decision, to: 'rejected' });
  const rejectedPairs = rejectPairs(db, { matchId, actor, at, reason: reason ?? null });
  return recordDecision(db, { opened, actor, at, kind: 'match.rejected', rejectedPairs });
}
