import { z } from 'zod';
import { instant } from './primitives.ts';
import { blackoutSchema, peopleSoftProfileSchema, quietWindowSchema } from './profile.ts';

/** When PeopleSoft may be worked in bulk, and how gently; all of it stands in the connection profile. */
const { bulkPace, rate, oneClickWaits } = peopleSoftProfileSchema.shape;
export const scheduleSettings = z.strictObject({
  /** Empty: always. */
  windows: z.array(quietWindowSchema).max(20),
  blackouts: z.array(blackoutSchema).max(200),
  paymentsPerDeposit: bulkPace.unwrap().shape.paymentsPerDeposit.unwrap(),
  requestsPerSecond: rate.unwrap().shape.requestsPerSecond,
  concurrency: rate.unwrap().shape.concurrency,
  oneClickWaits: oneClickWaits.unwrap(),
});
export type ScheduleSettings = z.infer<typeof scheduleSettings>;
export const scheduleCurrent = z.strictObject({
  settings: scheduleSettings,
  open: z.boolean(),
  /** Why it is open or closed now, e.g. "no bulk work until the end of 2026-12-26: Year-end close". */
  text: z.string(),
  nextChangeAt: instant.nullable(),
  /** Postings that wait to be sent. */
  waiting: z.number().int(),
  /** Of these settings: a change is made to what was seen, or not at all. */
  hash: z.string(),
  can: z.strictObject({ change: z.boolean(), why: z.string().nullable() }),
});
export type ScheduleCurrent = z.infer<typeof scheduleCurrent>;
export const scheduleChangeInput = z.strictObject({ settings: scheduleSettings, seenHash: z.string().max(128) });
