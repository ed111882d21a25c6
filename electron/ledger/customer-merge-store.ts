import type { Instant } from '../../shared/domain/ids.ts';
import { MERGE_FIELDS, type MergeField } from '../../shared/domain/merge-fields.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** Stripe customers that count as one by a person's word. Every one of them stays in the books as it is. */
export interface CustomerMerge {
  readonly clusterId: number;
  readonly account: string;
  /** Whose id stands for all. */
  readonly customerId: string;
  /** Of which member each field is taken, by its id. */
  readonly picks: Readonly<Record<MergeField, string>>;
  /** Ids of all of them, sorted. */
  readonly members: readonly string[];
  readonly mergedBy: string;
  readonly mergedAt: Instant;
}

interface MergeRecord {
  readonly mergeId: number;
  readonly clusterId: number;
  readonly account: string;
  readonly customerId: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly address: string;
  readonly taxId: string;
  readonly mergedBy: string;
  readonly mergedAt: Instant;
}

const SELECT = `SELECT merge_id AS mergeId, cluster_id AS clusterId, account, customer_id AS customerId, name_of AS name, email_of AS email,
  phone_of AS phone, address_of AS address, tax_id_of AS taxId, merged_by AS mergedBy, merged_at AS mergedAt FROM customer_merge`;

/** Keeps a merge. Refused by the ledger where one of its members belongs to another merge. */
export function insertMerge(db: WritableLedger, merge: CustomerMerge): void {
  const { picks, members, ...columns } = merge;
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO customer_merge (cluster_id, account, customer_id, name_of, email_of, phone_of, address_of, tax_id_of, merged_by, merged_at)
     VALUES (@clusterId, @account, @customerId, @name, @email, @phone, @address, @taxId, @mergedBy, @mergedAt)`,
  ).run({ ...columns, ...picks });
  const add = statement(db, 'INSERT INTO customer_merge_member (account, customer_id, merge_id) VALUES (?, ?, ?)');
  for (const member of members) add.run(merge.account, member, lastInsertRowid);
}

/** Takes the merge of a cluster apart; its members are what they were before. False: there is none. */
export function deleteMerge(db: WritableLedger, clusterId: number): boolean {
  statement(
    db,
    'DELETE FROM customer_merge_member WHERE merge_id IN (SELECT merge_id FROM customer_merge WHERE cluster_id = ?)',
  ).run(clusterId);
  return statement(db, 'DELETE FROM customer_merge WHERE cluster_id = ?').run(clusterId).changes > 0;
}

/** The merge that a cluster led to; null: none. */
export function mergeOfCluster(db: ReadableLedger, clusterId: number): CustomerMerge | null {
  return read(db, statement<MergeRecord>(db, `${SELECT} WHERE cluster_id = ?`).get(clusterId));
}

/** The merge that a Stripe customer belongs to; null: it stands for itself. */
export function mergeOfCustomer(db: ReadableLedger, account: string, customerId: string): CustomerMerge | null {
  return read(
    db,
    statement<MergeRecord>(
      db,
      `${SELECT} WHERE merge_id = (SELECT merge_id FROM customer_merge_member WHERE account = ? AND customer_id = ?)`,
    ).get(account, customerId),
  );
}

/** Every merge there is, in the order of their making. */
export function allMerges(db: ReadableLedger): readonly CustomerMerge[] {
  return statement<MergeRecord>(db, `${SELECT} ORDER BY merge_id`)
    .all()
    .flatMap((record) => read(db, record) ?? []);
}

function read(db: ReadableLedger, record: MergeRecord | undefined): CustomerMerge | null {
  if (record === undefined) return null;
  const { clusterId, account, customerId, mergedBy, mergedAt } = record;
  const picks = Object.fromEntries(MERGE_FIELDS.map((field) => [field, record[field]])) as Record<MergeField, string>;
  const members = statement<{ id: string }>(
    db,
    'SELECT customer_id AS id FROM customer_merge_member WHERE merge_id = ? ORDER BY customer_id',
  )
    .all(record.mergeId)
    .map(({ id }) => id);
  return { clusterId, account, customerId, picks, members, mergedBy, mergedAt };
}
