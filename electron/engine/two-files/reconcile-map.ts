import { z } from 'zod';
import type { GivenMap } from './given-map.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';

const column = z.string().min(1);
const side = z.strictObject({
  id: column,
  date: column.optional(),
  amount: column.optional(),
  debit: column.optional(),
  credit: column.optional(),
  currency: column.optional(),
  direction: column.optional(),
  party: column.optional(),
  reference: column.optional(),
  dueDate: column.optional(),
  text: z.array(column).optional(),
});
const days = z.number().int().min(-3_660).max(3_660);
const map = z.strictObject({
  left: side,
  right: side,
  amountTolerance: z
    .string()
    .regex(/^\d+(\.\d+)?%?$/, 'a percentage like "15%" or an amount like "0.50" is expected')
    .optional(),
  dateWindowDays: z
    .tuple([days, days])
    .refine(([min, max]) => min <= max, 'the least number of days comes first')
    .optional(),
  oneToOne: z.boolean().optional(),
});

/** Which columns of a file play which part. */
export type ReconcileColumns = z.infer<typeof side>;
/** What a person says about two files: columns by part, and what is not to be found out from the rows. */
export type ReconcileMap = z.infer<typeof map>;
/** Of that, what is not to be found out from the rows. */
export type ReconcileWishes = Omit<ReconcileMap, 'left' | 'right'>;

/** Reads a map. Throws `BAD_INPUT` naming the key that is wrong. */
export function parseReconcileMap({ text, shown }: GivenMap): ReconcileMap {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TieoutError('BAD_INPUT', `${shown}: this is no JSON: ${why}.`, { cause: error });
  }
  const parsed = map.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const key = issue === undefined || issue.path.length === 0 ? 'the map' : issue.path.join('.');
  throw new TieoutError('BAD_INPUT', `${shown}: ${key}: ${issue?.message ?? 'it cannot be read'}.`, {
    nextStep: 'The keys are described in the guide for administrators under "Reconciling two files".',
  });
}
