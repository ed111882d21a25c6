import { z } from 'zod';
import { PARTICULARS } from '../domain/customer-particulars.ts';

/** One thing that both systems may know of a customer, side by side, with what it adds to the score of the pair. */
export const customerFieldRow = z.strictObject({
  field: z.enum(['name', ...PARTICULARS]),
  stripe: z.string().nullable(),
  peopleSoft: z.string().nullable(),
  /** `unknown`: not both tell; `notCompared`: the site's rules leave it out, or the pair was never scored. */
  agreement: z.enum(['equal', 'near', 'partly', 'different', 'compared', 'unknown', 'notCompared']),
  /** Hundredths of a logarithm of odds; null: it adds nothing. */
  points: z.number().nullable(),
});
export type CustomerFieldRow = z.infer<typeof customerFieldRow>;
