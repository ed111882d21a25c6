import { bookingOf } from '../../../shared/contract/profile-bookings.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import { money, rescaleMoney, type Money } from '../../../shared/domain/money.ts';
import { clearingAccount } from '../payments/clearing-account.ts';
import type { PaymentPayload } from '../payments/payment-payload.ts';
import { paymentReference, type BusinessEffect } from '../payments/reference.ts';
import type { PartGroup } from './due-parts.ts';

/** Why a group of parts is not posted as a direct journal now, and what to do about it; null: it can be. */
export function journalBlocked(
  group: PartGroup,
  unit: UnitProfile,
  today: PlainDate,
): { readonly text: string; readonly nextStep: string } | null {
  const booking = bookingOf(unit.bookings, group.journalClass);
  if (booking.how !== 'directJournal')
    return {
      text: `Unit ${unit.unit} does not post ${group.journalClass} itself.`,
      nextStep: 'Set units.bookings in the connection profile where it should.',
    };
  if (group.date >= today)
    return { text: `The day ${group.date} is not over yet.`, nextStep: 'Approve it tomorrow, when it is whole.' };
  if (group.amountMinor === 0) return { text: 'It comes to nothing.', nextStep: 'There is nothing to post.' };
  if (clearingAccount(unit, group.currency) === null)
    return {
      text: `No clearing account is set up for ${group.currency}.`,
      nextStep: 'Name the clearing bank and cash account of that currency in the connection profile.',
    };
  return exactAmount(group, unit) === null
    ? {
        text: `PeopleSoft keeps ${group.currency} with fewer decimals than this amount has.`,
        nextStep: 'It has to be booked by GL, or with what balances the remainder.',
      }
    : null;
}

/** The sum as PeopleSoft can hold it, with Stripe's decimals; null where a remainder would be lost. */
function exactAmount({ amountMinor, exponent, currency }: PartGroup, unit: UnitProfile): Money | null {
  const amount = money(amountMinor, exponent, currency);
  try {
    rescaleMoney(amount, unit.peopleSoftExponents[currency] ?? 2);
    return amount;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What identifies a journal: the payout, else class, currency, day and the number of the document of that day. */
export function journalObject(group: PartGroup, sourceId: string | null, cut: number): string {
  if (group.balanceTransactionId === null) return `${group.journalClass}-${group.currency}-${group.date}-${cut}`;
  return group.amountMinor < 0 ? (sourceId ?? group.balanceTransactionId) : group.balanceTransactionId;
}

/** What stands in the field that keeps the Stripe id: the payout's own id, also where it came back; else the object of the journal. */
export function journalWords(group: PartGroup, sourceId: string | null, cut: number): string {
  return group.balanceTransactionId === null
    ? journalObject(group, null, cut)
    : (sourceId ?? group.balanceTransactionId);
}

/**
 * The direct journal PeopleSoft will get: the sum in the settlement currency, to the clearing account of that currency, against the
 * accounting template of its class; negative where money leaves the Stripe balance. The group is one that `journalBlocked` lets pass.
 */
export function planJournal(
  group: PartGroup,
  args: {
    readonly unit: UnitProfile;
    readonly setId: string;
    readonly effect: BusinessEffect;
    readonly generation: number;
    readonly words: string;
    readonly approvedBy: string;
    readonly accountingDate: PlainDate;
  },
): PaymentPayload {
  const { unit, accountingDate } = args;
  const booking = bookingOf(unit.bookings, group.journalClass);
  const clearing = clearingAccount(unit, group.currency);
  const amount = exactAmount(group, unit);
  if (booking.how !== 'directJournal' || clearing === null || amount === null)
    throw new Error(`${group.journalClass} of ${group.date} cannot be planned as a direct journal`);
  return {
    document: {
      paymentId: paymentReference(args.effect, args.generation),
      amount,
      accountingDate,
      paymentMethod: clearing.paymentMethod,
      custId: null,
      accountingTemplate: booking.accountingTemplate,
      externalId: args.words,
      approvedBy: args.approvedBy,
      items: [],
    },
    setId: args.setId,
    depositBu: unit.depositBu,
    bankCode: clearing.bankCode,
    bankAccountKey: clearing.bankAccountKey,
    cashAccount: clearing.cashAccount,
    accountCurrency: clearing.settlementCurrency,
    accountingDate,
    ...(accountingDate === group.date ? {} : { cutOffFromDate: group.date }),
    itemBalances: [],
  };
}
