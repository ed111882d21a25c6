import { z } from 'zod';

/** What main tells the engine process. Everything is checked on arrival. */
export const toEngine = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('open'),
    home: z.string(),
    profileFile: z.string().nullable(),
    keyFile: z.string().nullable(),
    live: z.boolean(),
    seed: z.number().nullable(),
    movements: z.number().nullable(),
    version: z.string(),
  }),
  /** Comes with a port: the line of one window. */
  z.strictObject({ kind: z.literal('window'), sessionId: z.uuid() }),
  z.strictObject({ kind: z.literal('windowGone'), sessionId: z.uuid() }),
  z.strictObject({ kind: z.literal('vaultAnswer'), id: z.number(), value: z.string().nullable() }),
  z.strictObject({ kind: z.literal('openedOutside'), id: z.number(), opened: z.boolean() }),
  z.strictObject({ kind: z.literal('close') }),
]);
export type ToEngine = z.infer<typeof toEngine>;

/** What the engine process tells main. */
export const fromEngine = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('opened'),
    recoveryKey: z.string().nullable(),
    /** Where links into PeopleSoft's own pages lead; null: the site names no portal. */
    portalAddress: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal('failed'),
    message: z.string(),
    nextStep: z.string().nullable(),
    exitCode: z.number(),
  }),
  z.strictObject({ kind: z.literal('fatal'), reason: z.string() }),
  z.strictObject({ kind: z.literal('say'), line: z.string() }),
  z.strictObject({ kind: z.literal('notify'), title: z.string(), body: z.string() }),
  /** A second start on this home, or a command, asks to see the window. */
  z.strictObject({ kind: z.literal('show') }),
  z.strictObject({
    kind: z.literal('vaultAsk'),
    id: z.number(),
    what: z.enum(['available', 'wrap', 'unwrap']),
    /** Key or wrapped key, base64; empty for `available`. */
    value: z.string(),
  }),
  z.strictObject({ kind: z.literal('openOutside'), id: z.number(), address: z.string() }),
  z.strictObject({ kind: z.literal('closed') }),
]);
export type FromEngine = z.infer<typeof fromEngine>;
