import { z } from 'zod';
import { instant } from './primitives.ts';

/** What waits for a second person: what the one who asks may do about it, and how it ended when it was not confirmed. */
export const waitingRights = z.strictObject({
  confirm: z.boolean(),
  /** To end it is to withdraw what she proposed herself, and to refuse what another one did. */
  end: z.enum(['withdraw', 'refuse']).nullable(),
  /** Why she may not confirm. */
  why: z.string().nullable(),
});
export type WaitingRights = z.infer<typeof waitingRights>;
export const proposalEnd = z.strictObject({
  as: z.enum(['refused', 'withdrawn']),
  by: z.string(),
  at: instant,
  reason: z.string().nullable(),
});
export type ProposalEndView = z.infer<typeof proposalEnd>;
export const endReason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .nullable()
  .describe('needed where another person’s proposal is refused');
