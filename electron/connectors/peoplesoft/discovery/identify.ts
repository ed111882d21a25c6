import { ConnectorError } from '../../http/connector-error.ts';
import type { ExponentOf } from '../exponents.ts';
import { getOnce, type Gateway } from '../gateway.ts';
import type { QueryClient } from '../queries/query-client.ts';
import type { ServiceSchema } from '../soap/service-schema.ts';
import type { DepositMapping, PeopleSoftIdentity } from '../types.ts';
import { checkAccountingTemplates } from './check-accounting-templates.ts';
import { checkEntryTypes } from './check-entry-types.ts';
import { checkQueries } from './check-queries.ts';
import { checkMapping } from './mapped-properties.ts';
import { tryTo, type Notes } from './notes.ts';
import type { ProbeUnits } from './probe-prompts.ts';
import { trySoap } from './try-soap.ts';

interface Parts {
  readonly gateway: Gateway;
  readonly client: QueryClient;
  readonly exponentOf: ExponentOf;
  readonly schema: ServiceSchema;
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
  parts.schema.invalidate();
  const hasService = await tryTo(notes, () => checkService(parts, notes, signal));
  if (hasService) await tryTo(notes, () => checkSoap(parts, notes, signal));
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

async function checkService({ schema, mapping }: Parts, notes: Notes, signal?: AbortSignal): Promise<void> {
  const { deposit, version } = mapping;
  const wsdl = await schema.wsdl(signal);
  const create = await schema.operation('Create', signal);
  notes.found.push(
    `service ${deposit.service} with ${wsdl.operations.map((operation) => operation.action).join(', ')}`,
  );
  const check = checkMapping(deposit, create.request);
  notes.missing.push(...check.missing);
  const under = version === null ? '' : ` under mapping version ${version}`;
  if (check.missing.length === 0)
    notes.found.push(`all ${check.found} mapped properties of ${deposit.service}${under}`);
}

async function checkSoap(
  { gateway, schema, mapping, probe }: Parts,
  notes: Notes,
  signal?: AbortSignal,
): Promise<void> {
  const wsdl = await schema.wsdl(signal);
  if (!wsdl.operations.some((operation) => operation.action === 'Get')) return;
  const get = await schema.operation('Get', signal);
  notes.found.push(
    await trySoap(gateway, get, { deposit: mapping.deposit, depositBu: probe.depositBus[0] ?? '' }, signal),
  );
}
