import { localDate } from '../../shared/domain/calendar.ts';
import { money } from '../../shared/domain/money.ts';
import type { PlainDate } from '../../shared/domain/ids.ts';
import type { UnitProfile } from '../../shared/contract/profile.ts';
import { clearingAccount } from './clearing-account.ts';
import type { CheckedAllocation } from './match-allocation.ts';
import type { MovementRow } from '../ledger/movement-store.ts';
import type { PaymentPayload } from './payment-payload.ts';
import { paymentReference } from './reference.ts';
import { refusal } from './refusal.ts';
import { hasSucceeded } from './source-changes.ts';

export interface PaymentPlanArgs {
  readonly movement: MovementRow;
  readonly allocations: readonly CheckedAllocation[];
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
  if (movement.kind !== 'charge' || movement.amountMinor <= 0)
    return {
      code: 'BAD_INPUT',
      text: `A ${movement.kind} of this amount is not posted as a payment.`,
      nextStep: 'Only charges are applied to items; refunds and disputes are matched to their charge.',
    };
  if (!hasSucceeded(movement.sourceStatus))
    return {
      code: 'BAD_INPUT',
      text: `Stripe no longer shows this charge as succeeded, but as ${movement.sourceStatus}.`,
      nextStep: 'Nothing is posted for it; look at the charge in Stripe.',
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
 * The payment PeopleSoft will get for one approved charge: gross, in the presentment currency, dated by its approval, to the
 * clearing account of its settlement currency, naming each item. Refuses when nothing may be sent. The part of the charge that is
 * not allocated stays on the payment as unapplied cash of the customer.
 */
export function planPayment(args: PaymentPlanArgs): PaymentPayload {
  const { movement, allocations, unit } = args;
  const blocked = postingBlocked(movement, unit);
  if (blocked !== null) throw refusal(blocked.code, blocked.text, blocked.nextStep);
  const clearing = clearingAccount(unit, movement.settlementCurrency);
  const first = allocations[0];
  if (clearing === null || first === undefined)
    throw new Error('a payment needs a clearing account and at least one allocation');
  const { accountingDate } = args;
  const effect = {
    account: movement.account,
    livemode: movement.livemode === 1,
    objectId: movement.objectId,
    effect: 'payment' as const,
  };
  return {
    document: {
      paymentId: paymentReference(effect, args.generation),
      amount: money(movement.amountMinor, movement.exponent, movement.currency),
      accountingDate,
      paymentMethod: clearing.paymentMethod,
      custId: first.custId,
      externalId: movement.objectId,
      approvedBy: args.approvedBy,
      items: allocations.map((each) => ({
        businessUnit: each.businessUnit,
        custId: each.custId,
        item: each.item,
        itemLine: each.itemLine,
        amount: each.itemAmount,
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

/** Today's date where the unit closes its books. */
export function unitToday(unit: UnitProfile, nowMs: number): PlainDate {
  return localDate(new Date(nowMs).toISOString(), unit.zone);
}
