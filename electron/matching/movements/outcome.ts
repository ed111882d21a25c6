import type { Attention } from '../../../shared/contract/primitives.ts';
import type { MovementGate } from '../../../shared/domain/movement-gate.ts';
import type { MovementState } from '../../../shared/domain/states.ts';
import type { Point } from '../points.ts';

export interface AllocationOut {
  readonly itemKey: number;
  /** In the movement's minor units. */
  readonly amountMinor: number;
  /** The same value in the item's minor units. */
  readonly itemAmountMinor: number;
}
/** An alternative that lost or tied, as `candidate` rows and `match.runner_up_json` keep it. */
export interface Alternative {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly score: number;
  readonly points: readonly Point[];
  readonly allocations: readonly AllocationOut[];
  /** Item numbers, in the order of the allocations. */
  readonly items: readonly string[];
  /** Why it is second, as the end of a sentence: `same amount, but not named by the charge`. */
  readonly text: string;
}
export interface MatchOut {
  readonly kind: 'payment' | 'alreadyKeyed' | 'refundOfCharge';
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly score: number;
  /** Distance to the runner-up; null when there is none. */
  readonly margin: number | null;
  readonly automatic: boolean;
  readonly points: readonly Point[];
  readonly runnerUp: Alternative | null;
  /** Customer link it rests on; 0 when that link is not stored yet, null when it rests on none. */
  readonly linkId: number | null;
  readonly paymentKey: number | null;
  readonly chargeMovementKey: number | null;
  readonly allocations: readonly AllocationOut[];
}
/** What matching makes of one movement. Two runs over the same rows give equal outcomes. */
export interface Outcome {
  readonly movementKey: number;
  readonly unit: string | null;
  readonly state: Extract<MovementState, 'unmatched' | 'proposed' | 'ambiguous' | 'notEvaluated' | 'excluded'>;
  readonly attention: Attention | null;
  readonly reason: string | null;
  /** What shuts it out, where that and no reason is to be said. */
  readonly gate: MovementGate | null;
  readonly score: number | null;
  readonly match: MatchOut | null;
  readonly candidates: readonly Alternative[];
}
