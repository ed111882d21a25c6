import { createHash } from 'node:crypto';
import { ConnectorError } from '../../http/connector-error.ts';
import type { CiAction, GroupShape, OperationSchema } from '../soap/schema-model.ts';
import type { ServiceSchema } from '../soap/service-schema.ts';
import { SchemaUnusable, type WsdlOperation } from '../soap/wsdl-reader.ts';
import { readCiShape } from './shape-reader.ts';

/** What SOAPToCI saves with; it has nothing that reads a row back. */
const SAVING: readonly CiAction[] = ['Create', 'Update', 'Updatedata'];

/**
 * The operations of a component interface by SOAPToCI, from its live shape, read when first asked for and kept until something hints at
 * a change. `readShape` gives the text of the GetCIShape answer. Throws `ConnectorError`: `notFound` for Get and Find.
 */
export function createComponentSchema(
  component: string,
  readShape: (signal?: AbortSignal) => Promise<string>,
): ServiceSchema {
  let kept: Omit<GroupShape, 'name'> | null = null;
  const shape = async (signal?: AbortSignal) => (kept ??= usable(component, await readShape(signal)));
  const operations = SAVING.map((action): WsdlOperation => nameOf(component, action));
  return {
    async operation(action, signal): Promise<OperationSchema> {
      const named = operations.find((each) => each.action === action);
      if (named === undefined)
        throw new ConnectorError(
          'peoplesoft',
          'notFound',
          `SOAPToCI has no ${action} for ${component}`,
          'It only saves. Read the row back by a query.',
        );
      const { name, soapAction, response } = named;
      const request: GroupShape = { ...(await shape(signal)), name: named.request.name };
      const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('hex');
      return { action, name, soapAction, request, response, fingerprint };
    },
    response: () => Promise.resolve(null),
    async wsdl(signal) {
      await shape(signal);
      return { operations, schemaLocations: new Map(), inlineSchemas: [], address: null };
    },
    invalidate() {
      kept = null;
    },
  };
}

function nameOf(component: string, action: CiAction): WsdlOperation {
  const of = (name: string) => ({ namespace: '', name });
  return {
    action,
    name: `${action} of ${component}`,
    soapAction: '',
    request: of(`${action.toUpperCase()}__CompIntfc__${component}`),
    response: of(`${action}__CompIntfc__${component}Response`),
  };
}

function usable(component: string, text: string): Omit<GroupShape, 'name'> {
  try {
    return readCiShape(text, component);
  } catch (cause) {
    if (!(cause instanceof SchemaUnusable)) throw cause;
    throw new ConnectorError(
      'peoplesoft',
      'malformed',
      `the description of ${component} by SOAPToCI cannot be used: ${cause.message}`,
      'Check the name of the component interface, and that the user’s permission list has it and WEBLIB_SOAPTOCI.',
      { cause },
    );
  }
}
