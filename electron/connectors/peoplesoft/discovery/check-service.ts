import type { ServiceName } from '../gateway-address.ts';
import type { Gateway } from '../gateway.ts';
import { roadKindOf } from '../service-road.ts';
import type { GroupShape } from '../soap/schema-model.ts';
import type { ServiceSchema } from '../soap/service-schema.ts';
import type { MappingFinding } from './fit-mapping.ts';
import { checkMapping } from './mapped-properties.ts';
import type { NamesOf } from './mapped-shapes.ts';
import { tryTo, type Notes } from './notes.ts';
import type { Preset } from './presets/preset.ts';
import { tryRest } from './try-rest.ts';
import { trySoap } from './try-soap.ts';

/** A service that documents of ours go through, and how they are mapped to it. */
export interface MappedService extends ServiceName {
  /** Where the profile names it, e.g. `peoplesoft.deposit`. */
  readonly setting: string;
  readonly preset: Preset;
  readonly names: NamesOf<string>;
  /** Of the whole mapping against a Create request; what blocks is missing, the rest is told. */
  readonly fit: (request: GroupShape) => readonly MappingFinding<string>[];
  /** Behind the number of properties, e.g. ` under mapping version 3`. */
  readonly under: string;
  /** What goes without it, one sentence. */
  readonly without: string;
  /** The property of the business unit and a unit, to ask for a row that is not there. */
  readonly unit: { readonly property: string; readonly value: string };
}

const ROADS = { soap: '', soapToCi: ' by SOAPToCI', restCi: ' by REST' } as const;

/**
 * Reads the description of a service anew, holds the mapping against it, and knocks at the door it is worked through; changes nothing.
 * What is wrong is noted. Throws `ConnectorError` only when the sign-in fails.
 */
export async function checkService(
  { gateway, schema }: { readonly gateway: Gateway; readonly schema: ServiceSchema },
  service: MappedService,
  notes: Notes,
  signal?: AbortSignal,
): Promise<void> {
  const kind = roadKindOf(gateway.profile, service.service);
  schema.invalidate();
  const isThere = await tryTo(
    notes,
    async () => {
      const { operations } = await schema.wsdl(signal);
      const { request } = await schema.operation('Create', signal);
      notes.found.push(
        `service ${service.service}${ROADS[kind]} with ${operations.map(({ action }) => action).join(', ')}`,
      );
      noteFit(service, request, notes);
    },
    service.without,
  );
  if (!isThere) return;
  await tryTo(notes, () => knock({ gateway, schema }, service, notes, signal), service.without);
}

function noteFit(
  { service, setting, preset, names, fit, under }: MappedService,
  request: GroupShape,
  notes: Notes,
): void {
  const { found, missing } = checkMapping({ service, setting, preset, names }, request);
  const findings = fit(request);
  // One line for each cause: a name that is not there leaves another property unfilled, and may stand for two things wrong with it.
  const told = new Set<string | null>(missing.length === 0 ? [] : [null, ...missing.map(({ key }) => key)]);
  const blocking = findings.filter(({ key, blocks }) => {
    if (!blocks || told.has(key)) return false;
    if (key !== null) told.add(key);
    return true;
  });
  notes.missing.push(...missing.map(({ key: _key, ...told }) => told));
  notes.missing.push(...blocking.map((finding) => misfit(service, setting, finding)));
  notes.found.push(...findings.filter(({ blocks }) => !blocks).map(({ text }) => `${service}: ${text}`));
  if (missing.length + blocking.length === 0) notes.found.push(`all ${found} mapped properties of ${service}${under}`);
}

function misfit(
  service: string,
  setting: string,
  { key, property, text }: MappingFinding<string>,
): Notes['missing'][number] {
  const at = key === null ? '' : ` (${setting}.properties.${key})`;
  return {
    what: property === null ? `a property of ${service}${at}` : `property ${property}${at}`,
    why: text,
    fix:
      key === null
        ? `Name it under ${setting}.properties where a value of ours belongs into it; else have it made optional, or given a default, in the component interface of ${service}.`
        : `Choose another property of ${service} for it, or have the component interface changed.`,
  };
}

/** SOAPToCI has answered with the shape already; the others are asked for a row that is not there. */
async function knock(
  { gateway, schema }: { readonly gateway: Gateway; readonly schema: ServiceSchema },
  { service, unit }: MappedService,
  notes: Notes,
  signal?: AbortSignal,
): Promise<void> {
  const kind = roadKindOf(gateway.profile, service);
  if (kind === 'soapToCi') return;
  if (kind === 'restCi') return void notes.found.push(await tryRest(gateway, service, signal));
  const { operations } = await schema.wsdl(signal);
  if (!operations.some(({ action }) => action === 'Get')) return;
  notes.found.push(await trySoap(gateway, await schema.operation('Get', signal), { service, unit }, signal));
}
