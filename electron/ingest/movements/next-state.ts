import type { Instant, MatchId, MovementKey } from '../../../shared/domain/ids.ts';
import { stateWords } from '../../../shared/domain/movement-gate.ts';
import type { MovementState } from '../../../shared/domain/states.ts';
import { changeMatchState, liveMatchOf } from '../../ledger/match-store.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { isMatchingRule } from '../../matching/rules.ts';
import type { Gate } from './movement-gate.ts';
import type { MovementColumns, StoredMovement } from './movement-rows.ts';

type StateColumns = Pick<MovementColumns, 'state' | 'state_reason' | 'gate' | 'attention'>;
export interface NextState extends StateColumns {
  /** A rule's proposal that no longer stands; to be withdrawn in the same step. */
  readonly withdrawn: MatchId | null;
}
type Derived = Pick<MovementColumns, 'amount_minor' | 'exponent' | 'currency'>;

/**
 * Ingest opens and shuts the gate in front of matching; what matching and people have made of an open movement stays theirs. What only
 * a rule has proposed falls when the gate shuts or the amount changes; what a person has approved is flagged and left to her.
 */
export function nextState(
  db: ReadableLedger,
  derived: Derived,
  existing: StoredMovement | undefined,
  gate: Gate | null,
): NextState {
  const opened = gate === null ? OPEN : shut(gate);
  if (existing === undefined) return { ...opened, withdrawn: null };
  const { state, state_reason, gate: known, attention } = existing;
  const kept = { state, state_reason, gate: known, attention };
  const live = liveMatchOf(db, existing.movement_key as MovementKey);
  if (isDecided(existing.state) || live !== null) {
    const fallen = gate !== null || amountMoved(existing, derived);
    if (fallen && live?.state === 'proposed' && isMatchingRule(live.ruleId))
      return { ...opened, withdrawn: live.matchId };
    return { ...kept, ...(fallen ? { attention: 'changedSinceApproval' } : {}), withdrawn: null };
  }
  const isExcludedByPerson = state === 'excluded' && known === null;
  if (gate === null) return { ...(known === null ? kept : OPEN), withdrawn: null };
  return { ...(isExcludedByPerson ? kept : opened), withdrawn: null };
}

/** Withdraws what a rule had proposed for a movement that may no longer be matched, or not with that amount. */
export function withdrawProposal(db: WritableLedger, matchId: MatchId, after: StateColumns, at: Instant): void {
  changeMatchState(db, {
    matchId,
    to: 'withdrawn',
    actor: 'reading',
    at,
    reason: stateWords({ gate: after.gate, stateReason: after.state_reason }) ?? 'Stripe changed its amount.',
    movement: { state: after.state, reason: after.state_reason, gate: after.gate, attention: after.attention },
  });
}

/** Whether a person or a posting stands behind it. */
export function isDecided(state: MovementState): boolean {
  return state === 'approved' || state === 'posted';
}

const OPEN: StateColumns = { state: 'unmatched', state_reason: null, gate: null, attention: null };
function shut(gate: Gate): StateColumns {
  const { state } = gate;
  return { state, state_reason: null, gate: gate.gate, attention: state === 'excluded' ? null : state };
}

function amountMoved(existing: StoredMovement, derived: Derived): boolean {
  const { amount_minor, exponent, currency } = existing;
  return amount_minor !== derived.amount_minor || exponent !== derived.exponent || currency !== derived.currency;
}
