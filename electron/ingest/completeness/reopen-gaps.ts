import type { Instant } from '../../../shared/domain/ids.ts';
import type { StripeType } from '../../connectors/stripe/types.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { closedGapsAfter, closedGapsOf, reopenGap, type FoundGap } from '../../ledger/stripe-gap-store.ts';
import { noteHint } from '../../ledger/stripe-hint-store.ts';
import { beginWatch, updateWatch } from '../../ledger/stripe-watch-store.ts';
import { findMissing } from './find-missing.ts';
import { readReach, type Reach } from './stripe-reach.ts';
import { witnessRule } from './witness-rules.ts';

/**
 * Opens gaps again whose object is gone though its proof still stands, because the file that had brought it was taken back, and asks
 * Stripe for it. Looks at the next `limit` closed gaps after `after`; answers the key to go on after, null at the end.
 */
export const reopenGaps = defineWrite(
  'completeness.reopenGaps',
  (
    db,
    args: { readonly account: string; readonly after: number; readonly limit: number; readonly now: Instant },
  ): number | null => {
    const reach = readReach(db, args.account);
    const gaps = closedGapsAfter(db, args.account, args.after, args.limit);
    for (const gap of gaps) reopenIfMissing(db, gap, reach, args.now);
    return gaps.length < args.limit ? null : (gaps.at(-1)?.gapKey ?? null);
  },
  { bulk: true },
);

/** The same for one object, in the step that takes it away: nobody may read in between that it is here. */
export function reopenGapsOf(
  db: WritableLedger,
  object: { readonly account: string; readonly objectType: string; readonly objectId: string },
  now: Instant,
): void {
  const gaps = closedGapsOf(db, object);
  if (gaps.length === 0) return;
  const reach = readReach(db, object.account);
  for (const gap of gaps) reopenIfMissing(db, gap, reach, now);
}

function reopenIfMissing(db: WritableLedger, gap: FoundGap, reach: Reach, now: Instant): void {
  const { account, witness, witnessId, objectId } = gap;
  const rule = witnessRule(witness);
  if (rule === null) return;
  const found = findMissing(db, rule, [witnessId], { account, reach, now }).find((each) => each.objectId === objectId);
  if (found === undefined || !reopenGap(db, gap, EVER)) return;
  const objectType: StripeType = found.objectType;
  const watch = { account, objectType, objectId, witness, witnessId, hintId: found.hintId, month: found.month };
  if (!beginWatch(db, watch, true, now)) updateWatch(db, watch, { asked: 0, isGap: 1 });
  noteHint(db, { account, objectType, objectId: found.hintId }, `gap ${witness}`, now);
}

const EVER = '' as Instant;
