import { z } from 'zod';
import { customerCounts } from './customers.ts';
import { duplicateCounts } from './duplicates.ts';
import { attention, instant, key, matchState, moneySchema, plainDate, portalLink, seenVersion } from './primitives.ts';
import { pointRow } from './points.ts';
import { movementRow } from './views.ts';

/** One line of the side-by-side comparison. `stripeMarks` and `peopleSoftMarks` are [start, end) character ranges that differ. */
const range = z.tuple([z.number().int(), z.number().int()]);
export const diffRow = z.strictObject({
  field: z.string(),
  stripe: z.string(),
  peopleSoft: z.string(),
  stripeMarks: z.array(range),
  peopleSoftMarks: z.array(range),
  verdict: z.string(),
  tone: z.enum(['ok', 'warn', 'bad', 'mute']),
  stripeSource: z.string().nullable(),
  peopleSoftSource: z.string().nullable(),
});
/** What may become of a whole charge that no item takes: on its customer's account, an item made of it first, or journalled directly. */
export const withoutItem = z.enum(['onAccount', 'makeItem', 'directJournal']);
export type WithoutItem = z.infer<typeof withoutItem>;
export const matchDetail = z.strictObject({
  movement: movementRow.extend({
    description: z.string().nullable(),
    stateReason: z.string().nullable(),
    settlement: moneySchema.nullable(),
    fee: moneySchema.nullable(),
    link: z.string().nullable(),
    /** Address of the object in Stripe's own dashboard, or null on the sample company. */ sourceUrl: z
      .string()
      .nullable(),
  }),
  match: z
    .strictObject({
      matchId: key,
      version: z.number().int(),
      kind: z.enum(['payment', 'alreadyKeyed', 'refundOfCharge']),
      state: matchState,
      score: z.number(),
      margin: z.number().nullable(),
      rule: z.string(),
      ruleVersion: z.number().int(),
      automatic: z.boolean(),
      points: z.array(pointRow),
      decidedBy: z.string().nullable(),
      decidedAt: instant.nullable(),
      reason: z.string().nullable(),
    })
    .nullable(),
  /** Its customer and items in PeopleSoft's own pages; empty where the site names no portal. */
  portalLinks: z.array(portalLink),
  /** One or two sentences: the runner-up and why it lost, or why there is no match. */
  whyNot: z.string(),
  runnerUp: z.strictObject({ score: z.number(), items: z.array(z.string()), text: z.string() }).nullable(),
  customerLink: z
    .strictObject({
      linkId: key,
      version: z.number().int(),
      state: z.enum(['proposed', 'confirmed']),
      stripeCustomer: z.string(),
      setId: z.string(),
      custId: z.string(),
      name: z.string(),
      basis: z.string(),
    })
    .nullable(),
  diff: z.array(diffRow),
  allocations: z.array(
    z.strictObject({
      itemKey: key,
      item: z.string(),
      itemVersion: z.number().int(),
      amount: moneySchema,
      itemOpen: moneySchema,
      dueDate: plainDate.nullable(),
      /** What other decisions hold of the item's open balance. */
      held: moneySchema,
      /** What a refund may be paid back on it, other decisions apart. */
      refundable: moneySchema,
    }),
  ),
  remainder: moneySchema,
  /** Of a refund or dispute: the part of its charge that is on account, which needs no item. Zero for the others. */
  onAccount: moneySchema,
  /** Of a charge: the accounting template it may be journalled directly by; null where it may not. */
  journalTemplate: z.string().nullable(),
  /** Of a refund or dispute: what it waits for before it can go out, in words; null when nothing. */
  waitsFor: z.string().nullable(),
  /** What a decision here would do to PeopleSoft: null when nothing would be sent (with the reason in `postingBlocked`). */
  postingPreview: z
    .strictObject({
      depositBu: z.string(),
      bank: z.string(),
      cashAccount: z.string(),
      accountingDate: plainDate,
      amount: moneySchema,
      reference: z.string(),
    })
    .nullable(),
  postingBlocked: z.string().nullable(),
  /** Where its period was found closed: the first open day, which approving accepts, and the words for it. */
  cutOff: z.strictObject({ date: plainDate, text: z.string() }).nullable(),
  /** What this site does with a charge that no item takes. */
  chargeForms: z.strictObject({ onAccount: z.boolean(), makeItem: z.boolean() }),
  /** A reviewer is asked to approve it: by whom, in words, and what is to become of a charge that no item takes; null: nobody asks. */
  asked: z.strictObject({ form: withoutItem.nullable(), text: z.string() }).nullable(),
  /** Approving here asks a reviewer, with why, a sentence; null: it approves, or is not possible. */
  asksReviewer: z.string().nullable(),
  /** Why the person who looks may not approve here, whatever she selects: role, limit, or somebody else is asked; null: she may. */
  notHers: z.string().nullable(),
  can: z.strictObject({
    approve: z.boolean(),
    approveAndPost: z.boolean(),
    reject: z.boolean(),
    undo: z.boolean(),
    /** A dispute is lost and gone from PeopleSoft: what becomes of what is open again is hers to say. */
    decideLost: z.boolean(),
    /** Why nothing can be undone; null when something can. */
    undoWhy: z.string().nullable(),
    why: z.string().nullable(),
  }),
  /** A suspected duplicate that waits for an answer and this movement sits in, with a plain warning; null: none. */
  duplicate: z
    .strictObject({
      clusterId: key,
      text: z.string(),
      /** No rule posts it; a person does in her own words. */
      isHeld: z.boolean(),
    })
    .nullable(),
  history: z.array(z.strictObject({ at: instant, actor: z.string(), text: z.string() })),
});
export type MatchDetail = z.infer<typeof matchDetail>;
export type DiffRow = z.infer<typeof diffRow>;

export const approveInput = z.strictObject({
  movementKey: key,
  seenVersion,
  /** The whole allocation as the person sees it; amounts in the movement's minor units. */
  allocations: z
    .array(z.strictObject({ itemKey: key, seenVersion, amountMinor: z.number().int().positive() }))
    .max(500)
    .describe('empty where a keyed receipt is taken over as it was found, and for cash on account'),
  post: z.boolean().describe('true: approve and post'),
  reason: z
    .string()
    .max(500)
    .optional()
    .describe(
      'needed when a remainder is left, when items are paid although a keyed receipt was found, and when a refund opens an item again without a credit memo',
    ),
  onAccount: z
    .boolean()
    .optional()
    .describe('a charge that no item takes: it goes on the account of its linked customer; needs a reason'),
  directJournal: z
    .boolean()
    .optional()
    .describe('a charge that no invoice stands behind: all of it is journalled directly; needs a reason'),
  makeItem: z
    .boolean()
    .optional()
    .describe(
      'a charge that no item takes: an item over it is made first, and its payment follows once that is posted',
    ),
  linkCustomer: z
    .boolean()
    .optional()
    .describe(
      'also links the Stripe customer to the customer of the items, in the same decision, where none is linked yet',
    ),
  accountingDate: plainDate
    .optional()
    .describe('the first open day, accepted for a movement whose own period is closed; left out: its own date'),
  confirmLinkId: key.optional().describe('also confirms this proposed customer link, in the same decision'),
});
export const lostInput = z.strictObject({
  movementKey: key,
  seenVersion,
  outcome: z.enum(['writeOff', 'rebill', 'collect']),
  reason: z.string().trim().min(1).max(500),
});
export const rejectInput = z.strictObject({ movementKey: key, seenVersion, reason: z.string().max(500).optional() });
export const decisionOutput = z.strictObject({
  decisionId: key,
  movement: movementRow,
  postingKey: key.nullable(),
  waitsForWindow: z
    .string()
    .nullable()
    .describe('where it was to be posted and waits for the quiet window: when that opens; null: it does not wait'),
  /** Why nothing is approved yet and a reviewer is asked, a sentence; null: it is decided. */
  waits: z.string().nullable(),
});
/** `movementKey` and `movement` are null for a decision about a customer link alone. */
export const undoOutput = z.strictObject({
  undone: z.string(),
  movementKey: key.nullable(),
  movement: movementRow.nullable(),
});
export const summary = z.strictObject({
  unit: z.string(),
  needsReview: z.number().int(),
  /** Charges, refunds and disputes that are not excluded. */
  movements: z.number().int(),
  /** Matched by a rule alone and needing nobody: the `auto` of a matching run, for this unit. */
  matchedByRule: z.number().int(),
  notEvaluated: z.number().int(),
  facets: z.record(z.string(), z.number().int()),
  attention: z.partialRecord(attention, z.number().int()),
  postings: z.strictObject({
    verify: z.number().int(),
    waiting: z.number().int(),
    /** Of those: what sending now sends; the others are on their way. */
    due: z.number().int(),
    needsAttention: z.number().int(),
    confirmed: z.number().int(),
  }),
  duplicates: duplicateCounts,
  customers: customerCounts,
  audit: z.strictObject({ rows: z.number().int(), verifiedAt: instant.nullable(), valid: z.boolean().nullable() }),
});
export type Summary = z.infer<typeof summary>;
