import { z } from 'zod';
import { ALIAS_FACETS, ALIAS_KINDS, ALIAS_STANDINGS } from '../domain/customer-aliases.ts';
import { instant, key, plainDate, seenVersion, unitName } from './primitives.ts';

/** What persons remember of customers: a spelling that is a PeopleSoft customer, as evidence beside the scores. */
export const aliasKind = z.enum(ALIAS_KINDS);
export const aliasFacet = z.enum(ALIAS_FACETS);
export const aliasRow = z.strictObject({
  key,
  version: z.number().int(),
  kind: aliasKind,
  /** As it was written. */
  spelling: z.string(),
  custId: z.string(),
  peopleSoftName: z.string().nullable(),
  standing: z.enum(ALIAS_STANDINGS),
  /** The last day it counts on; null: it counts for good. */
  expiresDate: plainDate.nullable(),
  /** Whether confirming a link made it; it goes with that link. */
  isOfLink: z.boolean(),
  reason: z.string().nullable(),
  madeBy: z.string(),
  madeAt: instant,
  forgottenBy: z.string().nullable(),
  forgottenAt: instant.nullable(),
});
export type AliasRow = z.infer<typeof aliasRow>;

const custId = z.string().trim().min(1).max(30);
const expiresDate = plainDate.nullable();
const reason = z.string().trim().min(1).max(500);
export const aliasRememberInput = z.strictObject({
  kind: aliasKind,
  spelling: z.string().trim().min(1).max(200),
  custId,
  expiresDate,
  reason,
});
export const aliasChangeInput = z.strictObject({ aliasId: key, seenVersion, custId, expiresDate, reason });
export const aliasTurnInput = z.strictObject({
  aliasId: key,
  seenVersion,
  to: z.enum(['forgotten', 'recalled']),
});
export const aliasSaid = z.strictObject({ text: z.string(), row: aliasRow });
export const aliasListRequest = z.strictObject({
  list: z.literal('aliases'),
  unit: unitName,
  facet: aliasFacet,
  text: z.string().max(200).optional(),
  sort: z
    .strictObject({ column: z.enum(['spelling', 'peopleSoft', 'made', 'expires']), descending: z.boolean() })
    .optional(),
});
