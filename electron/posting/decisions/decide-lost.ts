import type { Instant, MovementKey } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { openDecision, recordDecision } from '../../ledger/decision-store.ts';
import { liveMatchOf } from '../../ledger/match-store.ts';
import { postingsOfMatch } from '../../ledger/posting-store.ts';
import { getMovement, setMovementState } from '../../ledger/movement-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { Decider } from './decide.ts';
import { orderForLost } from '../items/order-for-posting.ts';
import { LOST_DECIDED } from './lost-decided.ts';
import { movementAsSeen } from './movement-as-seen.ts';
import { refusal } from './refusal.ts';

/** What becomes of what the customer owes again, as a work order for the clerk in PeopleSoft: nothing of it is sent. */
export type LostOutcome = 'writeOff' | 'rebill' | 'collect';
const WORK_ORDER: Readonly<Record<LostOutcome, string>> = {
  writeOff: 'to be written off in PeopleSoft (maintenance worksheet)',
  rebill: 'to be billed again in PeopleSoft',
  collect: 'stays open; the customer is to pay it another way',
};

export interface DecideLostArgs extends Decider {
  readonly movementKey: number;
  readonly seenVersion: number;
  readonly outcome: LostOutcome;
  readonly reason: string;
}

/**
 * A person decides what becomes of an item whose dispute is lost; kept with her reason, undone like any decision, and shown as a work
 * order. Refuses a dispute that is not lost or not posted, and a missing reason. Answers the decision's id.
 */
export const decideLost = defineWrite('decide.lost', (db: WritableLedger, args: DecideLostArgs): number => {
  const movement = movementAsSeen(db, args.movementKey, args.seenVersion);
  if (movement.kind !== 'dispute' || movement.sourceStatus !== 'lost' || movement.state !== 'posted')
    throw refusal(
      'BAD_INPUT',
      'Only a dispute that is lost, and whose money PeopleSoft shows as gone, is decided this way.',
      'Approve the dispute first and wait until it is confirmed.',
    );
  if (args.reason.trim() === '') throw refusal('MATCH_REASON_NEEDED', 'This decision needs a reason.', 'Say why.');
  const opened = openDecision(db, { movementKeys: [movement.movementKey] });
  const reason = `Lost dispute: ${WORK_ORDER[args.outcome]}. ${args.reason.trim()}`;
  setMovementState(db, movement.movementKey, 'posted', { attention: null, reason, score: movement.score, at: args.at });
  const match = liveMatchOf(db, movement.movementKey);
  const dispute =
    match === null ? undefined : postingsOfMatch(db, match.matchId).findLast(({ effect }) => effect === 'dispute');
  if (dispute !== undefined) orderForLost(db, dispute, { ...args, text: reason });
  const decision = recordDecision(db, { opened, actor: args.actor, at: args.at, kind: LOST_DECIDED });
  appendAudit(db, {
    at: args.at,
    actor: args.actor,
    machine: args.machine,
    action: LOST_DECIDED,
    subject: `movement/${movement.movementKey}`,
    detail: { decision, outcome: args.outcome, reason: args.reason.trim() },
  });
  return decision;
});

/** Puts disputes that were lost after their posting was confirmed before a person, until she has decided. Answers how many. */
export const flagLostDisputes = defineWrite(
  'decide.flagLostDisputes',
  (db: WritableLedger, args: { readonly unit: string; readonly at: Instant }): number => {
    const lost = statement<{ key: MovementKey }>(
      db,
      `SELECT m.movement_key AS key FROM posting p JOIN movement m USING (movement_key)
       WHERE p.unit = ? AND p.effect = 'dispute' AND p.state = 'confirmed' AND m.source_status = 'lost' AND m.state = 'posted' AND m.attention IS NULL
         AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.movement_key = m.movement_key AND d.kind = '${LOST_DECIDED}' AND d.undone_at IS NULL)`,
    ).all(args.unit);
    const reason = 'The dispute is lost: decide whether what is open again is written off, billed again or collected.';
    for (const { key } of lost) {
      const { state, score } = getMovement(db, key);
      setMovementState(db, key, state, { attention: 'refundOrDispute', reason, score, at: args.at });
    }
    return lost.length;
  },
);
