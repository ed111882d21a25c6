import { NO_PARTICULARS } from '../../../../shared/domain/customer-particulars.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import type { MergeField } from '../../../../shared/domain/merge-fields.ts';
import { evidenceHash, factsOf } from '../../../../electron/engine/doubles/customer-facts.ts';
import { readCustomer } from '../../../../electron/engine/doubles/read-customers.ts';
import { decideDuplicate } from '../../../../electron/engine/duplicates/decide-duplicate.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { clusterOfKey } from '../../../../electron/ledger/duplicate-cluster-store.ts';
import { insertDouble, partiesKey, type Party } from '../../../../electron/ledger/duplicate-party-store.ts';
import type { Books } from '../matching/books.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;
export const clerk = { actor: 'clerk', machine: 'desk-1', at: AT, operatorId: null };

/** The cluster of some Stripe customers, put before a person if it is not yet. */
export function suspectCustomers(books: Books, ids: readonly string[]): { clusterId: number; version: number } {
  const parties = ids.map((customerId): Party => ({ system: 'stripe', book: 'acct_1', customerId }));
  const known = clusterOfKey(books.db, partiesKey(parties));
  if (known !== null) return known;
  const facts = parties.map((party) => readCustomer(books.db, party)?.facts ?? factsOf(null, NO_PARTICULARS));
  const money = { amountMinor: 0, exponent: 0, currency: 'USD' };
  const told = {
    unit: 'US',
    kind: 'doubleCustomer',
    score: 0.9,
    pointsJson: '[]',
    customer: null,
    firstAt: '',
    lastAt: '',
  };
  const head = { ...money, ...told, evidenceHash: evidenceHash(facts) };
  return { clusterId: insertDouble(books.db, { head, parties }, AT), version: 1 };
}

/** A person says that some Stripe customers are one; answers the id of their cluster. */
export async function mergeCustomers(
  books: Books,
  ids: readonly string[],
  { keep, picks = [] }: { readonly keep: number; readonly picks?: readonly { field: MergeField; from: number }[] },
): Promise<number> {
  const { clusterId, version } = suspectCustomers(books, ids);
  await directLedger(books.db).write(decideDuplicate, {
    ...clerk,
    clusterId,
    seenVersion: version,
    as: 'sameEvent',
    keep,
    picks: [...picks],
    reason: 'one company',
    expiresDate: null,
  });
  return clusterId;
}
