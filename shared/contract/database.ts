import { z } from 'zod';
import { instant } from './primitives.ts';
import { endReason, proposalEnd, waitingRights } from './second-person.ts';

/** Which PeopleSoft database postings go into: what is known of it, what differed when it was last met, what is declared. */
const reason = z.string().trim().min(1).max(500);
const factRow = z.strictObject({
  what: z.string(),
  value: z.string().nullable().describe('null: PeopleSoft does not tell'),
});
const differenceRow = z.strictObject({ what: z.string(), was: z.string(), now: z.string() });

export const databaseDeclaration = z.strictObject({
  version: z.number().int().positive(),
  hash: z.string(),
  reason: z.string(),
  declaredBy: z.string(),
  declaredAt: instant,
  differences: z.array(differenceRow),
  can: waitingRights,
});
export const databaseCurrent = z.strictObject({
  /** Null: PeopleSoft has not been asked yet. */
  known: z
    .strictObject({
      facts: z.array(factRow),
      sinceAt: instant,
      /** In words, e.g. "remembered when it was first met". */
      origin: z.string(),
      comparedAt: instant.nullable(),
    })
    .nullable(),
  /** What differed when it was last compared; while there is any, nothing is posted. */
  differences: z.array(differenceRow),
  declaration: databaseDeclaration.nullable(),
  /** The declaration that was refused or withdrawn last, where none was made since. */
  endedDeclaration: proposalEnd.extend({ declaredBy: z.string() }).nullable(),
  can: z.strictObject({ declare: z.boolean(), why: z.string().nullable() }),
});
export type DatabaseCurrent = z.infer<typeof databaseCurrent>;
export const databaseDeclareInput = z.strictObject({ reason });
export const databaseConfirmInput = z.strictObject({ version: z.number().int().positive(), hash: z.string().max(128) });
export const databaseEndInput = databaseConfirmInput.extend({ reason: endReason });
