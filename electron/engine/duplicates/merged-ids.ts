import { allMerges } from '../../ledger/customer-merge-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';

/** The id by which a Stripe customer is told from others: of merged ones the one that stands for all. */
export function mergedIds(db: ReadableLedger): (account: string, customerId: string) => string {
  const standing = new Map(
    allMerges(db).flatMap(({ account, members, customerId }) =>
      members.map((member) => [`${account}\n${member}`, customerId] as const),
    ),
  );
  return (account, customerId) =>
    standing.size === 0 ? customerId : (standing.get(`${account}\n${customerId}`) ?? customerId);
}
