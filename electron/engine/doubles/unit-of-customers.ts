import type { Party } from '../../ledger/duplicate-party-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { MatchingProfile } from '../matching/matching-request.ts';

/** The unit in whose list some customers stand: the first of the company in which any of them has paid or owes; else the first of all. */
export function unitOf(db: ReadableLedger, members: readonly Party[], units: MatchingProfile['units']): string {
  const used = units.find((unit) => members.some((member) => isUsedIn(db, member, unit)));
  return (used ?? units[0])?.unit ?? '';
}

function isUsedIn(
  db: ReadableLedger,
  { system, book, customerId }: Party,
  { unit, businessUnits }: MatchingProfile['units'][number],
): boolean {
  if (system === 'stripe')
    return (
      statement(db, 'SELECT 1 FROM movement WHERE customer_id = ? AND +account = ? AND +unit = ? LIMIT 1').get(
        customerId,
        book,
        unit,
      ) !== undefined
    );
  const owes = statement(db, 'SELECT 1 FROM ar_item WHERE business_unit = ? AND cust_id = ? LIMIT 1');
  return businessUnits.some((businessUnit) => owes.get(businessUnit, customerId) !== undefined);
}
