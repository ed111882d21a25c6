import { z } from 'zod';
import {
  CONNECTION_STATES,
  MATCH_STATES,
  MOVEMENT_KINDS,
  MOVEMENT_STATES,
  POSTING_STATES,
  ROLES,
  SYSTEMS,
} from '../domain/states.ts';

/** Building blocks of the contract. Keys are numbers of this ledger, opaque to the window. */
export const key = z.number().int().positive();
/** Name of a reconciliation unit of the connection profile. */
export const unitName = z.string().min(1).max(30);
export const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
export const plainDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const moneySchema = z.strictObject({
  minor: z.number().int(),
  exponent: z.number().int().min(0).max(6),
  currency: z.string().length(3),
});
export const movementKind = z.enum(MOVEMENT_KINDS);
export const movementState = z.enum(MOVEMENT_STATES);
export const matchState = z.enum(MATCH_STATES);
export const postingState = z.enum(POSTING_STATES);
export const connectionState = z.enum(CONNECTION_STATES);
export const systemName = z.enum(SYSTEMS);
export const role = z.enum(ROLES);
/** Why a movement asks for a person; null on a row that does not. */
export const ATTENTIONS = [
  'proposal',
  'awaitsReviewer',
  'severalCandidates',
  'amountDiffers',
  'noCustomerLink',
  'noItem',
  'possibleDuplicate',
  'refundOrDispute',
  'changedSinceApproval',
  'notEvaluated',
  'lookupFailed',
  'postingProblem',
] as const;
export const attention = z.enum(ATTENTIONS);
export type Attention = z.infer<typeof attention>;
/** Row version the caller last saw; a command on an older one is refused with STALE_VERSION. */
export const seenVersion = z.number().int().nonnegative();

/** Opens a row in PeopleSoft's own pages. */
export const portalLink = z.strictObject({ label: z.string(), url: z.string() });
export type PortalLink = z.infer<typeof portalLink>;
