import { z } from 'zod';
import { instant, plainDate } from './primitives.ts';
import { depositServiceSchema } from './profile.ts';
import { endReason, proposalEnd, waitingRights } from './second-person.ts';

/** The mapping of our deposits to the properties of the site's service: discovery, proposal, versions, dry run. */
const serviceName = z.string().trim().min(1).max(64);
const serviceVersion = z.string().trim().min(1).max(8);
const hash = z.string().min(1).max(128);
const properties = depositServiceSchema.shape.properties;
/** Property names by what of our deposit goes into them; while a person still chooses, some are missing. */
const someProperties = properties.partial();
export const mappedProperty = properties.keyof();
export type MappedPropertyKey = z.infer<typeof mappedProperty>;
export const mappingLevel = z.enum(['deposit', 'payment', 'customer', 'item']);

export const mappingDiscoverInput = z.strictObject({
  /** Absent: the service in use. */
  service: serviceName.optional(),
  serviceVersion: serviceVersion.optional(),
});
export const mappingFinding = z.strictObject({
  key: mappedProperty.nullable(),
  property: z.string().nullable(),
  text: z.string(),
  blocks: z.boolean(),
});
export type MappingFindingRow = z.infer<typeof mappingFinding>;
export const mappingDiscovered = z.strictObject({
  service: z.string(),
  serviceVersion: z.string(),
  operations: z.array(z.strictObject({ action: z.string(), name: z.string() })),
  /** Of a Create request, in the order of the schema; a collection's own follow it with its name before theirs. */
  properties: z.array(
    z.strictObject({
      path: z.string(),
      name: z.string(),
      kind: z.enum(['leaf', 'group']),
      type: z.string(),
      length: z.number().int().nullable(),
      required: z.boolean(),
    }),
  ),
  fields: z.array(
    z.strictObject({
      key: mappedProperty,
      label: z.string(),
      level: mappingLevel,
      collection: z.boolean(),
      required: z.boolean(),
      proposed: z.string().nullable(),
      reason: z.string(),
      /** The name in use now, where this is the service in use. */
      current: z.string().nullable(),
    }),
  ),
  /** Of the proposal. */
  findings: z.array(mappingFinding),
  schemaHash: z.string(),
});
export type MappingDiscovered = z.infer<typeof mappingDiscovered>;

export const mappingDryRunInput = z.strictObject({
  service: serviceName,
  serviceVersion,
  properties: someProperties,
  of: z.enum(['sample', 'queued']).describe('queued: the payments that would leave next; sample where none wait'),
});
export const mappingDryRun = z.strictObject({
  /** What the document is, one sentence. */
  text: z.string(),
  document: z.enum(['sample', 'queued']),
  /** Exactly what would leave, the password masked; null while a required value has no property. */
  xml: z.string().nullable(),
  /** Of the mapping against the service. */
  findings: z.array(mappingFinding),
  /** Of this document against the service's schema; any of them keeps it from leaving. */
  documentFindings: z.array(z.string()),
});
export type MappingDryRun = z.infer<typeof mappingDryRun>;

export const mappingVersionRow = z.strictObject({
  version: z.number().int().positive(),
  service: z.string(),
  serviceVersion: z.string(),
  properties,
  hash: z.string(),
  state: z.enum(['proposed', 'confirmed', 'retired']),
  inForce: z.boolean(),
  effectiveFromAt: instant.nullable(),
  proposedBy: z.string(),
  proposedAt: instant,
  confirmedBy: z.string().nullable(),
  confirmedAt: instant.nullable(),
  /** How it ended without having held; null: it waits, holds or held, or a later proposal took its place. */
  ended: proposalEnd.nullable(),
  can: waitingRights,
});
export type MappingVersionRow = z.infer<typeof mappingVersionRow>;
export const mappingList = z.strictObject({
  versions: z.array(mappingVersionRow),
  /** What deposits go out under now; version null: the connection profile's own names. */
  inUse: z.strictObject({
    version: z.number().int().positive().nullable(),
    service: z.string(),
    serviceVersion: z.string(),
    properties,
  }),
  can: z.strictObject({ propose: z.boolean(), why: z.string().nullable() }),
});
export type MappingList = z.infer<typeof mappingList>;

export const mappingProposeInput = z.strictObject({
  service: serviceName,
  serviceVersion,
  properties,
  /** The schema that was looked at: a service that has changed since is looked at again first. */
  schemaHash: hash,
  /** Day from whose beginning, in the zone of the first unit, it shall hold; null: as soon as it is confirmed. */
  effectiveFromDate: plainDate.nullable(),
});
export const mappingConfirmInput = z.strictObject({ version: z.number().int().positive(), hash });
export const mappingEndInput = mappingConfirmInput.extend({ reason: endReason });
