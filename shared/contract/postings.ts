import { z } from 'zod';
import { instant, moneySchema, plainDate, portalLink, postingState } from './primitives.ts';
import { postingRow } from './views.ts';

export const postingDetail = z.strictObject({
  posting: postingRow,
  /** Fixed when it was approved. */
  payload: z.array(z.strictObject({ field: z.string(), value: z.string() })),
  payloadHash: z.string(),
  /** Deposit, customer and items in PeopleSoft's own pages; empty where the site names no portal. */
  portalLinks: z.array(portalLink),
  deposit: z
    .strictObject({
      depositBu: z.string(),
      depositId: z.string(),
      state: z.string(),
      bank: z.string(),
      accountingDate: plainDate,
      cutNumber: z.number().int(),
      generation: z.number().int(),
      control: moneySchema,
      controlCount: z.number().int(),
      cutAt: instant,
      sentAt: instant.nullable(),
      /** Mapping version it was cut under; null: the connection profile's own names. */
      mappingVersion: z.number().int().positive().nullable(),
    })
    .nullable(),
  /** Postings it is tied to: what it waits for or took back, what waits for it or takes it back. */
  linked: z.array(
    z.strictObject({ key: z.number().int().positive(), reference: z.string(), words: z.string(), state: postingState }),
  ),
  /** What PeopleSoft's own processes will book. */
  accounting: z.array(
    z.strictObject({
      account: z.string(),
      text: z.string(),
      debit: moneySchema.nullable(),
      credit: moneySchema.nullable(),
    }),
  ),
  attempts: z.array(
    z.strictObject({
      kind: z.enum(['send', 'readBack']),
      startedAt: instant,
      endedAt: instant.nullable(),
      outcome: z.string().nullable(),
      text: z.string(),
      request: z.string().nullable(),
      answer: z.string().nullable(),
    }),
  ),
  timeline: z.array(z.strictObject({ at: instant, state: z.string(), text: z.string() })),
  can: z.strictObject({
    verify: z.boolean(),
    sendNow: z.boolean(),
    replay: z.boolean(),
    /** A reviewer may say what she saw in PeopleSoft itself. */
    settle: z.boolean(),
    /** It is confirmed and may be taken back by a document of its own. */
    reverse: z.boolean(),
    why: z.string().nullable(),
  }),
  /** Why the person who asks may not do what could be done: verify and send (`decide`), replay and take back (`approve`). Null: she may. */
  notHers: z.strictObject({ decide: z.string().nullable(), approve: z.string().nullable() }),
});
export type PostingDetail = z.infer<typeof postingDetail>;
export const verifyOutput = z.strictObject({
  posting: postingRow,
  found: z.enum(['confirmed', 'accepted', 'absent', 'sending', 'rejected', 'stillUnknown']),
  text: z.string(),
});
export const replayOutput = z.strictObject({ posting: postingRow, text: z.string() });
export const reverseOutput = z.strictObject({ posting: postingRow, reversal: postingRow, text: z.string() });
export const settleOutput = z.strictObject({ posting: postingRow, text: z.string() });
