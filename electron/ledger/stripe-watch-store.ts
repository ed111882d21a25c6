import type { Instant } from '../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** A proof that something exists at Stripe that is not held, followed until it is there or Stripe says that it is not. */
export interface StripeWatch {
  readonly account: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly witness: string;
  readonly witnessId: string;
  /** What Stripe is asked for. */
  readonly hintId: string;
  readonly month: string | null;
}
export interface NotedWatch extends StripeWatch {
  readonly notedAt: Instant;
  /** How often Stripe was asked since. */
  readonly asked: number;
  /** 1 once it is called a gap; before, it may still be on its way. */
  readonly isGap: 0 | 1;
}

const COLUMNS = `account, object_type AS objectType, object_id AS objectId, witness, witness_id AS witnessId, hint_id AS hintId, month,
  noted_at AS notedAt, asked, is_gap AS isGap`;

/** Begins to watch; what is watched already stays as it is. Answers whether it is news. */
export function beginWatch(db: WritableLedger, watch: StripeWatch, isGap: boolean, at: Instant): boolean {
  return (
    statement(
      db,
      `INSERT INTO stripe_watch (account, object_type, object_id, witness, witness_id, hint_id, month, noted_at, is_gap)
       VALUES (@account, @objectType, @objectId, @witness, @witnessId, @hintId, @month, @at, @isGap) ON CONFLICT DO NOTHING`,
    ).run({ ...watch, at, isGap: isGap ? 1 : 0 }).changes > 0
  );
}

/** Everything watched of an account, in the order of its key, a slice at a time. */
export function watchesAfter(
  db: ReadableLedger,
  account: string,
  after: Pick<StripeWatch, 'objectType' | 'objectId' | 'witness'> | null,
  limit: number,
): readonly NotedWatch[] {
  return statement<NotedWatch>(
    db,
    `SELECT ${COLUMNS} FROM stripe_watch WHERE account = ? AND (object_type, object_id, witness) > (?, ?, ?)
     ORDER BY object_type, object_id, witness LIMIT ?`,
  ).all(account, after?.objectType ?? '', after?.objectId ?? '', after?.witness ?? '', limit);
}

/** Writes how often it was asked for, and that it is a gap now. */
export function updateWatch(db: WritableLedger, watch: StripeWatch, change: Pick<NotedWatch, 'asked' | 'isGap'>): void {
  statement(
    db,
    `UPDATE stripe_watch SET asked = @asked, is_gap = @isGap
     WHERE account = @account AND object_type = @objectType AND object_id = @objectId AND witness = @witness`,
  ).run({ ...keyOf(watch), ...change });
}

/** It is there, or Stripe does not know it: nothing is watched any more. */
export function endWatch(db: WritableLedger, watch: StripeWatch): void {
  statement(
    db,
    'DELETE FROM stripe_watch WHERE account = @account AND object_type = @objectType AND object_id = @objectId AND witness = @witness',
  ).run(keyOf(watch));
}

function keyOf({ account, objectType, objectId, witness }: StripeWatch) {
  return { account, objectType, objectId, witness };
}
