import type { Instant } from '../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** Something at Stripe that has to be read by its id (what is kept under a customer: by her list) before the books count as whole. */
export interface StripeHint {
  readonly account: string;
  /** Stripe's name of the family; for what is kept under a customer, `objectId` is the customer. */
  readonly objectType: string;
  readonly objectId: string;
}
export interface NotedHint extends StripeHint {
  readonly reason: string;
  readonly notedAt: Instant;
  /** How often it was asked for in vain. */
  readonly tries: number;
  readonly lastError: string | null;
}

/** Notes that an object has to be read; one that waits already is left as it is, with its first reason. */
export function noteHint(db: WritableLedger, hint: StripeHint, reason: string, at: Instant): void {
  statement(
    db,
    `INSERT INTO stripe_hint (account, object_type, object_id, reason, noted_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ).run(hint.account, hint.objectType, hint.objectId, reason, at);
}

/** Narrows what is asked for. */
export interface HintChoice {
  /** Families to leave out. */
  readonly except?: readonly string[];
  /** Leaves out what was asked for in vain so often; it waits for something new to happen to it. */
  readonly mostTries?: number;
}

/** What waits to be read, least tried first and then oldest first. */
export function waitingHints(
  db: ReadableLedger,
  account: string,
  limit: number,
  { except = [], mostTries = Number.MAX_SAFE_INTEGER }: HintChoice = {},
): readonly NotedHint[] {
  return statement<NotedHint>(
    db,
    `SELECT account, object_type AS objectType, object_id AS objectId, reason, noted_at AS notedAt, tries, last_error AS lastError
     FROM stripe_hint WHERE account = ? AND tries < ? AND object_type NOT IN (SELECT value FROM json_each(?))
     ORDER BY tries, noted_at, object_type, object_id LIMIT ?`,
  ).all(account, mostTries, JSON.stringify(except), limit);
}

/** How many objects of each family wait to be read. */
export function countHints(db: ReadableLedger, account: string): ReadonlyMap<string, number> {
  const rows = statement<{ type: string; count: number }>(
    db,
    'SELECT object_type AS type, count(*) AS count FROM stripe_hint WHERE account = ? GROUP BY object_type',
  ).all(account);
  return new Map(rows.map(({ type, count }) => [type, count]));
}

/** It has been read, or Stripe has said that it is not there: nothing waits for it any more. */
export function dropHint(db: WritableLedger, hint: StripeHint): void {
  statement(db, 'DELETE FROM stripe_hint WHERE account = ? AND object_type = ? AND object_id = ?').run(
    hint.account,
    hint.objectType,
    hint.objectId,
  );
}

/** It was asked for in vain: it waits on, behind those tried less often. */
export function recordHintFailure(db: WritableLedger, hint: StripeHint, error: string): void {
  statement(
    db,
    'UPDATE stripe_hint SET tries = tries + 1, last_error = ? WHERE account = ? AND object_type = ? AND object_id = ?',
  ).run(error, hint.account, hint.objectType, hint.objectId);
}

/** Writes down that Stripe does not know an object that was asked for, and that nothing waits for it any more. */
export function recordAbsent(db: WritableLedger, hint: StripeHint, reason: string, at: Instant): void {
  statement(
    db,
    `INSERT INTO stripe_absent (account, object_type, object_id, reason, asked_at, since_at) VALUES (@account, @objectType, @objectId, @reason, @at, @at)
     ON CONFLICT DO UPDATE SET reason = excluded.reason, asked_at = excluded.asked_at`,
  ).run({ account: hint.account, objectType: hint.objectType, objectId: hint.objectId, reason, at });
  dropHint(db, hint);
}

/** An object that Stripe said it does not know. */
export interface AbsentObject extends Omit<StripeHint, 'account'> {
  /** Where its id came from, as the hint that asked for it had it. */
  readonly reason: string;
  readonly sinceAt: Instant;
  readonly askedAt: Instant;
}

/** Every object of an account that Stripe said it does not know, the latest first. */
export function listAbsent(
  db: ReadableLedger,
  account: string,
  limit = Number.MAX_SAFE_INTEGER,
): readonly AbsentObject[] {
  return statement<AbsentObject>(
    db,
    `SELECT object_type AS objectType, object_id AS objectId, reason, since_at AS sinceAt, asked_at AS askedAt FROM stripe_absent
     WHERE account = ? ORDER BY since_at DESC, object_type, object_id LIMIT ?`,
  ).all(account, limit);
}

/** A person wants it asked for once more, however often that was in vain. */
export function askHintAgain(db: WritableLedger, hint: StripeHint, reason: string, at: Instant): void {
  statement(
    db,
    `INSERT INTO stripe_hint (account, object_type, object_id, reason, noted_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET tries = 0, last_error = NULL`,
  ).run(hint.account, hint.objectType, hint.objectId, reason, at);
}

/** They are there after all. */
export function forgetAbsent(
  db: WritableLedger,
  there: Pick<StripeHint, 'account' | 'objectType'> & { readonly objectIds: readonly string[] },
): void {
  statement(
    db,
    'DELETE FROM stripe_absent WHERE account = ? AND object_type = ? AND object_id IN (SELECT value FROM json_each(?))',
  ).run(there.account, there.objectType, JSON.stringify(there.objectIds));
}
