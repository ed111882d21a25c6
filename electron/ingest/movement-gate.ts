import type { MovementKind, MovementState } from '../../shared/domain/states.ts';
import { REFUND_CAME_BACK } from '../ledger/movement-store.ts';
import type { UnitRule } from './unit-rules.ts';

/**
 * Why a movement is not up for matching as the sources stand. The words are stored and shown; a row is given free again by
 * finding its reason in this list, so a sentence that is ever reworded must stay here beside the new one.
 */
export const GATE_REASONS = {
  closeOnly: 'Not matched to items: it is tied out at the close.',
  beforeGoLive: 'Before the go-live date of its unit.',
  noUnit: 'Its currency belongs to no unit of the connection profile.',
  waitingForCharge: 'Waiting for its charge, which has not come in yet.',
  waitingForBank: 'Stripe is still waiting for the customer or the bank; no money has moved yet.',
  chargeNotCaptured: 'Its charge was never captured, so no money was taken.',
  noCharge: 'Stripe names no charge for it.',
  chargeAbsent: 'Stripe does not know the charge it names.',
  chargeRefused: 'The charge it names arrived but cannot be read.',
  refundFailed: REFUND_CAME_BACK,
  inquiry: 'An inquiry or a prevented dispute: no money has moved.',
  chargeFailed: 'Stripe no longer shows this charge as succeeded.',
  unknownCategory: 'Stripe names a category of balance transaction that this version does not know.',
} as const;
const REASONS: ReadonlySet<string> = new Set(Object.values(GATE_REASONS));

export interface Gate {
  readonly state: Extract<MovementState, 'excluded' | 'notEvaluated' | 'lookupFailed'>;
  readonly reason: string;
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
  return kind === 'charge' ? null : gateByCharge(question);
}

/** True for a reason that this file gave: the row may be set free when the sources no longer stand against it. */
export function isGateReason(reason: string | null): boolean {
  return reason !== null && REASONS.has(reason);
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

const excluded = (reason: keyof typeof GATE_REASONS): Gate => ({ state: 'excluded', reason: GATE_REASONS[reason] });
const waiting = (reason: keyof typeof GATE_REASONS): Gate => ({ state: 'notEvaluated', reason: GATE_REASONS[reason] });
const failed = (reason: keyof typeof GATE_REASONS): Gate => ({ state: 'lookupFailed', reason: GATE_REASONS[reason] });
