import { z } from 'zod';

/** One signal of a proposal or a suspicion, in words, with what it adds to or takes from the score, in hundredths. */
export const pointRow = z.strictObject({ signal: z.string(), text: z.string(), points: z.number() });
