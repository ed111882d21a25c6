import { z } from 'zod';
import { CUSTOMER_FACETS, CUSTOMER_STANDINGS } from '../domain/customer-facets.ts';
import { customerFieldRow } from './customer-fields.ts';
import { instant, key, plainDate, seenVersion, unitName } from './primitives.ts';
import { pointRow } from './points.ts';

/** A Stripe customer with the PeopleSoft customer it is linked to, or would be, as a line of the list. */
export const customerFacet = z.enum(CUSTOMER_FACETS);
export const customerRow = z.strictObject({
  key,
  /** Of its link; 0: it has none. */
  version: z.number().int(),
  account: z.string(),
  customerId: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  state: z.enum(CUSTOMER_STANDINGS),
  linkId: key.nullable(),
  /** Of the link, else of the best candidate; null: it resembles nobody. */
  custId: z.string().nullable(),
  peopleSoftName: z.string().nullable(),
  /** Probability that the two are one, 0 to 1; null: they were not scored. */
  score: z.number().nullable(),
  /** What the best candidate has more than the next one; null: there is none. */
  margin: z.number().nullable(),
  /** What a person made of it and other Stripe customers that are the same one; null: it stands for itself. */
  merged: z
    .strictObject({ name: z.string().nullable(), email: z.string().nullable(), others: z.array(z.string()) })
    .nullable(),
});
export type CustomerRow = z.infer<typeof customerRow>;

/** One PeopleSoft customer beside a Stripe customer. */
export const customerCandidate = z.strictObject({
  setId: z.string(),
  custId: z.string(),
  name: z.string(),
  status: z.string(),
  /** Id of another system that PeopleSoft keeps on it. */
  externalId: z.string().nullable(),
  /** Null: it was never scored. */
  score: z.number().nullable(),
  /** What speaks for and against it: in hundredths of a natural logarithm of odds; their sum gives the score. */
  points: z.array(pointRow),
  modelVersion: z.number().int().nullable(),
  /** What was decided about the two; null: nothing. */
  link: z
    .strictObject({
      linkId: key,
      version: z.number().int(),
      state: z.enum(['proposed', 'confirmed', 'rejected', 'retired']),
      basis: z.enum(['storedId', 'exactName', 'score', 'person']),
      decidedBy: z.string().nullable(),
      decidedAt: instant.nullable(),
      /** Of one that was ended: the last day it holds on. */
      validUntilDate: plainDate.nullable(),
    })
    .nullable(),
  /** What both systems know of the two; empty where PeopleSoft has no such customer. */
  fields: z.array(customerFieldRow),
  /** What the site's rules say of the two before their score, a sentence; null: nothing. */
  rule: z.string().nullable(),
  /** Why the two are not proposed, a sentence; null: they are. */
  whyNot: z.string().nullable(),
});
export type CustomerCandidateRow = z.infer<typeof customerCandidate>;
export const customerDetailInput = z.strictObject({
  customerKey: key,
  /** A PeopleSoft customer to be looked at as well, whatever it resembles. */
  custId: z.string().min(1).max(30).optional(),
});
export const customerDetail = z.strictObject({
  row: customerRow,
  /** The linked one first, then the best first; one that was asked for stands last. */
  candidates: z.array(customerCandidate),
  /** Why who looks may not decide it, a sentence; null: she may. */
  whyNotDecide: z.string().nullable(),
  /** Why nothing said of it can be taken back here, a sentence; null: it can. */
  whyNotUndo: z.string().nullable(),
  /** How many links stand that were confirmed together with its own, itself included; null: it was confirmed alone. */
  confirmedTogether: z.number().int().nullable(),
});
export type CustomerDetail = z.infer<typeof customerDetail>;

export const customerLinkInput = z.strictObject({
  customerKey: key,
  custId: z.string().min(1).max(30),
  seenVersion: seenVersion.describe('version of the pair that was seen; 0: there was no link between the two'),
  as: z.enum(['confirmed', 'rejected']),
});
export const customerUndoInput = z.strictObject({
  customerKey: key,
  whole: z.boolean().optional().describe('of links confirmed together all, not this one alone'),
});
export const customerRetireInput = z.strictObject({
  customerKey: key,
  seenVersion,
  validUntilDate: plainDate.describe('the last day the link holds on, by accounting date'),
  reason: z.string().trim().min(1).max(500),
});
export const customerSaid = z.strictObject({ text: z.string(), row: customerRow });
/** How many Stripe customers wait for a person's word about the link that is proposed. */
export const customerCounts = z.strictObject({ toDecide: z.number().int(), confirmed: z.number().int() });
export const customerListRequest = z.strictObject({
  list: z.literal('customers'),
  unit: unitName,
  facet: customerFacet,
  text: z.string().max(200).optional(),
  sort: z
    .strictObject({ column: z.enum(['customer', 'peopleSoft', 'score', 'state']), descending: z.boolean() })
    .optional(),
});
