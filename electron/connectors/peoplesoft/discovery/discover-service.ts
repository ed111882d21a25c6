import type { ServiceName } from '../gateway-address.ts';
import type { CiAction, GroupShape } from '../soap/schema-model.ts';
import type { ServiceSchema } from '../soap/service-schema.ts';

/** What a site's service offers, as its WSDL and schemas say now. */
export interface DiscoveredService extends ServiceName {
  readonly operations: readonly { readonly action: CiAction; readonly name: string }[];
  /** Shape of a Create request. */
  readonly request: GroupShape;
  /** Changes whenever the site regenerates or changes the Create operation. */
  readonly schemaHash: string;
}

/**
 * What a service offers. `isFresh` reads its description anew, whatever was kept of it: a person who looks wants to see what is there
 * now. Throws `ConnectorError`, also when the service has no Create.
 */
export async function discoverService(
  schema: ServiceSchema,
  { service, version }: ServiceName,
  isFresh: boolean,
  signal?: AbortSignal,
): Promise<DiscoveredService> {
  if (isFresh) schema.invalidate();
  const { operations } = await schema.wsdl(signal);
  const create = await schema.operation('Create', signal);
  return {
    service,
    version,
    operations: operations.map(({ action, name }) => ({ action, name })),
    request: create.request,
    schemaHash: create.fingerprint,
  };
}
