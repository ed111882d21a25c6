import { createHash } from 'node:crypto';
import type { Instant } from '../../shared/domain/ids.ts';
import { appendAudit } from './audit-store.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ConfirmedAs } from './confirmed-as.ts';
import { END_COLUMNS, endProposal, type Ending, type ProposalEnd } from './end-proposal.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { isSamePerson } from './same-person.ts';
import { statement } from './statement.ts';

/** One version of the mapping from our deposits to a site's service. */
export interface MappingVersion extends ProposalEnd {
  readonly version: number;
  readonly service: string;
  readonly serviceVersion: string;
  /** Canonical JSON of property names by what of our deposit goes into them; the reader checks it with the profile's schema. */
  readonly propertiesJson: string;
  /** SHA-256 of service and properties, hexadecimal. */
  readonly hash: string;
  /** The service's schema when it was proposed. */
  readonly schemaHash: string;
  readonly state: 'proposed' | 'confirmed' | 'retired';
  readonly effectiveFromAt: Instant | null;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Instant | null;
  readonly retiredAt: Instant | null;
}

interface Who {
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}
export interface NewMapping extends Who {
  readonly service: string;
  readonly serviceVersion: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly schemaHash: string;
  /** From when on it shall hold; null: as soon as it is confirmed. */
  readonly effectiveFromAt: Instant | null;
}
export interface MappingConfirmation extends Who {
  readonly as?: ConfirmedAs;
  readonly version: number;
  /** What the person saw: a version is confirmed as read or not at all. */
  readonly hash: string;
}

const COLUMNS = `version, service, service_version AS serviceVersion, properties_json AS propertiesJson, hash, schema_hash AS schemaHash, state,
  effective_from_at AS effectiveFromAt, proposed_by AS proposedBy, proposed_at AS proposedAt, confirmed_by AS confirmedBy, confirmed_at AS confirmedAt,
  retired_at AS retiredAt, ${END_COLUMNS}`;
/** Of two versions that start at the same instant the later proposed one holds. */
const NEWEST_FIRST = 'ORDER BY effective_from_at DESC, version DESC';

/** Keeps a mapping as a proposal and notes who made it; it takes the place of a proposal that nobody has confirmed yet. */
export function proposeMappingVersion(db: WritableLedger, mapping: NewMapping): MappingVersion {
  const { service, serviceVersion, properties, schemaHash, effectiveFromAt, actor, machine, at } = mapping;
  const propertiesJson = canonicalJson(properties);
  const hash = createHash('sha256').update(canonicalJson({ service, serviceVersion, properties })).digest('hex');
  const open = statement<{ version: number }>(db, "SELECT version FROM mapping_version WHERE state = 'proposed'").get();
  if (open !== undefined) retire(db, open.version, at);
  const version =
    (statement<{ last: number | null }>(db, 'SELECT max(version) AS last FROM mapping_version').get()?.last ?? 0) + 1;
  statement(
    db,
    `INSERT INTO mapping_version (version, service, service_version, properties_json, hash, schema_hash, state, effective_from_at, proposed_by, proposed_at)
     VALUES (?, ?, ?, ?, ?, ?, 'proposed', ?, ?, ?)`,
  ).run(version, service, serviceVersion, propertiesJson, hash, schemaHash, effectiveFromAt, actor, at);
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'mapping.proposed',
    subject: `mapping/${version}`,
    detail: { service, hash, schemaHash, effectiveFromAt, replaces: open?.version ?? null },
  });
  return getMappingVersion(db, version);
}

/**
 * A second person takes a proposal over: it holds from the instant proposed on, never from one that has passed. Versions that can no
 * longer come into force are retired. Throws `NOT_FOUND`, `STALE_VERSION`, and `REFUSED` for the person who proposed it.
 */
export function confirmMappingVersion(db: WritableLedger, confirmation: MappingConfirmation): MappingVersion {
  const { version, hash, actor, machine, at } = confirmation;
  const proposal = waiting(db, confirmation);
  if (isSamePerson(proposal.proposedBy, actor))
    throw new LedgerError(
      'REFUSED',
      `${proposal.proposedBy} proposed mapping version ${version}; nobody confirms a mapping of their own.`,
      'Ask another administrator or reviewer to look at it and confirm it.',
      { detailCode: 'MAPPING_SAME_PERSON' },
    );
  const wished = proposal.effectiveFromAt;
  const effectiveFromAt = wished === null || wished < at ? at : wished;
  statement(
    db,
    "UPDATE mapping_version SET state = 'confirmed', confirmed_by = ?, confirmed_at = ?, effective_from_at = ? WHERE version = ?",
  ).run(actor, at, effectiveFromAt, version);
  retirePassed(db, at);
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'mapping.confirmed',
    subject: `mapping/${version}`,
    detail: { service: proposal.service, hash, effectiveFromAt, proposedBy: proposal.proposedBy, ...confirmation.as },
  });
  return getMappingVersion(db, version);
}

/** The end of a version that waits. Throws `NOT_FOUND`, `STALE_VERSION`, and `REFUSED` as `endProposal` does. */
export function endMappingVersion(db: WritableLedger, ending: Ending & { readonly version: number }): MappingVersion {
  const { version, proposedBy } = waiting(db, ending);
  endProposal(db, { kind: 'mapping', key: version, subject: `mapping/${version}`, proposedBy }, ending);
  return getMappingVersion(db, version);
}

function waiting(db: ReadableLedger, seen: { readonly version: number; readonly hash: string }): MappingVersion {
  const proposal = getMappingVersion(db, seen.version);
  if (proposal.state === 'proposed' && proposal.hash === seen.hash) return proposal;
  throw new LedgerError(
    'STALE_VERSION',
    `Mapping version ${seen.version} is not the proposal it was.`,
    'Open the mapping again and look at the version that waits now.',
  );
}

/** The confirmed version that holds at an instant; null: none does, and the connection profile's own names hold. */
export function mappingInForce(db: ReadableLedger, at: Instant): MappingVersion | null {
  return (
    statement<MappingVersion>(
      db,
      `SELECT ${COLUMNS} FROM mapping_version WHERE state = 'confirmed' AND effective_from_at <= ? ${NEWEST_FIRST} LIMIT 1`,
    ).get(at) ?? null
  );
}

/** The latest versions, newest first. */
export function listMappingVersions(db: ReadableLedger, limit: number): MappingVersion[] {
  return statement<MappingVersion>(db, `SELECT ${COLUMNS} FROM mapping_version ORDER BY version DESC LIMIT ?`).all(
    limit,
  );
}

/** One version. Throws `NOT_FOUND`. */
export function getMappingVersion(db: ReadableLedger, version: number): MappingVersion {
  const found = statement<MappingVersion>(db, `SELECT ${COLUMNS} FROM mapping_version WHERE version = ?`).get(version);
  if (found !== undefined) return found;
  throw new LedgerError('NOT_FOUND', `There is no mapping version ${version}.`, 'Open the mapping again.');
}

/** What another version has taken over from can never hold again. */
function retirePassed(db: WritableLedger, at: Instant): void {
  const passed = statement<{ version: number }>(
    db,
    `SELECT version FROM mapping_version WHERE state = 'confirmed' AND effective_from_at <= ? ${NEWEST_FIRST} LIMIT -1 OFFSET 1`,
  ).all(at);
  for (const { version } of passed) retire(db, version, at);
}

function retire(db: WritableLedger, version: number, at: Instant): void {
  statement(db, "UPDATE mapping_version SET state = 'retired', retired_at = ? WHERE version = ?").run(at, version);
}
