import type { MovementGate } from '../../shared/domain/movement-gate.ts';
import type { MovementKind, MovementState } from '../../shared/domain/states.ts';
import type { UnitRule } from './unit-rules.ts';

export interface Gate {
  readonly state: Extract<MovementState, 'excluded' | 'notEvaluated' | 'lookupFailed'>;
  readonly gate: MovementGate;
}
/** What is known of the charge that a refund or dispute names. */
export type ChargeKnowledge = 'movement' | 'heldWithoutMovement' | 'absent' | 'refused' | 'unknown';
export interface GateQuestion {
  readonly kind: MovementKind;
  readonly sourceStatus: string;
  readonly accountingDate: string;
  readonly unit: UnitRule | null;
  readonly chargeId: string | null;
  readonly charge: ChargeKnowledge;
  /** It only releases what was authorised and not captured; no money moves. */
  readonly isRelease: boolean;
  /** False only for a balance transaction of a category this version does not know. */
  readonly knownCategory: boolean;
}

/** What stands against matching this movement, or null when nothing does. */
export function gateOf(question: GateQuestion): Gate | null {
  const { kind, unit } = question;
  if (kind === 'payout' || kind === 'fee' || kind === 'adjustment')
    return question.knownCategory ? excluded('closeOnly') : waiting('unknownCategory');
  const byStatus = gateByStatus(question);
  if (byStatus !== null) return byStatus;
  if (unit === null) return waiting('noUnit');
  if (unit.goLiveDate !== null && question.accountingDate < unit.goLiveDate) return excluded('beforeGoLive');
  if (question.isRelease) return excluded('chargeNotCaptured');
  return kind === 'charge' ? null : gateByCharge(question);
}

function gateByStatus({ kind, sourceStatus }: GateQuestion): Gate | null {
  if (kind === 'charge') return sourceStatus === 'succeeded' ? null : excluded('chargeFailed');
  if (kind === 'refund') {
    if (sourceStatus === 'failed' || sourceStatus === 'canceled') return excluded('refundFailed');
    return sourceStatus === 'requires_action' ? waiting('waitingForBank') : null;
  }
  return sourceStatus.startsWith('warning_') || sourceStatus === 'prevented' ? excluded('inquiry') : null;
}

function gateByCharge({ chargeId, charge }: GateQuestion): Gate | null {
  if (chargeId === null) return failed('noCharge');
  switch (charge) {
    case 'movement':
      return null;
    case 'heldWithoutMovement':
      return excluded('chargeNotCaptured');
    case 'absent':
      return failed('chargeAbsent');
    case 'refused':
      return failed('chargeRefused');
    case 'unknown':
      return waiting('waitingForCharge');
  }
}

const excluded = (gate: MovementGate): Gate => ({ state: 'excluded', gate });
const waiting = (gate: MovementGate): Gate => ({ state: 'notEvaluated', gate });
const failed = (gate: MovementGate): Gate => ({ state: 'lookupFailed', gate });
