import type { Instant } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { reopenGap } from '../../ledger/stripe-gap-store.ts';
import { askHintAgain, listAbsent } from '../../ledger/stripe-hint-store.ts';
import { beginWatch, updateWatch } from '../../ledger/stripe-watch-store.ts';
import { findMissing } from './find-missing.ts';
import { readReach, type Reach } from './stripe-reach.ts';
import { witnessRule } from './witness-rules.ts';

/** One object that Stripe said it does not know. */
export interface AbsentName {
  readonly type: string;
  readonly id: string;
}
export interface AskAgain {
  readonly account: string;
  /** Null: all of them. */
  readonly objects: readonly AbsentName[] | null;
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}
/** A gap that was closed because Stripe does not know its object. */
export interface AbsentGap {
  readonly objectType: string;
  readonly objectId: string;
  readonly witness: string;
  readonly witnessId: string;
  readonly month: string | null;
  readonly foundAt: Instant;
  /** When Stripe said so the last time. */
  readonly healedAt: Instant;
}

/**
 * Asks Stripe once more for what it said it does not know, with the next read: that answer may have been of another moment, another mode or
 * another account. The mark stays until the object is here. Answers how many are asked for; names that bear no mark are passed over.
 */
export const askAgain = defineWrite('completeness.askAgain', (db, args: AskAgain): number => {
  const { account, actor, machine, at } = args;
  const wanted = args.objects === null ? null : new Set(args.objects.map(({ type, id }) => `${type} ${id}`));
  const isWanted = (type: string, id: string) => wanted === null || wanted.has(`${type} ${id}`);
  const asked = new Set<string>();
  for (const { objectType, objectId, reason } of listAbsent(db, account)) {
    if (!isWanted(objectType, objectId)) continue;
    askHintAgain(db, { account, objectType, objectId }, reason, at);
    asked.add(`${objectType} ${objectId}`);
  }
  const reach = readReach(db, account);
  for (const gap of absentGaps(db, account)) {
    if (!isWanted(gap.objectType, gap.objectId)) continue;
    followAgain(db, { account, reach, at }, gap, 0);
    asked.add(`${gap.objectType} ${gap.objectId}`);
  }
  if (asked.size > 0) {
    const detail = { objects: [...asked].slice(0, 200), count: asked.size };
    appendAudit(db, { at, actor, machine, action: 'stripe.askedAgain', subject: `stripe/${account}`, detail });
  }
  return asked.size;
});

/** Every such gap of an account. */
export function absentGaps(db: ReadableLedger, account: string): readonly AbsentGap[] {
  return statement<AbsentGap>(
    db,
    `SELECT object_type AS objectType, object_id AS objectId, witness, witness_id AS witnessId, month, found_at AS foundAt,
       healed_at AS healedAt
     FROM stripe_gap WHERE account = ? AND healed_by = 'absent' ORDER BY gap_key`,
  ).all(account);
}

/**
 * The gap is open again and watched, so that what comes of asking is written down like the first time; `asked` counts as asked already. What
 * only a sum told and is there meanwhile is not asked for: the next check closes it.
 */
export function followAgain(
  db: WritableLedger,
  { account, reach, at }: { readonly account: string; readonly reach: Reach; readonly at: Instant },
  gap: AbsentGap,
  asked: number,
): void {
  const { objectType, objectId, witness, witnessId, month, foundAt } = gap;
  const rule = witnessRule(witness);
  const found = rule === null ? [] : findMissing(db, rule, [witnessId], { account, reach, now: at });
  const missing = found.find((finding) => finding.objectId === objectId);
  const hintId = missing?.hintId ?? objectId;
  const watch = { account, objectType, objectId, witness, witnessId, hintId, month };
  reopenGap(db, { account, objectType, objectId, witness }, foundAt);
  // Noted when it was found, so that it stays one gap.
  if (beginWatch(db, watch, true, foundAt)) updateWatch(db, watch, { asked, isGap: 1 });
  if (missing === undefined && rule !== null && rule.named === undefined) return;
  askHintAgain(db, { account, objectType, objectId: hintId }, `gap ${witness}`, at);
}
