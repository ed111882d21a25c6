import { createHash } from 'node:crypto';
import { ConnectorError } from '../../http/connector-error.ts';
import { attributeOf, XmlRefused } from '../../http/xml-reader.ts';
import type { CiAction, GroupShape, OperationSchema } from './schema-model.ts';
import { operationOf, readWsdl, SchemaUnusable, type WsdlModel, type WsdlOperation } from './wsdl-reader.ts';
import { SchemaSet, type SchemaReference } from './xsd-reader.ts';

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
  /** Where the schemas of a namespace are, whatever the documents say; empty when the source has none. */
  ofNamespace?(namespace: string): readonly string[];
}

/** Schema of one service, read when first asked for and kept until something hints that the site has changed it. */
export interface ServiceSchema {
  /** Throws `ConnectorError`: `notFound` when the service lacks the operation, `malformed` when its documents cannot be used, or what the source throws. */
  operation(action: CiAction, signal?: AbortSignal): Promise<OperationSchema>;
  /** Shape of what the operation answers; null where its schema is missing or says more than we understand. Throws as `operation`. */
  response(action: CiAction, signal?: AbortSignal): Promise<GroupShape | null>;
  wsdl(signal?: AbortSignal): Promise<WsdlModel>;
  /** Forget everything: the next use reads the documents again. */
  invalidate(): void;
}

/** Reads the WSDL once, and of its schemas only those of the messages that are asked for: PeopleSoft is treated gently. */
export function createServiceSchema(source: SchemaSource): ServiceSchema {
  let wsdl: WsdlModel | null = null;
  let operations = new Map<CiAction, OperationSchema>();
  let responses = new Map<CiAction, GroupShape | null>();
  const readModel = async (signal?: AbortSignal): Promise<WsdlModel> => {
    const text = await source.read(source.wsdlLocation, signal);
    return usable(source, () => readWsdl(text));
  };
  /** A map taken before reading: what is read while somebody invalidates goes into one that nobody asks any more. */
  const keptIn = async <Value>(
    known: Map<CiAction, Value>,
    read: (source: SchemaSource, wsdl: WsdlModel, action: CiAction, signal?: AbortSignal) => Promise<Value>,
    action: CiAction,
    signal?: AbortSignal,
  ): Promise<Value> => {
    const found = known.get(action);
    if (found !== undefined) return found;
    wsdl ??= await readModel(signal);
    const value = await read(source, wsdl, action, signal);
    known.set(action, value);
    return value;
  };
  return {
    async wsdl(signal) {
      wsdl ??= await readModel(signal);
      return wsdl;
    },
    operation: (action, signal) => keptIn(operations, readOperation, action, signal),
    response: (action, signal) => keptIn(responses, readResponse, action, signal),
    invalidate() {
      wsdl = null;
      operations = new Map();
      responses = new Map();
    },
  };
}

async function readOperation(
  source: SchemaSource,
  wsdl: WsdlModel,
  action: CiAction,
  signal?: AbortSignal,
): Promise<OperationSchema> {
  const operation = offered(source, wsdl, action);
  const schemas = await readSchemas(source, wsdl, operation.request.namespace, signal);
  if (schemas === null)
    throw new ConnectorError(
      'peoplesoft',
      'malformed',
      `the WSDL of ${source.what} names no schema for its ${action} request`,
      'Ask the PeopleSoft administrator to generate the service again.',
    );
  const request = usable(source, () => schemas.message(operation.request));
  const { name, soapAction, response } = operation;
  const fingerprint = createHash('sha256').update(JSON.stringify({ operation, request })).digest('hex');
  return { action, name, soapAction, request, response, fingerprint };
}

async function readResponse(
  source: SchemaSource,
  wsdl: WsdlModel,
  action: CiAction,
  signal?: AbortSignal,
): Promise<GroupShape | null> {
  const { response } = offered(source, wsdl, action);
  try {
    const schemas = await readSchemas(source, wsdl, response.namespace, signal);
    return schemas?.message(response) ?? null;
  } catch (error) {
    // An answer can be read without its schema: what it may not be is trusted more because of a guess about it.
    const cause = error instanceof ConnectorError ? error.cause : error;
    if (cause instanceof SchemaUnusable) return null;
    throw error;
  }
}

function offered(source: SchemaSource, wsdl: WsdlModel, action: CiAction): WsdlOperation {
  const operation = operationOf(wsdl, action);
  if (operation !== null) return operation;
  throw new ConnectorError(
    'peoplesoft',
    'notFound',
    `${source.what} has no operation ${action}`,
    'Ask the PeopleSoft administrator to generate it for the component interface and to grant it.',
  );
}

/** The schemas of a message's namespace with everything they refer to; null when there are none. */
async function readSchemas(
  source: SchemaSource,
  wsdl: WsdlModel,
  namespace: string,
  signal?: AbortSignal,
): Promise<SchemaSet | null> {
  const schemas = new SchemaSet();
  const inline = usable(source, () => wsdl.inlineSchemas.flatMap((schema) => schemas.addSchema(schema)));
  const located = (references: readonly SchemaReference[], foundIn: string) =>
    references.flatMap((reference) => {
      const known = source.ofNamespace?.(reference.namespace) ?? [];
      return known.length > 0 ? known : [source.relocate(reference.location, foundIn)];
    });
  const location = wsdl.schemaLocations.get(namespace);
  const own = source.ofNamespace?.(namespace) ?? [];
  const named = own.length > 0 || location === undefined ? own : [source.relocate(location, source.wsdlLocation)];
  const isInline = wsdl.inlineSchemas.some((schema) => attributeOf(schema, 'targetNamespace') === namespace);
  if (named.length === 0 && !isInline) return null;
  const waiting = [...named, ...located(inline, source.wsdlLocation)];
  const seen = new Set<string>();
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
    waiting.push(
      ...located(
        usable(source, () => schemas.add(text)),
        next,
      ),
    );
  }
  return schemas;
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
