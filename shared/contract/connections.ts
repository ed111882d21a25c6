import { z } from 'zod';
import { connectionState, instant, systemName } from './primitives.ts';
import { profileSchema } from './profile.ts';

/**
 * Receivables Update as PeopleSoft showed it last. Its times are instants; without an offset where the zone of PeopleSoft's clock is
 * not known, so that they can be shown and not compared.
 */
export const batchStatus = z.strictObject({
  lastRun: z.string().nullable(),
  nextRun: z.string().nullable(),
  groupsInError: z.number().int().nullable(),
  readAt: instant,
  message: z.string().nullable().describe('why it could not be read at readAt; the figures are then older'),
  answeredAt: instant.describe('the moment to judge the times against'),
});
export type BatchStatusView = z.infer<typeof batchStatus>;
export const connectionRow = z.strictObject({
  system: systemName,
  state: connectionState,
  since: instant,
  lastGoodAt: instant.nullable(),
  nextTryAt: instant.nullable(),
  completeTo: instant.nullable(),
  /** One line for the status bar, e.g. "2 min ago"; instants are added where the unit's zone is known. */ line: z.string(),
  message: z.string().nullable(),
  nextStep: z.string().nullable(),
  backlog: z.number().int().describe('objects still to read, or postings still to send'),
  backlogText: z.string(),
  address: z.string(),
  signIn: z.string(),
  version: z.string(),
  streams: z.array(
    z.strictObject({
      stream: z.string(),
      held: z.number().int(),
      read: z.number().int(),
      new: z.number().int(),
      changed: z.number().int(),
      refused: z.number().int(),
      completeTo: instant.nullable(),
      lastRunAt: instant.nullable(),
      counted: z
        .enum(['agrees', 'agreesInRows', 'notCounted'])
        .nullable()
        .describe(
          'how the last whole run stood against the source’s own count; agreesInRows: rows that cannot be read were left out of the sums; null: no whole run, or no question',
        ),
      state: z.string(),
    }),
  ),
  refusals: z.array(
    z.strictObject({
      type: z.string(),
      id: z.string(),
      reason: z.string(),
      times: z.number().int(),
      lastSeenAt: instant,
    }),
  ),
  batch: batchStatus.nullable().describe('null: not read yet, or a system without batches'),
  quietWindow: z.strictObject({ open: z.boolean(), text: z.string(), nextChangeAt: instant.nullable() }).nullable(),
});
export type ConnectionRow = z.infer<typeof connectionRow>;
/** How a connection stands, without what it has read. */
export const connectionStateRow = connectionRow.omit({ streams: true, refusals: true });
export type ConnectionStateRow = z.infer<typeof connectionStateRow>;
export const profileFault = z.strictObject({ path: z.string(), message: z.string() });
/** A profile that is not saved yet with its credentials by their names; `secrets` travel in and are never sent back. */
export const profileCheckInput = z.strictObject({
  profile: z.unknown(),
  secrets: z.record(z.string().max(128), z.string().max(8_192)).default({}),
});
export const systemCheck = z.strictObject({
  system: systemName,
  ok: z.boolean(),
  version: z.string(),
  signIn: z.string(),
  found: z.array(z.string()),
  missing: z.array(z.strictObject({ what: z.string(), why: z.string(), fix: z.string() })),
});
export type SystemCheck = z.infer<typeof systemCheck>;
export const profileCheckOutput = z.strictObject({ faults: z.array(profileFault), systems: z.array(systemCheck) });
export const profileCurrent = z.strictObject({
  profile: profileSchema,
  sample: z.boolean(),
});
