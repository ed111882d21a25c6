import { z } from 'zod';
import { instant } from './primitives.ts';

const text = z.string().max(200);
const month = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .nullable();

/** A figure of the completeness of one account, of which the rows behind it are asked for. */
export const completenessFigure = z.discriminatedUnion('figure', [
  z.strictObject({
    figure: z.literal('held'),
    type: text,
    month,
    zone: text.nullable().describe('the calendar of the month; null: UTC'),
  }),
  z.strictObject({ figure: z.literal('listed'), type: text, month }),
  z.strictObject({ figure: z.literal('missing'), type: text, month }),
  z.strictObject({ figure: z.literal('refused'), type: text, month }),
  z.strictObject({ figure: z.literal('balance'), balanceType: text, currency: text }),
  z.strictObject({ figure: z.literal('report'), importId: z.number().int(), category: text, currency: text }),
  z.strictObject({ figure: z.literal('payout'), payoutId: text }),
  z.strictObject({
    figure: z.literal('payouts'),
    state: z.enum(['tied', 'open', 'notEvaluated', 'waiting', 'notItemised']),
  }),
  z.strictObject({ figure: z.literal('waiting'), failed: z.boolean() }),
  z.strictObject({ figure: z.literal('events'), refused: z.boolean() }),
]);
export type CompletenessFigure = z.infer<typeof completenessFigure>;

const amount = z.strictObject({ minor: z.number().int(), exponent: z.number().int(), currency: z.string() });
export const completenessRowsInput = z.strictObject({ account: text, of: completenessFigure });
export const completenessRows = z.strictObject({
  count: z.number().int(),
  sums: z.array(amount).describe('over all rows, not only those given'),
  note: z.string().nullable().describe('what the rows are, where that is not plain'),
  rows: z
    .array(
      z.strictObject({
        key: z.string(),
        type: z.string(),
        id: z.string(),
        at: instant.nullable(),
        amount: amount.nullable(),
        text: z.string().nullable(),
      }),
    )
    .describe('the latest; at most 200'),
});
export type CompletenessRows = z.infer<typeof completenessRows>;
