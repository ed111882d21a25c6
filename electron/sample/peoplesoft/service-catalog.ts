import { randomInt } from 'node:crypto';
import { OPERATIONS, type Action, type ComponentDefinition } from './component.ts';
import type { MessageShapes } from './folder-component.ts';
import type { SiteSettings } from './site-settings.ts';

/** A generated message: its random name with version (`M475145.V1`) and its namespace. */
export interface MessageName {
  readonly name: string;
  readonly namespace: string;
}

export interface ServiceOperation {
  readonly action: Action;
  readonly name: string;
  readonly soapAction: string;
  readonly request: MessageName;
  readonly response: MessageName;
  readonly fault: MessageName;
}

/** A generated service: `CI_` and the component interface's name, five operations. */
export interface CatalogService {
  readonly name: string;
  readonly version: string;
  readonly component: ComponentDefinition;
  readonly operations: readonly ServiceOperation[];
  /** Only of a service that was read from files: it is served from them, and requests are checked against them. */
  readonly files?: ServiceFiles;
}

export interface ServiceFiles {
  readonly wsdl: string;
  /** By file name. */
  readonly schemas: ReadonlyMap<string, string>;
  readonly shapes: MessageShapes;
}

export interface ServiceCatalog {
  readonly services: readonly CatalogService[];
  byName(name: string): CatalogService | undefined;
  byAction(soapAction: string): { readonly service: CatalogService; readonly operation: ServiceOperation } | undefined;
  byMessage(name: string): { readonly service: CatalogService; readonly operation: ServiceOperation } | undefined;
}

/**
 * Generates the services of the given components. Message names are `M` and six random digits, different at each start,
 * as they differ from database to database. Services that were read from folders come as they are.
 */
export function createServiceCatalog(
  components: readonly ComponentDefinition[],
  settings: SiteSettings,
  folderServices: readonly CatalogService[] = [],
): ServiceCatalog {
  const taken = new Set<number>();
  const newMessage = (): MessageName => {
    let digits = randomInt(100_000, 1_000_000);
    while (taken.has(digits)) digits = randomInt(100_000, 1_000_000);
    taken.add(digits);
    const name = `M${digits}.V1`;
    return { name, namespace: `${settings.schemaNamespace}/${name}` };
  };
  const generated = components.map((component): CatalogService => {
    const name = `CI_${component.name}`;
    const operations = OPERATIONS.map(({ action, suffix }): ServiceOperation => {
      const version = settings.actionVersion === 'mixed' ? (action === 'Create' ? 'V2' : 'V1') : settings.actionVersion;
      const operation = `${name}_${suffix}`;
      return {
        action,
        name: operation,
        soapAction: `${operation}.${version}`,
        request: newMessage(),
        response: newMessage(),
        fault: newMessage(),
      };
    });
    return { name, version: '1', component, operations };
  });
  const services = [...generated, ...folderServices];
  const all = services.flatMap((service) => service.operations.map((operation) => ({ service, operation })));
  return {
    services,
    byName: (name) => services.find((service) => service.name === name),
    byAction: (soapAction) => all.find(({ operation }) => operation.soapAction === soapAction),
    byMessage: (name) =>
      all.find(({ operation }) =>
        [operation.request, operation.response, operation.fault].some((message) => message.name === name),
      ),
  };
}

/** Root element of a request: action and component interface name around `__CompIntfc__`. */
export function requestRoot(action: Action, component: ComponentDefinition): string {
  return `${action}__CompIntfc__${component.name}`;
}
