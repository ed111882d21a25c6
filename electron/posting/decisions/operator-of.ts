import { findPerson } from '../../ledger/person-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';

/**
 * Under which operator id an approval is known in PeopleSoft: the one she proved in this session, else the one entered for who approved;
 * null where none is known.
 */
export function operatorOf(
  db: ReadableLedger,
  { operatorId, approvedBy }: { readonly operatorId?: string | null; readonly approvedBy: string },
): string | null {
  return operatorId ?? findPerson(db, approvedBy)?.operatorId ?? null;
}
