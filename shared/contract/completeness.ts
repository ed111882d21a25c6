import { z } from 'zod';
import { absentObject, payoutChecks, reportProof, waitingReads } from './completeness-proofs.ts';
import { instant } from './primitives.ts';

/** `notEvaluated`: it cannot be said yet, and `why` tells the reason. */
const completenessState = z.enum(['complete', 'gap', 'notEvaluated']);
const count = z.number().int();
const monthSum = z.strictObject({
  currency: z.string(),
  exponent: count,
  heldMinor: count,
  listedMinor: count.nullable().describe('what the last whole list of the month came to; null: not listed'),
});
/** The month of the same name in a unit's own zone: that of UTC, and what lies between the two midnights at either end. */
const unitMonth = z.strictObject({
  zone: z.string(),
  units: z.array(z.string()),
  state: completenessState,
  why: z.string().nullable(),
  held: count,
  atBeginning: count.describe(
    'held more (or, negative, less) than in the UTC month because the unit’s begins at another instant',
  ),
  atEnd: count.describe('the same because it ends at another instant'),
  sums: z.array(z.strictObject({ currency: z.string(), exponent: count, heldMinor: count })),
});
export type UnitMonth = z.infer<typeof unitMonth>;
/** One family in one month of creation (UTC). */
export const completenessMonth = z.strictObject({
  month: z.string(),
  state: completenessState,
  why: z.string().nullable(),
  held: count,
  listed: count.nullable().describe('what Stripe listed of the month when it was last listed whole; null: not listed'),
  missing: count,
  unknown: count.describe('named by other objects, and Stripe does not know them'),
  refused: count,
  sums: z.array(monthSum),
  units: z.array(unitMonth).describe('one for each zone of a unit that is not UTC'),
});
export type CompletenessMonth = z.infer<typeof completenessMonth>;
export const completenessType = z.strictObject({
  type: z.string(),
  state: completenessState,
  why: z.string().nullable(),
  held: count,
  listed: count.nullable(),
  missing: count,
  unknown: count,
  refused: count,
  waiting: count.describe('asked for, and not called missing yet'),
  months: z.array(completenessMonth),
});
export type CompletenessType = z.infer<typeof completenessType>;
/** Stripe's balance by type and currency held against its rows: opening + activity = closing. */
export const balanceProof = z.strictObject({
  balanceType: z.string(),
  currency: z.string(),
  exponent: count,
  from: instant
    .nullable()
    .describe('when the opening was told; null: the beginning of the account, with nothing in it'),
  to: instant,
  openingMinor: count,
  activityMinor: count,
  closingMinor: count,
  state: z.enum(['tied', 'open', 'notEvaluated']),
  why: z.string().nullable(),
});
export type BalanceProof = z.infer<typeof balanceProof>;
export const gapRow = z.strictObject({
  key: count,
  type: z.string(),
  id: z.string().nullable().describe('null: only a sum tells that something of this family is missing'),
  witnessType: z.string(),
  witnessId: z.string(),
  proof: z.string().describe('what the witness says, as the end of a sentence that begins with it'),
  proofs: count.describe('how many objects prove it; the first is shown'),
  foundAt: instant,
  healedAt: instant.nullable(),
  healedBy: z.string().nullable().describe('absent: Stripe does not know it, a person looks into it'),
});
export type GapRow = z.infer<typeof gapRow>;
/** Whether everything Stripe has is here, for one account. */
export const accountCompleteness = z.strictObject({
  account: z.string(),
  dashboard: z
    .string()
    .nullable()
    .describe('where Stripe’s dashboard shows this account; null: nowhere, it is the sample company'),
  checkedAt: instant.nullable(),
  types: z.array(completenessType),
  balances: z.array(balanceProof),
  payouts: payoutChecks,
  reports: z.array(reportProof).describe('the latest first; at most 100'),
  absent: z.array(absentObject).describe('the latest first; at most 200'),
  absentCount: count,
  waiting: waitingReads,
  gaps: z.array(gapRow).describe('open ones first, then those Stripe does not know, then the latest; at most 200'),
  gapCounts: z.strictObject({ open: count, unknown: count, healed: count }),
});
export type AccountCompleteness = z.infer<typeof accountCompleteness>;
export const completenessOutput = z.strictObject({
  accounts: z.array(accountCompleteness),
  whyNotAsk: z.string().nullable().describe('why this person may not ask Stripe again; null: she may'),
});
export const askAgainInput = z.strictObject({
  account: z.string().max(200),
  objects: z
    .array(z.strictObject({ type: z.string().max(100), id: z.string().max(200) }))
    .min(1)
    .max(200)
    .nullable()
    .describe('null: all that Stripe said it does not know'),
});
