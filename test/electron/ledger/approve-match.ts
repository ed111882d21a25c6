import { openDecision, recordDecision } from '../../../electron/ledger/decision-store.ts';
import { changeMatchState, type MatchChange } from '../../../electron/ledger/match-store.ts';
import type { WritableLedger } from '../../../electron/ledger/operation.ts';

/** A yes to a match as the stores keep it, without the posting and the terms that a person's approval brings. Answers the decision's id. */
export function approveMatch(db: WritableLedger, change: Omit<MatchChange, 'to'>): number {
  const opened = openDecision(db, { matchIds: [change.matchId] });
  changeMatchState(db, { ...change, to: 'approved' });
  return recordDecision(db, { opened, actor: change.actor, at: change.at, kind: 'match.approved' });
}
