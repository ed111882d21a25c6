import { createHash } from 'node:crypto';
import { appendAudit } from '../../ledger/audit-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { Decider } from './decide.ts';

export interface SendNowArgs extends Decider {
  /** Units whose payments are to leave at once. */
  readonly units: readonly string[];
  readonly reason: string;
  /** At most so many payments; null: all. */
  readonly limit: number | null;
}

/**
 * A person overrides the quiet window: the audit keeps who, why, and which payments waited when she did. Nothing is marked on the payments:
 * the override is her round's alone, so what has not left when it is cancelled or full waits for the window as before.
 */
export const noteSendNow = defineWrite('posting.noteSendNow', (db: WritableLedger, args: SendNowArgs): number => {
  const waiting = statement<{ posting_id: number }>(
    db,
    `SELECT posting_id FROM posting WHERE state IN ('approved', 'queued') AND unit IN (SELECT value FROM json_each(?)) ORDER BY posting_id`,
  ).all(JSON.stringify(args.units));
  const ids = waiting.map((row) => row.posting_id).join(',');
  const { actor, machine, at, reason, units, limit } = args;
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'posting.sentNow',
    subject: 'posting',
    detail: {
      reason,
      units: [...units],
      payments: waiting.length,
      postingsDigest: createHash('sha256').update(ids).digest('hex'),
      ...(limit === null ? {} : { limit }),
    },
  });
  return waiting.length;
});
