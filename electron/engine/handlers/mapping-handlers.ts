import type { CommandInput, CommandOutput, QueryInput, QueryOutput } from '../../../shared/contract/contract.ts';
import type { MappingVersionRow } from '../../../shared/contract/mapping.ts';
import { depositServiceSchema, type DepositService } from '../../../shared/contract/profile.ts';
import { instantOf, startOfDay } from '../../../shared/domain/calendar.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { fitMapping, type MappingFinding } from '../../connectors/peoplesoft/discovery/fit-mapping.ts';
import { MAPPING_FIELDS, type PropertyNames } from '../../connectors/peoplesoft/discovery/mapping-fields.ts';
import { listProperties } from '../../connectors/peoplesoft/discovery/property-words.ts';
import { proposedNames, proposeMapping } from '../../connectors/peoplesoft/discovery/propose-mapping.ts';
import type { MappingVersion } from '../../ledger/mapping-store.ts';
import {
  readMappingInForce,
  readMappingVersion,
  readMappingVersions,
  writeMappingConfirmation,
  writeMappingEnd,
  writeMappingProposal,
} from '../../ledger/operations.ts';
import { isSamePerson } from '../../ledger/same-person.ts';
import type { Session } from '../contract/session.ts';
import { queuedDeposit, sampleDeposit } from '../dry-run-document.ts';
import { mappingInUse } from '../mapping-in-use.ts';
import type { EngineContext } from './engine-context.ts';
import { MAPPING_REFUSAL, mapper, mayMap } from './permissions.ts';
import { confirmedAs, endOf, enderOf, rightsOver } from './second-person.ts';

const MAX_VERSIONS = 50;

/** Every mapping version with what the person who asks may do about it, and what deposits go out under now. */
export async function listMappings(context: EngineContext, session: Session): Promise<QueryOutput<'mapping.list'>> {
  const at = instantOf(context.nowMs());
  const versions = await context.ledger.read(readMappingVersions, { limit: MAX_VERSIONS });
  const { deposit, version } = await mappingInUse(context.ledger, context.company.profile, at);
  const may = mayMap(session);
  return {
    versions: versions.map((each) => versionRow(each, version, session)),
    inUse: { version, service: deposit.service, serviceVersion: deposit.version, properties: deposit.properties },
    can: { propose: may, why: may ? null : MAPPING_REFUSAL },
  };
}

/** Reads the service's description from PeopleSoft and proposes a mapping. Throws NOT_ALLOWED and what the connection throws. */
export async function discoverMapping(
  context: EngineContext,
  input: QueryInput<'mapping.discover'>,
  session: Session,
): Promise<QueryOutput<'mapping.discover'>> {
  mapper(session);
  const { company, ledger } = context;
  const { deposit: inUse } = await mappingInUse(ledger, company.profile, instantOf(context.nowMs()));
  const service = input.service ?? inUse.service;
  const version = input.serviceVersion ?? (input.service === undefined ? inUse.version : '1');
  const found = await company.peopleSoft.discover({ service, version }, { kept: false });
  const proposal = new Map(proposeMapping(found.request).map((each) => [each.key, each]));
  const isInUse = service === inUse.service;
  return {
    service,
    serviceVersion: version,
    operations: found.operations.map(({ action, name }) => ({ action, name })),
    properties: listProperties(found.request).map(({ isRequired, ...row }) => ({ ...row, required: isRequired })),
    fields: MAPPING_FIELDS.map(({ key, label, level, need, isRequired }) => ({
      key,
      label,
      level,
      collection: need.kind === 'rows',
      required: isRequired,
      proposed: proposal.get(key)?.name ?? null,
      reason: proposal.get(key)?.reason ?? '',
      current: (isInUse ? inUse.properties[key] : undefined) ?? null,
    })),
    findings: plain(
      fitMapping({ service, depositIds: depositIds(context) }, proposedNames([...proposal.values()]), found.request),
    ),
    schemaHash: found.schemaHash,
  };
}

/** The exact XML of a deposit under a mapping that is not saved, with all that keeps it from leaving. Sends nothing. */
export async function dryRunMapping(
  context: EngineContext,
  input: QueryInput<'mapping.dryRun'>,
  session: Session,
): Promise<QueryOutput<'mapping.dryRun'>> {
  const actor = mapper(session);
  const { company, ledger } = context;
  const { service, serviceVersion, properties } = input;
  const found = await company.peopleSoft.discover({ service, version: serviceVersion }, { kept: true });
  const findings = plain(fitMapping({ service, depositIds: depositIds(context) }, properties, found.request));
  const today = context.today(company.profile.units[0]?.unit ?? '');
  const queued = input.of === 'queued' ? await queuedDeposit(ledger, company.profile) : null;
  const { document, kind, text } = queued ?? sampleDeposit(company.profile, actor, today);
  const said = input.of === 'queued' && queued === null ? `No payment waits to be sent. ${text}` : text;
  const complete = depositServiceSchema.shape.properties.safeParse(properties);
  if (!complete.success) return { text: said, document: kind, xml: null, findings, documentFindings: [] };
  const deposit = { service, version: serviceVersion, depositIds: depositIds(context), properties: complete.data };
  const dry = await company.peopleSoft.dryRunDeposit(document, { deposit, version: null });
  return { text: said, document: kind, xml: dry.xml, findings, documentFindings: dry.findings.map(({ text }) => text) };
}

/** Keeps a mapping that fits the service as it is now, for a second person to confirm. */
export async function proposeMappingOf(
  context: EngineContext,
  input: CommandInput<'mapping.propose'>,
  session: Session,
): Promise<CommandOutput<'mapping.propose'>> {
  const actor = mapper(session);
  const { service, serviceVersion, schemaHash, effectiveFromDate } = input;
  const properties = depositServiceSchema.shape.properties.parse(input.properties);
  await requireFit(context, { service, serviceVersion, properties, schemaHash });
  const at = instantOf(context.nowMs());
  const version = await context.ledger.write(writeMappingProposal, {
    service,
    serviceVersion,
    properties: withoutGaps(properties),
    schemaHash,
    effectiveFromAt: effectiveFromDate === null ? null : beginningOf(context, effectiveFromDate),
    actor,
    machine: session.machine,
    at,
  });
  context.hub.changed('profile', 'audit');
  return versionRow(version, null, session);
}

/** A second person's yes. The service is read once more: what has changed since the proposal is proposed anew. */
export async function confirmMapping(
  context: EngineContext,
  input: CommandInput<'mapping.confirm'>,
  session: Session,
): Promise<CommandOutput<'mapping.confirm'>> {
  const actor = mapper(session);
  const { ledger, hub } = context;
  const proposal = await ledger.read(readMappingVersion, { version: input.version });
  const properties = propertiesOf(proposal);
  // The ledger refuses the proposer and a version that is none any more; PeopleSoft need not be asked for that.
  if (proposal.state === 'proposed' && proposal.hash === input.hash && !isSamePerson(proposal.proposedBy, actor))
    await requireFit(context, { ...proposal, properties });
  const at = instantOf(context.nowMs());
  const confirmed = await ledger.write(writeMappingConfirmation, {
    ...input,
    actor,
    machine: session.machine,
    at,
    as: confirmedAs(session),
  });
  hub.changed('profile', 'connections', 'audit');
  const inForce = await ledger.read(readMappingInForce, { at });
  return versionRow(confirmed, inForce?.version ?? null, session);
}

/** The no to a waiting version: another person's refusal, or the withdrawal of who proposed it. What is in use goes on holding. */
export async function endMapping(
  context: EngineContext,
  input: CommandInput<'mapping.end'>,
  session: Session,
): Promise<CommandOutput<'mapping.end'>> {
  const { ledger, hub } = context;
  const actor = enderOf(await ledger.read(readMappingVersion, { version: input.version }), session, mapper);
  const at = instantOf(context.nowMs());
  const ended = await ledger.write(writeMappingEnd, { ...input, actor, machine: session.machine, at });
  hub.changed('profile', 'audit');
  return versionRow(ended, null, session);
}

interface Wanted {
  readonly service: string;
  readonly serviceVersion: string;
  readonly properties: PropertyNames;
  readonly schemaHash: string;
}

/** Throws MAPPING_SCHEMA_CHANGED when the service is not what was looked at, MAPPING_DOES_NOT_FIT naming what blocks. */
async function requireFit(context: EngineContext, wanted: Wanted): Promise<void> {
  const { service, serviceVersion, properties, schemaHash } = wanted;
  const found = await context.company.peopleSoft.discover({ service, version: serviceVersion }, { kept: false });
  if (found.schemaHash !== schemaHash)
    throw new TieoutError(
      'MAPPING_SCHEMA_CHANGED',
      `${service} has changed in PeopleSoft since the mapping was made.`,
      {
        nextStep: 'Read the service again, look at the mapping and propose it as a new version.',
      },
    );
  const blocking = fitMapping({ service, depositIds: depositIds(context) }, properties, found.request).filter(
    ({ blocks }) => blocks,
  );
  if (blocking.length === 0) return;
  throw new TieoutError('MAPPING_DOES_NOT_FIT', blocking.map(({ text }) => text).join(' '), {
    nextStep: 'Choose other properties, or ask the PeopleSoft administrator to change the component interface.',
  });
}

function versionRow(mapping: MappingVersion, inForce: number | null, session: Session): MappingVersionRow {
  const { version, service, serviceVersion, hash, state, proposedBy, confirmedBy } = mapping;
  return {
    version,
    service,
    serviceVersion,
    properties: propertiesOf(mapping),
    hash,
    state,
    inForce: version === inForce,
    effectiveFromAt: mapping.effectiveFromAt,
    proposedBy,
    proposedAt: mapping.proposedAt,
    confirmedBy,
    confirmedAt: mapping.confirmedAt,
    ended: endOf(mapping),
    can: rightsOver(mapping, session),
  };
}

function propertiesOf({ propertiesJson }: MappingVersion): DepositService['properties'] {
  return depositServiceSchema.shape.properties.parse(JSON.parse(propertiesJson));
}

function withoutGaps(names: PropertyNames): Record<string, string> {
  return Object.fromEntries(Object.entries(names).filter((each): each is [string, string] => each[1] !== undefined));
}

function beginningOf({ company }: EngineContext, date: string) {
  try {
    return startOfDay(date, company.profile.units[0]?.zone ?? 'UTC');
  } catch (cause) {
    throw new TieoutError('BAD_INPUT', `${date} is not a day of the calendar.`, { cause });
  }
}

function depositIds({ company }: EngineContext): DepositService['depositIds'] {
  return company.profile.peoplesoft.deposit.depositIds;
}

function plain(findings: readonly MappingFinding[]): MappingFinding[] {
  return findings.map((finding) => ({ ...finding }));
}
