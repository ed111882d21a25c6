import { createHash } from 'node:crypto';
import { ConnectorError } from '../../http/connector-error.ts';
import { XmlRefused } from '../../http/xml-reader.ts';
import type { CiAction, OperationSchema } from './schema-model.ts';
import { readWsdl, SchemaUnusable, type WsdlModel } from './wsdl-reader.ts';
import { SchemaSet } from './xsd-reader.ts';

/** A delivered service has 15 schema documents; more than this is no PeopleSoft service. */
const MAX_DOCUMENTS = 64;

/** Where the documents of a service come from: the gateway, or a folder of files. Throws `ConnectorError`. */
export interface SchemaSource {
  /** Name for messages, e.g. `service CI_SITE_DEPOSIT_CI`. */
  readonly what: string;
  readonly wsdlLocation: string;
  read(location: string, signal?: AbortSignal): Promise<string>;
  /** Where a location found inside a document really is. */
  relocate(location: string, foundIn: string): string;
}

/** Schema of one service, read when first asked for and kept until something hints that the site has changed it. */
export interface ServiceSchema {
  /** Throws `ConnectorError`: `notFound` when the service lacks the operation, `malformed` when its documents cannot be used, or what the source throws. */
  operation(action: CiAction, signal?: AbortSignal): Promise<OperationSchema>;
  wsdl(signal?: AbortSignal): Promise<WsdlModel>;
  /** Forget everything: the next use reads the documents again. */
  invalidate(): void;
}

/** Reads the WSDL once, and of its schemas only those of the operations that are asked for: PeopleSoft is treated gently. */
export function createServiceSchema(source: SchemaSource): ServiceSchema {
  let wsdl: WsdlModel | null = null;
  let operations = new Map<CiAction, OperationSchema>();
  const readModel = async (signal?: AbortSignal): Promise<WsdlModel> => {
    const text = await source.read(source.wsdlLocation, signal);
    return usable(source, () => readWsdl(text));
  };
  return {
    async wsdl(signal) {
      wsdl ??= await readModel(signal);
      return wsdl;
    },
    async operation(action, signal) {
      const known = operations.get(action);
      if (known !== undefined) return known;
      const mine = operations;
      wsdl ??= await readModel(signal);
      const operation = await readOperation(source, wsdl, action, signal);
      mine.set(action, operation);
      return operation;
    },
    invalidate() {
      wsdl = null;
      operations = new Map();
    },
  };
}

async function readOperation(
  source: SchemaSource,
  wsdl: WsdlModel,
  action: CiAction,
  signal?: AbortSignal,
): Promise<OperationSchema> {
  const operation = wsdl.operations.find((candidate) => candidate.action === action);
  if (operation === undefined)
    throw new ConnectorError(
      'peoplesoft',
      'notFound',
      `${source.what} has no operation ${action}`,
      'Ask the PeopleSoft administrator to generate it for the component interface and to grant it.',
    );
  const schemas = new SchemaSet();
  const seen = new Set<string>();
  const location = wsdl.schemaLocations.get(operation.request.namespace);
  if (location === undefined)
    throw new ConnectorError(
      'peoplesoft',
      'malformed',
      `the WSDL of ${source.what} names no schema for its ${action} request`,
      'Ask the PeopleSoft administrator to generate the service again.',
    );
  const waiting = [source.relocate(location, source.wsdlLocation)];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (seen.has(next)) continue;
    if (seen.size >= MAX_DOCUMENTS)
      throw new ConnectorError(
        'peoplesoft',
        'malformed',
        `${source.what} has more than ${MAX_DOCUMENTS} schema documents`,
        'Check what stands behind that address.',
      );
    seen.add(next);
    const text = await source.read(next, signal);
    const foundIn = next;
    const references = usable(source, () => schemas.add(text));
    waiting.push(...references.map((reference) => source.relocate(reference.location, foundIn)));
  }
  const request = usable(source, () => schemas.message(operation.request));
  const { name, soapAction, response } = operation;
  const fingerprint = createHash('sha256').update(JSON.stringify({ operation, request })).digest('hex');
  return { action, name, soapAction, request, response, fingerprint };
}

function usable<T>(source: SchemaSource, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    if (!(cause instanceof XmlRefused) && !(cause instanceof SchemaUnusable)) throw cause;
    throw new ConnectorError(
      'peoplesoft',
      'malformed',
      `the description of ${source.what} cannot be used: ${cause.message}`,
      'Open its WSDL in a browser; if it looks right there, ask who runs the proxy in between.',
      { cause },
    );
  }
}
