import { z } from 'zod';
import { instant, systemName } from '../../../shared/contract/primitives.ts';
import { ruleChangesSchema } from '../../../shared/contract/rule-changes.ts';

/**
 * What passes over the local pipe between a command and the engine that holds its home: one JSON object a line. The first
 * line carries the token of `engine.json`; one request a connection; ending the connection cancels it.
 */
export const forwardRequest = z.strictObject({
  token: z.string().max(200),
  call: z.discriminatedUnion('name', [
    z.strictObject({
      name: z.literal('sync'),
      systems: z.array(systemName).min(1),
      since: instant.optional(),
    }),
    z.strictObject({ name: z.literal('match'), dryRun: z.boolean(), rules: ruleChangesSchema.optional() }),
    z.strictObject({
      name: z.literal('post'),
      now: z.boolean(),
      reason: z.string().max(500).nullable(),
      limit: z.number().int().positive().nullable(),
    }),
    z.strictObject({ name: z.literal('replay'), id: z.string().max(200).nullable(), failed: z.boolean() }),
    z.strictObject({ name: z.literal('verifyAudit') }),
    z.strictObject({ name: z.literal('check') }),
    z.strictObject({
      name: z.literal('ingestStripe'),
      path: z.string().max(4_000),
      shown: z.string().max(4_000),
      zone: z.string().max(64).nullable(),
    }),
    z.strictObject({ name: z.literal('counts') }),
    z.strictObject({
      name: z.literal('automaticDecisions'),
      afterMatchId: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(10_000),
    }),
    z.strictObject({ name: z.literal('show') }),
  ]),
});
export type ForwardRequest = z.infer<typeof forwardRequest>;
export type ForwardCall = ForwardRequest['call'];

/** An error as it crosses the pipe: enough to choose words and an exit code, no stack. */
export const forwardFailure = z.strictObject({
  name: z.string(),
  code: z.string().nullable(),
  message: z.string(),
  nextStep: z.string().nullable(),
  detailCode: z.string().nullable(),
});
export type ForwardFailure = z.infer<typeof forwardFailure>;

/** `taken` comes at once, before any work: an engine that does not even say that has stopped. */
export const forwardReply = z.union([
  z.strictObject({ taken: z.literal(true) }),
  z.strictObject({
    progress: z.strictObject({ done: z.number(), total: z.number().nullable(), text: z.string() }),
  }),
  z.strictObject({ value: z.unknown() }),
  z.strictObject({ failure: forwardFailure }),
]);
export type ForwardReply = z.infer<typeof forwardReply>;

/** What a second start on a home learns from the first: the address of its window, or that the window was shown. */
export const shownSchema = z.strictObject({ url: z.string().nullable(), shown: z.boolean() });
export type Shown = z.infer<typeof shownSchema>;

/** Longer lines are refused: nothing that we send comes near. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024;
