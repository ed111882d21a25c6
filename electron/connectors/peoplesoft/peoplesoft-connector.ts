import type { Credential, PeopleSoftProfile } from '../../../shared/contract/profile.ts';
import type { Clock } from '../http/clock.ts';
import type { FetchPort } from '../http/fetch-port.ts';
import { createPace } from '../http/pace.ts';
import { createDepositWriter, type ServiceRoad } from './deposit-writer.ts';
import { discoverService, type DiscoveredService } from './discovery/discover-service.ts';
import { identify } from './discovery/identify.ts';
import type { ProbeUnits } from './discovery/probe-prompts.ts';
import type { ExponentOf } from './exponents.ts';
import type { ServiceName } from './gateway-address.ts';
import { createGateway, readGateway, type Gateway } from './gateway.ts';
import { createPersonalConnection, type PersonalConnection } from './personal-connection.ts';
import { createQueryClient, type QueryClient } from './queries/query-client.ts';
import { createQueryReader } from './queries/query-reader.ts';
import { bearerAuthorization } from './rest-authorization.ts';
import { createSignIn } from './sign-in.ts';
import { REST_WIRE } from './rest-ci/wire.ts';
import { roadKindOf } from './service-road.ts';
import { oauthClient, siteTokens } from './site-authorization.ts';
import { SOAP_WIRE } from './soap/ci-wire.ts';
import { createServiceSchema, type ServiceSchema } from './soap/service-schema.ts';
import { soapToCiAddress } from './soap-to-ci/address.ts';
import { createComponentSchema } from './soap-to-ci/component-schema.ts';
import { readShapePaced } from './soap-to-ci/read-shape.ts';
import { soapToCiWire } from './soap-to-ci/wire.ts';
import { createPendingItemReader } from './queries/find-pending-items.ts';
import { createPendingItemWriter } from './pending-item-writer.ts';
import type {
  DepositMapping,
  PendingItemReader,
  PendingItemWriter,
  PeopleSoftReader,
  PeopleSoftWriter,
} from './types.ts';

export interface PeopleSoftConnectorOptions {
  readonly profile: PeopleSoftProfile;
  /** Decimals of PeopleSoft's currency table; `peopleSoftExponents` makes it from the profile's units. */
  readonly exponentOf: ExponentOf;
  /** Fetches a secret from where the profile says it is. */
  readonly secrets: (credential: Credential) => Promise<string>;
  readonly fetch: FetchPort;
  readonly clock: Clock;
  /** Spreads repeated reads in time, in [0, 1); default Math.random. */
  readonly random?: () => number;
  /** Business units that `identify` tries the queries with. */
  readonly probe?: ProbeUnits;
  /** The confirmed mapping in force, which `identify` checks; absent: the profile's. */
  readonly mapping?: () => Promise<DepositMapping>;
  /** Value of the Authorization header of REST writes, e.g. a bearer token; absent: HTTP Basic with user and password. */
  readonly authorization?: () => Promise<string>;
}

export interface PeopleSoftConnector extends PeopleSoftReader, PeopleSoftWriter {
  /** Items from outside; null where the site takes none. */
  readonly pendingItems: (PendingItemReader & PendingItemWriter) | null;
  /**
   * A service's operations and the properties of its Create request, signed in where the gateway asks for it. `kept: false`
   * reads its description anew. Throws `ConnectorError`: `notFound` when there is no such service or it cannot create.
   */
  discover(service: ServiceName, from: { readonly kept: boolean }, signal?: AbortSignal): Promise<DiscoveredService>;
  /** A person has entered credentials: lets requests out again. A refused sign-in else fails every call until user or password read differently. */
  resetSignIn(): void;
  /** A person's own connection under her operator id, within the same pace; nothing is sent before its first call. */
  personal(operatorId: string): PersonalConnection;
}

/** An answer that takes longer holds one of the few application server processes for all of that time: others need it more. */
const STRAIN_MS = 2_000;

/**
 * One connection to a site's PeopleSoft: reads by REST query, writes by SOAP component interface, all within the pace of the
 * profile and with one sign-in. Nothing is sent before the first call.
 */
export function createPeopleSoftConnector(options: PeopleSoftConnectorOptions): PeopleSoftConnector {
  const { profile, fetch, clock, exponentOf, secrets, random = Math.random } = options;
  const { probe = { businessUnits: [], depositBus: [] } } = options;
  const signIn = createSignIn(profile, secrets);
  const pace = createPace({ ...profile.rate, strainMs: STRAIN_MS }, clock);
  const client = oauthClient({ profile, secrets, fetch, clock });
  const tokens = siteTokens({ profile, secrets, fetch, clock }, client);
  const bearer = tokens === null ? null : bearerAuthorization(tokens);
  const gateway = createGateway({
    profile,
    fetch,
    clock,
    random,
    signIn,
    pace,
    ...(bearer === null ? {} : { rest: bearer }),
  });
  const ofToken = bearer === null ? undefined : async () => (await bearer.present()).header;
  const roadOf = keptRoads(gateway, options.authorization ?? ofToken);
  const { mapping = () => Promise.resolve({ deposit: profile.deposit, version: null }) } = options;
  const queries = createQueryClient(gateway);
  const today = () => clock.now().slice(0, 10);
  return {
    ...createQueryReader(gateway, queries, exponentOf),
    ...createDepositWriter(gateway, roadOf),
    pendingItems: pendingItemsOf(gateway, { roadOf, client: queries, exponentOf }),
    async identify(signal) {
      const inUse = await mapping();
      const schemaOf = (service: ServiceName) => roadOf(service).schema;
      return identify({ gateway, client: queries, exponentOf, schemaOf, mapping: inUse, probe, today }, signal);
    },
    discover: (service, { kept }, signal) => discoverService(roadOf(service).schema, service, !kept, signal),
    resetSignIn() {
      signIn.reset();
      tokens?.reset();
    },
    personal: (operatorId) => createPersonalConnection({ gateway, roadOf, client }, operatorId),
  };
}

/** Items from outside need the service they go through and the query they are read back by. */
function pendingItemsOf(
  gateway: Gateway,
  parts: {
    readonly roadOf: (service: ServiceName) => ServiceRoad;
    readonly client: QueryClient;
    readonly exponentOf: ExponentOf;
  },
): PeopleSoftConnector['pendingItems'] {
  const { pendingItem, queries, setId } = gateway.profile;
  if (pendingItem === undefined || queries.pendingItems === undefined) return null;
  const { client, exponentOf, roadOf } = parts;
  const { maxRows, entryTypes } = queries;
  return {
    ...createPendingItemReader({ client, maxRows, exponentOf, setId, hasEntryTypes: entryTypes !== undefined }),
    ...createPendingItemWriter(gateway, roadOf, pendingItem),
  };
}

/** One road a service, kept between calls with what it has read of its schema. */
function keptRoads(
  gateway: Gateway,
  authorization: PeopleSoftConnectorOptions['authorization'],
): (service: ServiceName) => ServiceRoad {
  const kept = new Map<string, ServiceRoad>();
  return (service) => {
    const wsdl = gateway.addresses.wsdl(service);
    const road = kept.get(wsdl) ?? createRoad(gateway, service, authorization);
    kept.set(wsdl, road);
    return road;
  };
}

/** Through the portal's script or by REST where the profile says so for that component interface, else by SOAP. */
function createRoad(
  gateway: Gateway,
  service: ServiceName,
  authorization: PeopleSoftConnectorOptions['authorization'],
): ServiceRoad {
  const { soapToCi, restCi } = gateway.profile;
  const kind = roadKindOf(gateway.profile, service.service);
  if (kind === 'restCi' && restCi !== undefined) {
    const described = { service: `CI_${service.service}`, version: restCi.schemaVersion };
    return {
      url: gateway.addresses.restCreate(service.service, restCi),
      wire: REST_WIRE,
      schema: createGatewaySchema(gateway, described),
      ...(authorization === undefined ? {} : { authorization }),
    };
  }
  if (kind === 'soap' || soapToCi === undefined)
    return { url: gateway.addresses.soap, wire: SOAP_WIRE, schema: createGatewaySchema(gateway, service) };
  const url = soapToCiAddress(soapToCi);
  return {
    url,
    wire: soapToCiWire(soapToCi.dateFormat),
    schema: createComponentSchema(service.service, (signal) => readShapePaced(gateway, url, service.service, signal)),
  };
}

function createGatewaySchema(gateway: Gateway, service: ServiceName): ServiceSchema {
  const { addresses } = gateway;
  const what = `service ${service.service}`;
  return createServiceSchema({
    what,
    wsdlLocation: addresses.wsdl(service),
    read: (url, signal) =>
      readGateway(gateway, { what, url, accept: 'text/xml, application/xml', authorization: 'onDemand' }, signal),
    relocate: (location, foundIn) => addresses.relocate(location, foundIn),
  });
}
