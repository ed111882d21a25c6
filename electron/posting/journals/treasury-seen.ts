import type { Booking } from '../../../shared/contract/profile-bookings.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { addDays } from '../../../shared/domain/calendar.ts';
import { money, rescaleMoney } from '../../../shared/domain/money.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { clearingAccount } from '../payments/clearing-account.ts';
import type { PartGroup } from './due-parts.ts';

export interface TreasuryPayment {
  readonly paymentId: string;
  readonly deposit: string;
  readonly accountingDate: string;
  /** Its comment names the money; else only amount and day fit, which proves nothing. */
  readonly byWords: boolean;
}

/** What the comment of Treasury's payment has to say of this money. */
export function treasuryWords(words: string, group: PartGroup, sourceId: string | null): string {
  const of: Readonly<Record<string, string>> = {
    payout: sourceId ?? group.balanceTransactionId ?? '',
    date: group.date,
    currency: group.currency,
    class: group.journalClass,
  };
  return words.replaceAll(/\{(payout|date|currency|class)\}/g, (_, name: string) => of[name] ?? '');
}

/**
 * Looks in the payments that PeopleSoft last showed for the one that Treasury booked of this money on the clearing account: its amount, a day
 * within the window, and a comment that says the agreed words. Ours are never taken for it, nor one that stands in `taken` for other money
 * already; one that names this money is added there. Null: none was read.
 */
export function treasurySeen(
  db: ReadableLedger,
  group: PartGroup,
  sourceId: string | null,
  unit: UnitProfile,
  booking: Extract<Booking, { how: 'readBack' }>,
  taken: Set<number>,
): TreasuryPayment | null {
  const clearing = clearingAccount(unit, group.currency);
  const amountMinor = inPeopleSoft(group, unit);
  if (clearing === null || amountMinor === null) return null;
  const words = treasuryWords(booking.words, group, sourceId);
  const found = statement<{
    paymentKey: number;
    paymentId: string;
    deposit: string;
    accountingDate: string;
    byWords: 0 | 1;
  }>(
    db,
    `SELECT payment_key AS paymentKey, payment_id AS paymentId, deposit_bu || ' ' || deposit_id AS deposit, accounting_date AS accountingDate,
       instr(upper(ifnull(comment, '')), upper(@words)) > 0 AS byWords
     FROM ps_payment p WHERE deposit_bu = @depositBu AND bank_code = @bankCode AND bank_account_key = @bankAccountKey AND currency = @currency
       AND amount_minor = @amountMinor AND accounting_date BETWEEN @from AND @to AND status <> 'error'
       AND NOT EXISTS (SELECT 1 FROM posting own WHERE own.reference = p.payment_id COLLATE NOCASE)
       AND payment_key NOT IN (SELECT value FROM json_each(@taken))
     ORDER BY byWords DESC, accounting_date, payment_key LIMIT 1`,
  ).get({
    words,
    taken: JSON.stringify([...taken]),
    depositBu: unit.depositBu,
    bankCode: clearing.bankCode,
    bankAccountKey: clearing.bankAccountKey,
    currency: group.currency,
    amountMinor,
    from: addDays(group.date, -booking.windowDays),
    to: addDays(group.date, booking.windowDays),
  });
  if (found === undefined) return null;
  const { paymentKey, ...payment } = found;
  if (found.byWords === 1) taken.add(paymentKey);
  return { ...payment, byWords: found.byWords === 1 };
}

function inPeopleSoft({ amountMinor, exponent, currency }: PartGroup, unit: UnitProfile): number | null {
  try {
    return rescaleMoney(money(amountMinor, exponent, currency), unit.peopleSoftExponents[currency] ?? 2).minor;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
