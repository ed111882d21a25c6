import { z } from 'zod';
import { LEFT_OUT_REASONS } from '../domain/link-band.ts';
import { key } from './primitives.ts';

/** Proposed links from a probability on, confirmed together: what would be linked, the weakest first, and what is left out. */
const count = z.number().int().nonnegative();
const score = z.number().min(0).max(1);

export const bandRow = z.strictObject({
  customerKey: key,
  customerId: z.string(),
  name: z.string().nullable(),
  custId: z.string(),
  peopleSoftName: z.string(),
  score,
  /** What it has more than the next candidate; null: there is none. */
  margin: z.number().nullable(),
});
export type BandRow = z.infer<typeof bandRow>;
/** Below one half nothing is proposed. */
const fromScore = z.number().min(0.5).max(1).describe('probability from which on, 0.5 to 1');
export const customerBandInput = z.strictObject({ fromScore });
export const customerBand = z.strictObject({
  fromScore: score,
  /** How many would be linked. */
  count,
  /** Names exactly these links as they stand: they are confirmed as seen or not at all. */
  seen: z.string(),
  /** The weakest of them, the weakest first. */
  weakest: z.array(bandRow),
  /** Of them: those whose names differ, which are remembered as another spelling. */
  differing: count,
  /** Links of the same probability that nobody confirms in one go, with the first of each. */
  leftOut: z.array(z.strictObject({ why: z.enum(LEFT_OUT_REASONS), count, rows: z.array(bandRow) })),
  /** Why who looks may not confirm them, a sentence; null: she may. */
  whyNot: z.string().nullable(),
});
export type CustomerBand = z.infer<typeof customerBand>;
export const confirmBandInput = z.strictObject({
  fromScore,
  seen: z.string().min(1).max(128),
  reason: z.string().trim().min(1).max(500),
});
export const bandSaid = z.strictObject({ text: z.string(), confirmed: count });
