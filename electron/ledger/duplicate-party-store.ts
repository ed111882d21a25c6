import type { SystemName } from '../../shared/domain/states.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { insertHead, type ClusterHead } from './duplicate-cluster-store.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** A customer as one system knows it. */
export interface Party {
  readonly system: SystemName;
  /** The account at Stripe, the SetID in PeopleSoft. */
  readonly book: string;
  readonly customerId: string;
}
export interface StoredParty extends Party {
  readonly position: number;
  readonly part: 'kept' | 'merged' | null;
}
/** Customers suspected to be one, as they were found. */
export interface FoundDouble {
  readonly head: ClusterHead;
  /** All of one system; the one that was made first stands first. */
  readonly parties: readonly Party[];
}

/** Each set of customers in one text, whatever their order. */
export function partiesKey(parties: readonly Party[]): string {
  return parties
    .map(({ system, book, customerId }) => JSON.stringify([system, book, customerId]))
    .toSorted()
    .join(',');
}

/** Keeps customers that are suspected for the first time; they are a person's to decide. Answers the id of their cluster. */
export function insertDouble(db: WritableLedger, { head, parties }: FoundDouble, at: Instant): number {
  const clusterId = insertHead(db, head, { key: partiesKey(parties), count: parties.length, at });
  const add = statement(
    db,
    'INSERT INTO duplicate_party (cluster_id, position, system, book, customer_id) VALUES (?, ?, ?, ?, ?)',
  );
  for (const [position, { system, book, customerId }] of parties.entries())
    add.run(clusterId, position, system, book, customerId);
  return clusterId;
}

/** The customers of a cluster, the one that was made first first; none: it is about rows. */
export function partiesOf(db: ReadableLedger, clusterId: number): readonly StoredParty[] {
  return statement<StoredParty>(
    db,
    `SELECT position, system, book, customer_id AS customerId, part FROM duplicate_party WHERE cluster_id = ? ORDER BY position`,
  ).all(clusterId);
}

/** What the answers that hold make of one customer. */
export interface PartAnswer {
  readonly clusterId: number;
  readonly part: 'kept' | 'merged';
  /** Whoever stays by that answer. */
  readonly kept: string;
}

/** The answers that say of a customer that it is one with others, in the order of their clusters. */
export function answersAbout(db: ReadableLedger, { system, book, customerId }: Party): readonly PartAnswer[] {
  return statement<PartAnswer>(
    db,
    `SELECT p.cluster_id AS clusterId, p.part, k.customer_id AS kept FROM duplicate_party p
     JOIN duplicate_party k ON k.cluster_id = p.cluster_id AND k.part = 'kept'
     WHERE p.customer_id = ? AND p.book = ? AND +p.system = ? AND p.part IS NOT NULL ORDER BY p.cluster_id`,
  ).all(customerId, book, system);
}

/** Notes which one is kept and that the others go by it; with null none of them does. */
export function setParts(db: WritableLedger, clusterId: number, kept: number | null): void {
  statement(
    db,
    `UPDATE duplicate_party SET part = CASE WHEN @kept IS NULL THEN NULL WHEN position = @kept THEN 'kept' ELSE 'merged' END
     WHERE cluster_id = @clusterId`,
  ).run({ clusterId, kept });
}
