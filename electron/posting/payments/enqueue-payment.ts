import type { Instant, MatchId, PlainDate, PostingId, UnitId } from '../../../shared/domain/ids.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { operatorOf } from '../decisions/operator-of.ts';
import { insertPosting, nextGeneration } from '../../ledger/posting-store.ts';
import type { CheckedAllocation } from '../decisions/match-allocation.ts';
import { documentHash, payloadText } from './payment-payload.ts';
import { businessEffect, planPayment } from './plan-payment.ts';
import { effectKey } from './reference.ts';

export interface EnqueueArgs {
  readonly movement: MovementRow;
  readonly matchId: MatchId;
  readonly allocations: readonly CheckedAllocation[];
  /** Customer of a payment that names no item. */
  readonly custId?: string | null;
  /** Given: journalled directly by this accounting template, of no customer. */
  readonly accountingTemplate?: string | undefined;
  /** It may leave only once that posting is confirmed. */
  readonly dependsOn?: PostingId | null;
  readonly unit: UnitProfile;
  readonly setId: string;
  /** Who stands behind it: a person, or for a straight-through rule the reviewer who approved the rule. */
  readonly approvedBy: string;
  /** Her operator id in PeopleSoft, proven in this session; null: the one the home knows of her, or of the rule's reviewer, counts. */
  readonly operatorId: string | null;
  readonly approvedRule: string | null;
  readonly sendNow: boolean;
  /** As `approvedDate` gives it. */
  readonly accountingDate: PlainDate;
  readonly at: Instant;
}

/** Fixes the payment in the outbox: reference, payload and hash belong to the transaction that approves. Returns the posting's id. */
export function enqueuePayment(db: WritableLedger, args: EnqueueArgs): number {
  const { movement } = args;
  const effect = businessEffect(movement);
  const key = effectKey(effect);
  const generation = nextGeneration(db, key);
  const operatorId = operatorOf(db, args);
  const payload = planPayment({
    movement,
    allocations: args.allocations,
    custId: args.custId ?? null,
    accountingTemplate: args.accountingTemplate,
    unit: args.unit,
    setId: args.setId,
    // PeopleSoft knows operator ids, not the names of this machine.
    approvedBy: operatorId ?? args.approvedBy,
    generation,
    accountingDate: args.accountingDate,
  });
  const payloadJson = payloadText(payload);
  return insertPosting(db, {
    effectKey: key,
    generation,
    kind: 'payment',
    effect: effect.effect,
    dependsOn: args.dependsOn ?? null,
    matchId: args.matchId,
    movementKey: movement.movementKey,
    unit: args.unit.unit as UnitId,
    reference: payload.document.paymentId,
    payloadJson,
    payloadHash: documentHash(payloadJson),
    amountMinor: movement.amountMinor,
    exponent: movement.exponent,
    currency: movement.currency,
    accountingDate: payload.accountingDate,
    state: args.sendNow ? 'queued' : 'approved',
    approvedBy: args.approvedBy,
    operatorId,
    approvedRule: args.approvedRule,
    sendNow: args.sendNow,
    at: args.at,
  });
}

/** Uniqueness key of posting this movement. */
export function movementEffectKey(movement: Parameters<typeof businessEffect>[0]): string {
  return effectKey(businessEffect(movement));
}
