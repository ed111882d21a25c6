import type { Instant } from '../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** An object that another one, or a list, proves to exist at Stripe and that was not held. */
export interface StripeGap {
  readonly account: string;
  readonly objectType: string;
  readonly objectId: string;
  /** The rule that noticed it, e.g. `sourceOfBalanceTransaction`. */
  readonly witness: string;
  /** What proves it. */
  readonly witnessType: string;
  readonly witnessId: string;
}
export interface FoundGap extends StripeGap {
  readonly gapKey: number;
  readonly foundAt: Instant;
  readonly healedAt: Instant | null;
  /** How it came after all: `lookup`, `list`, `poll`, `file`, or `absent` where Stripe does not know it. */
  readonly healedBy: string | null;
}

const SELECT = `SELECT gap_key AS gapKey, account, object_type AS objectType, object_id AS objectId, witness, witness_type AS witnessType,
  witness_id AS witnessId, found_at AS foundAt, healed_at AS healedAt, healed_by AS healedBy FROM stripe_gap`;

/** Writes a gap down once; one that is open already stays as it was found. Answers whether it is news. */
export function recordGap(db: WritableLedger, gap: StripeGap, at: Instant): boolean {
  return (
    statement(
      db,
      `INSERT INTO stripe_gap (account, object_type, object_id, witness, witness_type, witness_id, found_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    ).run(gap.account, gap.objectType, gap.objectId, gap.witness, gap.witnessType, gap.witnessId, at).changes > 0
  );
}

/** Opens the latest gap of this object and rule again if it was closed since `since`. Answers whether there was one. */
export function reopenGap(
  db: WritableLedger,
  gap: Pick<StripeGap, 'account' | 'objectType' | 'objectId' | 'witness'>,
  since: Instant,
): boolean {
  return (
    statement(
      db,
      `UPDATE OR IGNORE stripe_gap SET healed_at = NULL, healed_by = NULL WHERE gap_key =
         (SELECT max(gap_key) FROM stripe_gap WHERE account = ? AND object_type = ? AND object_id = ? AND witness = ?) AND found_at >= ?`,
    ).run(gap.account, gap.objectType, gap.objectId, gap.witness, since).changes > 0
  );
}

/** Closes every open gap of an object. Answers how many there were. */
export function healGaps(
  db: WritableLedger,
  object: Pick<StripeGap, 'account' | 'objectType' | 'objectId'>,
  healedBy: string,
  at: Instant,
): number {
  return statement(
    db,
    `UPDATE stripe_gap SET healed_at = ?, healed_by = ? WHERE account = ? AND object_type = ? AND object_id = ? AND healed_at IS NULL`,
  ).run(at, healedBy, object.account, object.objectType, object.objectId).changes;
}

/** Of each object and rule the latest gap, where it is closed because the object came, in the order of their keys. */
export function closedGapsAfter(
  db: ReadableLedger,
  account: string,
  after: number,
  limit: number,
): readonly FoundGap[] {
  return statement<FoundGap>(
    db,
    `${SELECT} g WHERE account = ? AND gap_key > ? AND healed_by <> 'absent' AND NOT EXISTS (SELECT 1 FROM stripe_gap l WHERE l.account = g.account
       AND l.object_type = g.object_type AND l.object_id = g.object_id AND l.witness = g.witness AND l.gap_key > g.gap_key)
     ORDER BY gap_key LIMIT ?`,
  ).all(account, after, limit);
}

/** Those of one object. */
export function closedGapsOf(
  db: ReadableLedger,
  { account, objectType, objectId }: Pick<StripeGap, 'account' | 'objectType' | 'objectId'>,
): readonly FoundGap[] {
  return statement<FoundGap>(
    db,
    `${SELECT} g WHERE account = ? AND object_type = ? AND object_id = ? AND healed_by <> 'absent' AND NOT EXISTS (SELECT 1 FROM stripe_gap l
       WHERE l.account = g.account AND l.object_type = g.object_type AND l.object_id = g.object_id AND l.witness = g.witness AND l.gap_key > g.gap_key)`,
  ).all(account, objectType, objectId);
}
