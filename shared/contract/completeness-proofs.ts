import { z } from 'zod';
import { instant } from './primitives.ts';

const count = z.number().int();
const proofState = z.enum(['tied', 'open', 'notEvaluated']);

/** One automatic payout held against the rows that Stripe lists of it. */
export const payoutCheck = z.strictObject({
  payoutId: z.string(),
  state: proofState,
  why: z.string().nullable(),
  createdAt: instant.nullable(),
  askedAt: instant,
  currency: z.string(),
  exponent: count,
  paidMinor: count,
  listed: count,
  listedMinor: count,
  held: count,
  heldMinor: count,
  differences: z
    .array(
      z.strictObject({
        id: z.string().describe('the balance transaction; empty: the sum'),
        kind: z.enum(['missing', 'amount', 'otherPayout', 'notListed', 'sum']),
        otherPayoutId: z.string().nullable(),
        foundAt: instant,
        healedAt: instant.nullable(),
      }),
    )
    .describe('open ones first, then the latest healed; at most 20'),
});
export type PayoutCheck = z.infer<typeof payoutCheck>;
export const payoutChecks = z.strictObject({
  tied: count,
  open: count,
  notEvaluated: count,
  waiting: count.describe('to be asked for, or being read'),
  notItemised: count.describe('manual ones, of which Stripe gives no rows, and those it has not itemised yet'),
  checks: z
    .array(payoutCheck)
    .describe('those that differ, then those that cannot be judged, then the latest healed; at most 50'),
});
export type PayoutChecks = z.infer<typeof payoutChecks>;

/** What one report file states of a balance, held against the rows and against Stripe's own word. */
export const reportProof = z.strictObject({
  importId: count,
  fileName: z.string(),
  category: z.string(),
  balanceType: z.string(),
  currency: z.string(),
  exponent: count,
  zone: z.string().describe('the zone in whose days the report is read: the one in which most of it ties'),
  from: instant,
  to: instant,
  statedMinor: count,
  heldMinor: count,
  snapshotMinor: count
    .nullable()
    .describe('out of the nearest balance that Stripe itself told; null: it told none, or this is no balance'),
  snapshotAt: instant.nullable(),
  state: proofState,
  why: z.string().nullable(),
});
export type ReportProof = z.infer<typeof reportProof>;

/** An object that Stripe said it does not know. */
export const absentObject = z.strictObject({
  type: z.string(),
  id: z.string(),
  sinceAt: instant,
  askedAt: instant.describe('when Stripe last said so'),
  origin: z.string().describe('where its id came from, in words'),
  isAsked: z.boolean().describe('it is asked for again with the next read'),
});
export type AbsentObject = z.infer<typeof absentObject>;
/** What is still to be read by its id or its list, and what was heard of. */
export const waitingReads = z.strictObject({
  count,
  oldestAt: instant.nullable(),
  failed: count.describe('asked for in vain at least once'),
  events: count.describe('remembered, so that the same one counts once'),
  newestEventAt: instant.nullable(),
  refusedEvents: count,
});
export type WaitingReads = z.infer<typeof waitingReads>;
