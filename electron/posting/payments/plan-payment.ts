import { localDate } from '../../../shared/domain/calendar.ts';
import { money, negateMoney } from '../../../shared/domain/money.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { clearingAccount } from './clearing-account.ts';
import type { CheckedAllocation } from '../decisions/match-allocation.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { PaymentPayload } from './payment-payload.ts';
import { paymentReference, type BusinessEffect } from './reference.ts';
import { refusal } from '../decisions/refusal.ts';
import { hasMovedMoney } from '../../../shared/domain/stripe-status.ts';
import { effectOf, type MovementEffect } from './movement-effect.ts';

export interface PaymentPlanArgs {
  readonly movement: MovementRow;
  readonly allocations: readonly CheckedAllocation[];
  /** Customer of a payment that names no item; default: the one of the first item. */
  readonly custId?: string | null;
  /** Journalled directly by this accounting template: neither customer nor items. */
  readonly accountingTemplate?: string | undefined;
  readonly unit: UnitProfile;
  readonly setId: string;
  readonly approvedBy: string;
  readonly generation: number;
  /** The movement's own date, or the day a person accepted where that period is closed. */
  readonly accountingDate: PlainDate;
}

/** Why nothing may be sent for this movement, or null when a payment can be planned. */
export function postingBlocked(
  movement: MovementRow,
  unit: UnitProfile,
): {
  code: 'BAD_INPUT' | 'POSTING_NO_GO_LIVE' | 'POSTING_BEFORE_GO_LIVE' | 'POSTING_NO_CLEARING_ACCOUNT';
  text: string;
  nextStep: string;
} | null {
  const { kind, sourceStatus } = movement;
  if (effectOf(movement) === null)
    return {
      code: 'BAD_INPUT',
      text: `A ${kind} of this amount is not posted as a payment.`,
      nextStep: 'Only charges, refunds and disputes are posted.',
    };
  if (!hasMovedMoney(movement))
    return {
      code: 'BAD_INPUT',
      text:
        kind === 'dispute'
          ? `This dispute has moved no money: Stripe shows it as ${sourceStatus}.`
          : `Stripe no longer shows this ${kind} as succeeded, but as ${sourceStatus}.`,
      nextStep: `Nothing is posted for it; look at the ${kind} in Stripe.`,
    };
  if (unit.goLiveDate === null)
    return {
      code: 'POSTING_NO_GO_LIVE',
      text: `Unit ${unit.unit} has no go-live date, so nothing is posted for it.`,
      nextStep: 'Set the go-live date in the connection profile.',
    };
  if (movement.accountingDate < unit.goLiveDate)
    return {
      code: 'POSTING_BEFORE_GO_LIVE',
      text: `It happened on ${movement.accountingDate}, before the go-live date ${unit.goLiveDate}.`,
      nextStep: 'Movements before go-live are never posted; match them by hand in PeopleSoft.',
    };
  if (clearingAccount(unit, movement.settlementCurrency) === null)
    return {
      code: 'POSTING_NO_CLEARING_ACCOUNT',
      text: `No clearing account is set up for money that settles in ${movement.settlementCurrency ?? 'an unknown currency'}.`,
      nextStep: 'Name the clearing bank and cash account of that currency in the connection profile.',
    };
  return null;
}

/**
 * The payment PeopleSoft will get for one approved charge, refund or dispute: gross, in the presentment currency, dated by its approval,
 * to the clearing account of its settlement currency, naming each item. Money that goes out is a negative payment with negative amounts.
 * Refuses when nothing may be sent. The part that is not allocated stays on the payment as unapplied cash of the customer.
 */
export function planPayment(args: PaymentPlanArgs): PaymentPayload {
  const { movement, allocations, unit } = args;
  const blocked = postingBlocked(movement, unit);
  if (blocked !== null) throw refusal(blocked.code, blocked.text, blocked.nextStep);
  const clearing = clearingAccount(unit, movement.settlementCurrency);
  const custId = allocations[0]?.custId ?? args.custId ?? null;
  const { accountingTemplate } = args;
  if (accountingTemplate !== undefined && allocations.length > 0) throw new Error('a direct journal takes no items');
  if (clearing === null || (custId === null && accountingTemplate === undefined))
    throw new Error('a payment needs a clearing account and a customer');
  const { accountingDate } = args;
  return {
    document: {
      paymentId: paymentReference(businessEffect(movement), args.generation),
      amount: money(movement.amountMinor, movement.exponent, movement.currency),
      accountingDate,
      paymentMethod: clearing.paymentMethod,
      ...(accountingTemplate === undefined ? { custId } : { custId: null, accountingTemplate }),
      externalId: movement.objectId,
      approvedBy: args.approvedBy,
      items: allocations.map((each) => ({
        businessUnit: each.businessUnit,
        custId: each.custId,
        item: each.item,
        itemLine: each.itemLine,
        amount: each.isOutward ? negateMoney(each.itemAmount) : each.itemAmount,
        ...(each.isOutward && unit.refunds !== undefined ? { entryType: unit.refunds.entryType } : {}),
      })),
    },
    setId: args.setId,
    depositBu: unit.depositBu,
    bankCode: clearing.bankCode,
    bankAccountKey: clearing.bankAccountKey,
    cashAccount: clearing.cashAccount,
    accountCurrency: clearing.settlementCurrency,
    accountingDate,
    ...(accountingDate === movement.accountingDate ? {} : { cutOffFromDate: movement.accountingDate as PlainDate }),
    itemBalances: allocations.map((each) => ({
      businessUnit: each.businessUnit,
      custId: each.custId,
      item: each.item,
      itemLine: each.itemLine,
      balance: each.balance,
    })),
  };
}

/** What of this movement is posted at most once at a time. Throws for a movement that is never posted, which is a defect. */
export function businessEffect(
  movement: Pick<MovementRow, 'account' | 'livemode' | 'objectId' | 'kind' | 'amountMinor'>,
): BusinessEffect & { readonly effect: MovementEffect } {
  const { account, livemode, objectId } = movement;
  const effect = effectOf(movement);
  if (effect === null) throw new Error(`a ${movement.kind} of this amount has no effect that is posted`);
  return { account, livemode: livemode === 1, objectId, effect };
}

/** Today's date where the unit closes its books. */
export function unitToday(unit: UnitProfile, nowMs: number): PlainDate {
  return localDate(new Date(nowMs).toISOString(), unit.zone);
}
