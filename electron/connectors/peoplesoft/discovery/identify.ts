import { ConnectorError } from '../../http/connector-error.ts';
import { getOnce, type Gateway } from '../gateway.ts';
import { PART_SEPARATOR, QUERY_DEFINITIONS, QUERY_KEYS, type QueryKey } from '../queries/definitions.ts';
import type { PromptValues, QueryClient } from '../queries/query-client.ts';
import type { QueryRow } from '../queries/result-reader.ts';
import type { ServiceSchema } from '../soap/service-schema.ts';
import type { DepositMapping, PeopleSoftIdentity } from '../types.ts';
import { checkMapping } from './mapped-properties.ts';
import { trySoap } from './try-soap.ts';

type Missing = PeopleSoftIdentity['missing'][number];
/** Business units to try the queries with; without them the columns of those queries are checked only where rows come without. */
export interface ProbeUnits {
  readonly businessUnits: readonly string[];
  readonly depositBus: readonly string[];
}
interface Parts {
  readonly gateway: Gateway;
  readonly client: QueryClient;
  readonly schema: ServiceSchema;
  /** The service and property names in use. */
  readonly mapping: DepositMapping;
  readonly probe: ProbeUnits;
  readonly today: () => string;
}
interface Notes {
  readonly found: string[];
  readonly missing: Missing[];
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
  await checkQueries(parts, notes, signal);
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
    const { status, text } = await getOnce(gateway, request, false, signal);
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

/** Lists first: their first row gives keys to try the by-key queries with. */
async function checkQueries(parts: Parts, notes: Notes, signal?: AbortSignal): Promise<void> {
  const samples = new Map<QueryKey, QueryRow>();
  const order: readonly QueryKey[] = ['customers', 'openItems', 'payments', ...QUERY_KEYS];
  for (const key of new Set(order)) {
    await tryTo(notes, async () => {
      const tries = promptTries(key, parts, samples);
      const rows = await firstRows(parts.client, key, tries, signal);
      const [row] = rows;
      if (row !== undefined) samples.set(key, row);
      const name = `query ${parts.client.nameOf(key)} (${QUERY_DEFINITIONS[key].purpose})`;
      notes.found.push(row === undefined ? `${name}; it gave no row, so its columns are not checked yet` : name);
    });
  }
}

async function firstRows(
  client: QueryClient,
  key: QueryKey,
  tries: readonly PromptValues[],
  signal?: AbortSignal,
): Promise<readonly QueryRow[]> {
  for (const prompts of tries) {
    const { rows } = await client.run(key, prompts, 1, signal);
    if (rows.length > 0) return rows;
  }
  return [];
}

/** Prompt values worth trying, the likeliest to give a row first; always at least one, blank where nothing is known. */
function promptTries(
  key: QueryKey,
  { gateway, probe, today }: Parts,
  samples: ReadonlyMap<QueryKey, QueryRow>,
): readonly PromptValues[] {
  const sample = (from: QueryKey, ...fields: readonly string[]) =>
    fields.map((field) => samples.get(from)?.get(field) ?? '');
  const depositBu = sample('payments', 'DEPOSIT_BU')[0] || (probe.depositBus[0] ?? '');
  const paymentId = sample('payments', 'PAYMENT_ID')[0] ?? '';
  const SETID = gateway.profile.setId;
  const orBlank = (values: readonly string[]) => (values.length === 0 ? [''] : values);
  switch (key) {
    case 'customers':
      return [{ SETID, AFTER_KEY: '' }];
    case 'openItems':
      return orBlank(probe.businessUnits).map((unit) => ({ BUSINESS_UNIT: unit, AFTER_KEY: '' }));
    case 'payments':
      return orBlank(probe.depositBus).map((unit) => ({ DEPOSIT_BU: unit, FROM_DATE: '1900-01-01', AFTER_KEY: '' }));
    case 'itemsByKey':
      return [
        {
          ITEM_KEYS: promptable(
            sample('openItems', 'BUSINESS_UNIT', 'CUST_ID', 'ITEM', 'ITEM_LINE').join(PART_SEPARATOR),
          ),
        },
      ];
    case 'customersById':
      return [{ SETID, CUST_IDS: promptable(sample('customers', 'CUST_ID')[0] ?? '') }];
    case 'paymentsById':
    case 'staging':
    case 'loadErrors':
      return [{ DEPOSIT_BU: depositBu, PAYMENT_IDS: promptable(paymentId) }];
    case 'bankAccounts':
      return [
        {
          BANK_CD: sample('payments', 'BANK_CD')[0] ?? '',
          BANK_ACCT_KEY: sample('payments', 'BANK_ACCT_KEY')[0] ?? '',
        },
      ];
    case 'openPeriods':
      return orBlank(probe.businessUnits).map((unit) => ({ BUSINESS_UNIT: unit, ACCOUNTING_DT: today() }));
    case 'batchStatus':
      return [{}];
  }
}

function promptable(value: string): string {
  return value.includes(',') || value.includes(';') ? '' : value;
}

/** One check. What is wrong with it is noted and the next one runs; only a gateway or sign-in that fails as such ends all. */
async function tryTo(notes: Notes, check: () => Promise<void>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind === 'credentials' || error.kind === 'cancelled') throw error;
    notes.missing.push({ what: error.message, why: reasonOf(error.kind), fix: error.nextStep });
    return false;
  }
}

function reasonOf(kind: ConnectorError['kind']): string {
  switch (kind) {
    case 'rights':
      return 'the user lacks a permission';
    case 'notFound':
      return 'it does not exist there, or is not active';
    case 'unreachable':
    case 'rateLimited':
      return 'PeopleSoft did not answer';
    case 'malformed':
    case 'mapping':
      return 'it is not built as Tieout needs it';
    case 'refused':
      return 'PeopleSoft refused it';
    case 'credentials':
    case 'cancelled':
      return 'the sign-in failed';
  }
}
