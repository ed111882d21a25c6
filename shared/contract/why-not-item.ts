import { z } from 'zod';
import { key } from './primitives.ts';

/** Why one movement is not paired with one item that a person asks about. */
export const whyNotItemInput = z.strictObject({ movementKey: key, itemKey: key });
const ruleAnswer = z.strictObject({
  ruleId: z.string(),
  version: z.number().int().positive(),
  title: z.string(),
  /** One sentence for each condition that keeps the two apart, with its distance; none: only another choice of either stands between them. */
  failing: z.array(z.string()),
});
export const whyNotItemOutput = z.strictObject({
  item: z.string(),
  /** In the order of the rules. */
  rules: z.array(ruleAnswer),
  /** The rule that comes nearest. */
  nearest: ruleAnswer.nullable(),
  /** What was decided on the movement, or why no rule looks at the two; null: nothing is to be said. */
  note: z.string().nullable(),
});
export type WhyNotItem = z.infer<typeof whyNotItemOutput>;
