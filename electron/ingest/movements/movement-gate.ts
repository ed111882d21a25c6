import type { MovementGate } from '../../../shared/domain/movement-gate.ts';
import type { MovementKind, MovementState } from '../../../shared/domain/states.ts';
import {
  disputeMovesMoney,
  hasMovedMoney,
  refundHasComeBack,
  refundIsWaiting,
} from '../../../shared/domain/stripe-status.ts';
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
  readonly unit: Pick<UnitRule, 'goLiveDate'> | null;
  readonly chargeId: string | null;
  readonly charge: ChargeKnowledge;
  /** It only releases what was authorised and not captured; no money moves. */
  readonly isRelease: boolean;
  /** False only for a balance transaction of a category this version does not know. */
  readonly knownCategory: boolean;
}

/** What stands against matching this movement, or null when nothing does. */
export function gateOf(question: GateQuestion): Gate | null {
  const { kind } = question;
  if (kind === 'payout' || kind === 'fee' || kind === 'adjustment')
    return question.knownCategory ? excluded('closeOnly') : waiting('unknownCategory');
  const bySource = gateBySource({ ...question, kind });
  if (bySource !== null) return bySource;
  if (question.isRelease) return excluded('chargeNotCaptured');
  return kind === 'charge' ? null : gateByCharge(question);
}

/** What a charge, refund or dispute shows of itself, and the unit it belongs to. */
export interface SourceQuestion extends Pick<GateQuestion, 'sourceStatus' | 'accountingDate' | 'unit'> {
  readonly kind: 'charge' | 'refund' | 'dispute';
}
/** The gates that `gateBySource` shuts: they hold as long as it says so, whatever is stored. */
export const GATES_BY_SOURCE: ReadonlySet<MovementGate> = new Set([
  'chargeFailed',
  'refundFailed',
  'waitingForBank',
  'inquiry',
  'noUnit',
  'beforeGoLive',
]);

/** What its own status, its unit and the go-live date of that say against matching a movement: all that needs no other object. */
export function gateBySource({ kind, sourceStatus, unit, accountingDate }: SourceQuestion): Gate | null {
  const byStatus = gateByStatus(kind, sourceStatus);
  if (byStatus !== null) return byStatus;
  if (unit === null) return waiting('noUnit');
  return unit.goLiveDate !== null && accountingDate < unit.goLiveDate ? excluded('beforeGoLive') : null;
}

function gateByStatus(kind: SourceQuestion['kind'], sourceStatus: string): Gate | null {
  switch (kind) {
    case 'charge':
      return hasMovedMoney({ kind, sourceStatus }) ? null : excluded('chargeFailed');
    case 'refund':
      if (refundHasComeBack(sourceStatus)) return excluded('refundFailed');
      return refundIsWaiting(sourceStatus) ? waiting('waitingForBank') : null;
    case 'dispute':
      return disputeMovesMoney(sourceStatus) ? null : excluded('inquiry');
  }
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
