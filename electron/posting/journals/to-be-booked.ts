import { bookingOf } from '../../../shared/contract/profile-bookings.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { clearingAccount } from '../payments/clearing-account.ts';
import { dueGroups, type PartGroup } from './due-parts.ts';
import type { JournalScope } from './journal-scope.ts';

/** Money of a day and class, or one payout, that somebody else books in the general ledger. */
export interface ToBeBooked extends PartGroup {
  /** Bank and cash account of its settlement currency; blank where the unit has none. */
  readonly bank: string;
  readonly cashAccount: string;
}

/** Everything of these days that the unit neither posts nor has Treasury book. */
export const toBeBooked = defineRead(
  'journals.toBeBooked',
  (
    db: ReadableLedger,
    { unit, scope }: { readonly unit: UnitProfile; readonly scope: JournalScope },
  ): readonly ToBeBooked[] =>
    dueGroups(db, scope)
      .filter(({ journalClass }) => bookingOf(unit.bookings, journalClass).how === 'listed')
      .map((group) => {
        const account = clearingAccount(unit, group.currency);
        return account === null
          ? { ...group, bank: '', cashAccount: '' }
          : { ...group, bank: `${account.bankCode} ${account.bankAccountKey}`, cashAccount: account.cashAccount };
      }),
  { bulk: true },
);
