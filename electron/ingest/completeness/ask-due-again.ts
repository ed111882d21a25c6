import type { Instant } from '../../../shared/domain/ids.ts';
import { defineWrite, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { askHintAgain, listAbsent } from '../../ledger/stripe-hint-store.ts';
import { absentGaps, followAgain, type AbsentGap } from './ask-again.ts';
import { findMissing } from './find-missing.ts';
import { MOST_ASKED } from './settle-watch.ts';
import { readReach, type Reach } from './stripe-reach.ts';
import { witnessRule } from './witness-rules.ts';

const HOUR_MS = 3_600_000;
/** How long after it was noticed an object that Stripe does not know is asked for once more. */
const AGAIN_AFTER_MS = [1, 6, 24, 3 * 24, 7 * 24].map((hours) => hours * HOUR_MS);
/** Asked for once more in one poll, the longest unasked first; the rest is for the next poll. */
const MOST_A_POLL = 500;

/**
 * Asks Stripe by itself once more for what it said it does not know: an answer of one moment is not its last word. After an hour, six hours, a
 * day, three days and a week, and with every poll while a balance does not come to its rows. What only a sum tells is no longer missing once
 * the sum is there, without asking. To be called before hints are worked off, so that what is asked for in vain is settled by the
 * check of the same poll. Answers how many are asked for.
 */
export const askDueAgain = defineWrite(
  'completeness.askDueAgain',
  (db, { account, at }: { readonly account: string; readonly at: Instant }): number => {
    const always = hasOpenBalance(db, account);
    const isDue = (firstAt: Instant, lastAt: Instant) => always || isTime(firstAt, lastAt, at);
    const context = { account, reach: readReach(db, account), at };
    const objects = listAbsent(db, account)
      .filter(({ sinceAt, askedAt }) => isDue(sinceAt, askedAt))
      .toSorted((left, right) => (left.askedAt < right.askedAt ? -1 : 1))
      .slice(0, MOST_A_POLL);
    for (const { objectType, objectId, reason } of objects)
      askHintAgain(db, { account, objectType, objectId }, reason, at);
    const gaps = absentGaps(db, account)
      .filter((gap) => witnessRule(gap.witness) !== null)
      .filter((gap) => isDue(gap.foundAt, gap.healedAt) || isSettled(db, gap, context))
      .toSorted((left, right) => (left.healedAt < right.healedAt ? -1 : 1))
      .slice(0, MOST_A_POLL);
    // One more list is enough where only a sum tells: it was asked for often enough the first time.
    for (const gap of gaps) followAgain(db, context, gap, MOST_ASKED - 1);
    return objects.length + gaps.length;
  },
);

function isTime(firstAt: Instant, lastAt: Instant, now: Instant): boolean {
  return AGAIN_AFTER_MS.some((ms) => {
    const dueMs = Date.parse(firstAt) + ms;
    return dueMs > Date.parse(lastAt) && dueMs <= Date.parse(now);
  });
}

function hasOpenBalance(db: ReadableLedger, account: string): boolean {
  return (
    statement(db, `SELECT 1 FROM stripe_balance_proof WHERE account = ? AND state = 'open' LIMIT 1`).get(account) !==
    undefined
  );
}

/** Only a sum told that something was missing, and it no longer does. */
function isSettled(
  db: ReadableLedger,
  { witness, witnessId }: AbsentGap,
  { account, reach, at }: { readonly account: string; readonly reach: Reach; readonly at: Instant },
): boolean {
  const rule = witnessRule(witness);
  if (rule === null || rule.named !== undefined) return false;
  return findMissing(db, rule, [witnessId], { account, reach, now: at }).length === 0;
}
