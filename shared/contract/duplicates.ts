import { z } from 'zod';
import { DUPLICATE_FACETS, DUPLICATE_KINDS, DUPLICATE_STATES } from '../domain/duplicates.ts';
import { MERGE_FIELDS } from '../domain/merge-fields.ts';
import { instant, key, moneySchema, plainDate, seenVersion, unitName } from './primitives.ts';
import { pointRow } from './points.ts';

/** Rows suspected to be one business event, as a line of their list. */
export const duplicateFacet = z.enum(DUPLICATE_FACETS);
export const duplicateState = z.enum(DUPLICATE_STATES);
export const duplicateRow = z.strictObject({
  key,
  version: z.number().int(),
  kind: z.enum(DUPLICATE_KINDS),
  members: z.number().int(),
  customer: z.string().nullable(),
  /** Of one of its rows; all have the same. Null: it is about customers. */
  amount: moneySchema.nullable(),
  /** Of customers: the probability that they are one. */
  score: z.number(),
  /** An instant, or a plain date where its rows have no more; empty where not even that is told. */
  firstAt: z.string(),
  lastAt: z.string(),
  state: duplicateState,
});
export type DuplicateRow = z.infer<typeof duplicateRow>;

/** One thing told of every member, so that they stand side by side. */
export const duplicateField = z.strictObject({
  field: z.string(),
  /** One text a member, in their order; empty where it is not told. */
  values: z.array(z.string()),
  /** What is told twice may differ; what only some tell contradicts nothing. */
  verdict: z.enum(['same', 'differs', 'partlyTold']),
  /** How the texts are to be shown: an instant in the unit's zone, an id in monospace. */
  as: z.enum(['text', 'id', 'instant']),
});
export const duplicateMember = z.strictObject({
  position: z.number().int().nonnegative(),
  name: z.string(),
  part: z.enum(['kept', 'dropped']).nullable(),
  /** Its row in the workbench; null: a payment in PeopleSoft. */
  movementKey: key.nullable(),
  /** Why it cannot be dropped, a sentence; null: it can. */
  whyNotDrop: z.string().nullable(),
  /** Page in Stripe’s dashboard; null in the sample company and for what is not Stripe's. */
  sourceUrl: z.string().nullable(),
  /** What is still to be done about it, a sentence; null: nothing. */
  toDo: z.string().nullable(),
});
/** One field of customers that are to be merged. */
export const mergePick = z.strictObject({
  field: z.enum(MERGE_FIELDS),
  /** One text a member, in their order; empty where it has none. */
  values: z.array(z.string()),
  /** Position of the member it is taken from, or would be unless she says otherwise. */
  from: z.number().int().nonnegative(),
});
export const duplicateDetailInput = z.strictObject({ clusterId: key });
export const duplicateDetail = z.strictObject({
  row: duplicateRow,
  members: z.array(duplicateMember),
  fields: z.array(duplicateField),
  /**
   * What speaks for and against it. Sums to the score; of customers they are hundredths of a natural logarithm of odds, whose sum gives it.
   * Of more than two rows: of the two that resemble each other least.
   */
  points: z.array(pointRow),
  /** What a person picks field by field when she makes one Stripe customer of several; empty: nothing is merged here. */
  picks: z.array(mergePick),
  timeline: z.array(z.strictObject({ at: z.string(), text: z.string(), tone: z.enum(['ok', 'warn', 'bad', 'mute']) })),
  /** Position of the one that would be kept: which is approved or in PeopleSoft already, else the first; null: neither tells. */
  suggestedKeep: z.number().int().nullable(),
  whyOpen: z.string().nullable(),
  /** What a person said of it; null: it waits for an answer. */
  answer: z
    .strictObject({
      by: z.string(),
      at: instant,
      reason: z.string(),
      expiresDate: plainDate.nullable(),
      doneAt: instant.nullable(),
    })
    .nullable(),
  can: z.strictObject({
    /** Why who looks may not decide it, a sentence; null: she may. */
    whyNotDecide: z.string().nullable(),
    whyNotUndo: z.string().nullable(),
  }),
});
export type DuplicateDetail = z.infer<typeof duplicateDetail>;

export const duplicateDecideInput = z.strictObject({
  clusterId: key,
  seenVersion,
  as: z.enum(['sameEvent', 'notDuplicate']),
  keep: z.number().int().nonnegative().nullable().describe('of one event: position of the member that stands for all'),
  apart: z
    .array(z.number().int().nonnegative())
    .max(1_000)
    .optional()
    .describe('of one event: positions of the members that are no part of it and stand for themselves; default: none'),
  picks: z
    .array(z.strictObject({ field: z.enum(MERGE_FIELDS), from: z.number().int().nonnegative() }))
    .max(MERGE_FIELDS.length)
    .optional()
    .describe('of Stripe customers that are one: from which member each field is taken; default: from the one kept'),
  reason: z.string().trim().min(1).max(500),
  expiresDate: plainDate
    .nullable()
    .describe('of no duplicate: the day from which the answer holds no longer; null: it holds for good'),
});
export const duplicateSaid = z.strictObject({ text: z.string(), row: duplicateRow });
export const duplicateUndoInput = z.strictObject({ clusterId: key });
/** How many wait in a unit. */
export const duplicateCounts = z.strictObject({
  open: z.number().int(),
  toRefund: z.number().int(),
  decided: z.number().int(),
  notCompared: z
    .number()
    .int()
    .describe('charges and payments that have too many of the same amount near them to be compared'),
});
export const duplicateListRequest = z.strictObject({
  list: z.literal('duplicates'),
  unit: unitName,
  facet: duplicateFacet,
  text: z.string().max(200).optional(),
  sort: z
    .strictObject({
      column: z.enum(['first', 'kind', 'customer', 'amount', 'score', 'state']),
      descending: z.boolean(),
    })
    .optional(),
});
