import { ConnectorError } from '../../http/connector-error.ts';
import type { ExponentOf } from '../exponents.ts';
import type { ServiceName } from '../gateway-address.ts';
import { getOnce, type Gateway } from '../gateway.ts';
import type { QueryClient } from '../queries/query-client.ts';
import type { ServiceSchema } from '../soap/service-schema.ts';
import type { DepositMapping, PeopleSoftIdentity } from '../types.ts';
import { checkAccountingTemplates } from './check-accounting-templates.ts';
import { checkComponents } from './check-components.ts';
import { checkEntryTypes } from './check-entry-types.ts';
import { checkQueries } from './check-queries.ts';
import { checkService, type MappedService } from './check-service.ts';
import { fitMapping, fitPreset } from './fit-mapping.ts';
import type { Notes } from './notes.ts';
import { DEPOSIT_PRESET } from './presets/deposit.ts';
import { PENDING_ITEM_PRESET } from './presets/pending-item.ts';
import type { ProbeUnits } from './probe-prompts.ts';

interface Parts {
  readonly gateway: Gateway;
  readonly client: QueryClient;
  readonly exponentOf: ExponentOf;
  readonly schemaOf: (service: ServiceName) => ServiceSchema;
  /** The service and property names in use. */
  readonly mapping: DepositMapping;
  readonly probe: ProbeUnits;
  readonly today: () => string;
}
/**
 * Looks at everything the connection needs without changing anything. Throws `ConnectorError` when the gateway cannot be
 * reached or refuses the sign-in; whatever else is wrong is listed in `missing`, in words an administrator can act on.
 */
export async function identify(parts: Parts, signal?: AbortSignal): Promise<PeopleSoftIdentity> {
  const notes: Notes = { found: [], missing: [] };
  const { user } = await parts.gateway.signIn.words();
  const toolsVersion = await readToolsVersion(parts.gateway, signal);
  const { gateway, schemaOf } = parts;
  const services = [depositService(parts), itemService(parts)].filter((service) => service !== null);
  for (const service of services) await checkService({ gateway, schema: schemaOf(service) }, service, notes, signal);
  await checkComponents({ profile: gateway.profile, schemaOf, used: services }, notes, signal);
  noteReadBack(parts, notes);
  await checkQueries({ ...parts, user }, notes, signal);
  await checkEntryTypes(parts, parts.mapping.deposit, notes, signal);
  await checkAccountingTemplates(parts, parts.mapping.deposit, notes, signal);
  return { toolsVersion, node: parts.gateway.profile.node, signIn: user, ...notes };
}

/** The gateway's status page is the simplest outside version check; many sites block it, which says nothing about the rest. */
async function readToolsVersion(gateway: Gateway, signal?: AbortSignal): Promise<string> {
  const request = {
    what: 'the gateway’s status page',
    url: gateway.addresses.status,
    accept: 'text/html',
    authorization: 'onDemand',
  } as const;
  try {
    const { status, text } = await getOnce(gateway, request, null, signal);
    if (status !== 200) return 'unknown';
    const plain = text.slice(0, 20_000).replaceAll(/<[^>]*>/g, ' ');
    return /Tools\s+version\D{0,20}?(\d+\.\d+(?:\.\d+)*)/i.exec(plain)?.[1] ?? 'unknown';
  } catch (error) {
    // A redirect or an odd page there is a blocked page; an unreachable host is the answer to the whole question.
    if (error instanceof ConnectorError && error.kind === 'malformed') return 'unknown';
    throw error;
  }
}

/** The service that deposits go through, under the mapping in force. */
function depositService({ mapping, probe }: Parts): MappedService {
  const { deposit, version } = mapping;
  return {
    service: deposit.service,
    version: deposit.version,
    setting: 'peoplesoft.deposit',
    preset: DEPOSIT_PRESET,
    names: deposit.properties,
    fit: (request) => fitMapping(deposit, deposit.properties, request),
    under: version === null ? '' : ` under mapping version ${version}`,
    without: 'Without it no payment can be sent.',
    unit: { property: deposit.properties.depositBu, value: probe.depositBus[0] ?? '' },
  };
}

/** The service that items go through; null where the site takes none. */
function itemService({ gateway, probe }: Parts): MappedService | null {
  const { pendingItem } = gateway.profile;
  if (pendingItem === undefined) return null;
  const { service, version, properties } = pendingItem;
  return {
    service,
    version,
    setting: 'peoplesoft.pendingItem',
    preset: PENDING_ITEM_PRESET,
    names: properties,
    fit: (request) => fitPreset(PENDING_ITEM_PRESET, service, properties, request),
    under: '',
    without: 'Without it no item of an invoice or a charge can be sent.',
    unit: { property: properties.groupBu, value: probe.businessUnits[0] ?? '' },
  };
}

function noteReadBack({ gateway, client }: Parts, notes: Notes): void {
  if (gateway.profile.pendingItem === undefined || client.isSetUp('pendingItems')) return;
  notes.missing.push({
    what: 'the query for pending items (peoplesoft.queries.pendingItems)',
    why: 'Items cannot be read back without it, so none is sent although peoplesoft.pendingItem names their service.',
    fix: 'Create the query as docs/peoplesoft-queries.md describes it and name it in the profile, or take peoplesoft.pendingItem out.',
  });
}
