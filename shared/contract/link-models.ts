import { z } from 'zod';
import { instant } from './primitives.ts';
import { endReason, proposalEnd, waitingRights } from './second-person.ts';

/** Versions of what customers are scored by: learned, refined by a person from what was decided, enabled by a reviewer. */
const version = z.number().int().positive();
const count = z.number().int().nonnegative();
const score = z.number().min(0).max(1);
export const scoreBand = z.enum(['sure', 'likely', 'possible', 'unlikely']);

/** What a version changes of the scores of the one it was made from. */
export const linkModelPreview = z.strictObject({
  /** Decided pairs that it was refined from. */
  confirmed: count,
  rejected: count,
  /** Stripe customers for which somebody stands out, before and after. */
  proposedBefore: count,
  proposedAfter: count,
  /** Pairs that leave one band for another. */
  moves: z.array(z.strictObject({ from: scoreBand, to: scoreBand, count })),
  /** The first of these pairs, the largest change first. */
  rows: z.array(
    z.strictObject({
      customerId: z.string(),
      name: z.string().nullable(),
      custId: z.string(),
      peopleSoftName: z.string(),
      before: score,
      after: score,
    }),
  ),
});
export type LinkModelPreview = z.infer<typeof linkModelPreview>;
export const linkModelRow = z.strictObject({
  version,
  state: z.enum(['proposed', 'enabled', 'retired']),
  inUse: z.boolean(),
  origin: z.enum(['learned', 'refined', 'returned']),
  basedOn: version.nullable(),
  hash: z.string().nullable(),
  reason: z.string().nullable(),
  preview: linkModelPreview.nullable(),
  madeBy: z.string(),
  madeAt: instant,
  enabledBy: z.string().nullable(),
  enabledAt: instant.nullable(),
  ended: proposalEnd.nullable(),
  can: waitingRights,
});
export type LinkModelRow = z.infer<typeof linkModelRow>;
export const linkModelList = z.strictObject({
  versions: z.array(linkModelRow),
  can: z.strictObject({ propose: z.boolean(), why: z.string().nullable() }),
});
export const linkModelProposeInput = z.strictObject({
  /** An earlier version to return to; null: the one in use, refined by what persons decided. */
  returnTo: version.nullable(),
  reason: z.string().trim().min(1).max(500),
});
export const linkModelEnableInput = z.strictObject({ version, hash: z.string().min(1).max(128) });
export const linkModelEndInput = linkModelEnableInput.extend({ reason: endReason });
