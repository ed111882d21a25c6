import { z } from 'zod';
import { ERROR_CODES } from '../errors/codes.ts';

/** Frames of the wire (MessagePort in the desktop, WebSocket on loopback in the browser host): one JSON object each. */
export const requestFrame = z.strictObject({
  id: z.number().int().nonnegative(),
  kind: z.enum(['query', 'command']),
  name: z.string().max(60),
  input: z.unknown(),
});
export const failureSchema = z.strictObject({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  nextStep: z.string().nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
  traceId: z.string(),
});
export const answerFrame = z.discriminatedUnion('ok', [
  z.strictObject({ id: z.number().int(), ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ id: z.number().int(), ok: z.literal(false), error: failureSchema }),
]);
export const eventFrame = z.strictObject({ event: z.string(), payload: z.unknown() });
export type AnswerFrame = z.infer<typeof answerFrame>;
export type EventFrame = z.infer<typeof eventFrame>;
