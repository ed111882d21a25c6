import { z } from 'zod';
import { instant, moneySchema, role } from './primitives.ts';
import { endReason, proposalEnd, waitingRights } from './second-person.ts';

/** People of the home: who may do what, up to which amount, and the changes that wait for a second person. */
const personId = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\p{C}]+$/u, 'without invisible characters');
/** Operator ids of PeopleSoft have at most 30 characters. */
const operatorId = z
  .string()
  .trim()
  .min(1)
  .max(30)
  .regex(/^[^\p{C}\s]+$/u, 'without blanks');
const hash = z.string().min(1).max(128);

export const personRecord = z.strictObject({
  name: z.string().trim().min(1).max(80),
  operatorId: operatorId.nullable(),
  roles: z.array(role).max(4),
  /** Most she may approve alone, one amount a currency; a currency that is not named she may not approve. Null: no limit. */
  limits: z
    .array(moneySchema)
    .max(40)
    .refine((limits) => new Set(limits.map(({ currency }) => currency)).size === limits.length, {
      error: 'a currency stands there twice',
    })
    .refine((limits) => limits.every(({ minor }) => minor >= 0), { error: 'a limit is never below zero' })
    .nullable(),
  isActive: z.boolean(),
});
export type PersonRecordView = z.infer<typeof personRecord>;
export const personRow = personRecord.extend({
  personId,
  version: z.number().int(),
  since: instant,
  basis: z.enum(['firstAdministrator', 'addedAlone', 'twoPeople', 'sample']),
  isYou: z.boolean(),
});
export type PersonRow = z.infer<typeof personRow>;
export const personChangeRow = z.strictObject({
  changeId: z.number().int().positive(),
  personId,
  /** As she is now; null: she is new. */
  before: personRecord.nullable(),
  after: personRecord,
  hash,
  reason: z.string(),
  state: z.enum(['proposed', 'confirmed', 'withdrawn']),
  isAlone: z.boolean(),
  proposedBy: z.string(),
  proposedAt: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  /** How it ended without having held; null: it waits, holds, or a later proposal took its place. */
  ended: proposalEnd.nullable(),
  can: waitingRights,
});
export type PersonChangeRow = z.infer<typeof personChangeRow>;
/** Guarded settings of the connection profile that wait for a second person; until then those before them hold. */
export const waitingSettings = z.strictObject({
  version: z.number().int().positive(),
  hash,
  proposedBy: z.string(),
  proposedAt: instant,
  lines: z.array(z.string()),
  /** Whether they hold as soon as they are confirmed; else from the next start on. */
  holds: z.enum(['atOnce', 'nextStart']),
  can: waitingRights,
});
/** Settings that were refused or withdrawn last, while the profile still names them. */
export const endedSettings = proposalEnd.extend({
  version: z.number().int().positive(),
  proposedBy: z.string(),
  lines: z.array(z.string()),
});
export type EndedSettings = z.infer<typeof endedSettings>;
export type WaitingSettings = z.infer<typeof waitingSettings>;
export const peopleList = z.strictObject({
  people: z.array(personRow),
  changes: z.array(personChangeRow),
  settings: waitingSettings.nullable(),
  endedSettings: endedSettings.nullable(),
  /** What holds for changes here, one or two sentences: who confirms, and the exception of a home with one administrator. */
  note: z.string(),
  can: z.strictObject({ propose: z.boolean(), why: z.string().nullable() }),
});
export type PeopleList = z.infer<typeof peopleList>;

export const personProposeInput = z.strictObject({
  personId,
  seenVersion: z.number().int().nonnegative().describe('0: a new person'),
  after: personRecord,
  reason: z.string().trim().min(1).max(500),
});
export const personDecideInput = z.strictObject({ changeId: z.number().int().positive(), hash });
export const personEndInput = personDecideInput.extend({ reason: endReason });

export const signInInput = z.strictObject({
  operatorId,
  /** Left out: the password she let Tieout keep. */
  password: z.string().min(1).max(256).optional(),
  keep: z.boolean().default(false).describe('keep the password in the vault, for this person on this machine alone'),
  unlocked: z
    .boolean()
    .default(false)
    .describe('send a password once more that PeopleSoft refused before, because the operator id was unlocked'),
});
export const settingsConfirmInput = z.strictObject({ version: z.number().int().positive(), hash });
export const settingsEndInput = settingsConfirmInput.extend({ reason: endReason });

/** The same by her browser, at the identity provider of the site. `keep`: the way back in without the browser, in the vault. */
export const browserSignInInput = z.strictObject({ operatorId, keep: z.boolean().default(false) });
export const signInOutput = z.strictObject({ text: z.string() });
