import {
  attributeOf,
  childOf,
  childrenOf,
  descendantsOf,
  qualifiedName,
  readXml,
  type XmlElement,
} from '../../http/xml-reader.ts';
import { CI_ACTIONS, type CiAction } from './schema-model.ts';
import { DESCRIPTION_LIMITS } from './xml-limits.ts';

const WSDL = 'http://schemas.xmlsoap.org/wsdl/';
const XSD = 'http://www.w3.org/2001/XMLSchema';
const SOAP_BINDING = 'http://schemas.xmlsoap.org/wsdl/soap/';

export interface QualifiedName {
  readonly namespace: string;
  readonly name: string;
}
export interface WsdlOperation {
  readonly action: CiAction;
  readonly name: string;
  readonly soapAction: string;
  readonly request: QualifiedName;
  readonly response: QualifiedName;
}
export interface WsdlModel {
  readonly operations: readonly WsdlOperation[];
  /** Where the schema of each message namespace is, as the WSDL spells it. */
  readonly schemaLocations: ReadonlyMap<string, string>;
  /** Schemas that stand in the WSDL itself and declare something. */
  readonly inlineSchemas: readonly XmlElement[];
  /** `soap:address` of the service. It often names an internal host: shown, never posted to. */
  readonly address: string | null;
}

/** A WSDL or XSD this program cannot use; the message names the part. */
export class SchemaUnusable extends Error {
  override readonly name = 'SchemaUnusable';
}

/**
 * Reads the WSDL of a component-interface service: document/literal SOAP 1.1, one message part an operation. The operation's
 * kind is taken from its request element `<Action>__CompIntfc__<name>`, the SOAPAction from the binding. Throws `XmlRefused`
 * or `SchemaUnusable`.
 */
export function readWsdl(text: string): WsdlModel {
  const root = readXml(text, DESCRIPTION_LIMITS);
  if (root.name !== 'definitions' || root.namespace !== WSDL)
    throw new SchemaUnusable(`expected a WSDL, found <${root.name}>`);
  const messages = new Map(
    childrenOf(root, 'message', WSDL).map((message) => [attributeOf(message, 'name') ?? '', message]),
  );
  const soapActions = readSoapActions(root);
  const operations = childrenOf(root, 'portType', WSDL)
    .flatMap((portType) => childrenOf(portType, 'operation', WSDL))
    .map((operation) => readOperation(operation, messages, soapActions))
    .filter((operation) => operation !== null);
  if (operations.length === 0)
    throw new SchemaUnusable('the WSDL offers none of Create, Get, Find, Update and Updatedata over SOAP 1.1');
  return {
    operations,
    schemaLocations: readSchemaLocations(root),
    inlineSchemas: readInlineSchemas(root),
    address: readAddress(root),
  };
}

/** The operation of that kind; of several versions the newest, by the `.V<n>` at the end of its SOAPAction. */
export function operationOf(wsdl: WsdlModel, action: CiAction): WsdlOperation | null {
  const version = ({ soapAction }: WsdlOperation) => Number(/\.V(\d+)$/i.exec(soapAction)?.[1] ?? '0');
  const candidates = wsdl.operations.filter((operation) => operation.action === action);
  return candidates.toSorted((left, right) => version(right) - version(left))[0] ?? null;
}

function readSoapActions(root: XmlElement): ReadonlyMap<string, string> {
  const actions = new Map<string, string>();
  for (const binding of childrenOf(root, 'binding', WSDL)) {
    if (childOf(binding, 'binding', SOAP_BINDING) === null) continue;
    for (const operation of childrenOf(binding, 'operation', WSDL)) {
      const soapAction = childOf(operation, 'operation', SOAP_BINDING);
      const value = soapAction === null ? null : attributeOf(soapAction, 'soapAction');
      if (value !== null) actions.set(attributeOf(operation, 'name') ?? '', value);
    }
  }
  return actions;
}

function readOperation(
  operation: XmlElement,
  messages: ReadonlyMap<string, XmlElement>,
  soapActions: ReadonlyMap<string, string>,
): WsdlOperation | null {
  const name = attributeOf(operation, 'name') ?? '';
  const request = messageElement(operation, 'input', messages);
  const response = messageElement(operation, 'output', messages);
  const soapAction = soapActions.get(name);
  if (request === null || response === null || soapAction === undefined) return null;
  const action = actionOf(request.name);
  return action === null ? null : { action, name, soapAction, request, response };
}

function actionOf(requestElement: string): CiAction | null {
  const [spelled, ...rest] = requestElement.split('__CompIntfc__');
  return rest.length === 0 ? null : (CI_ACTIONS.find((action) => action === spelled) ?? null);
}

function messageElement(
  operation: XmlElement,
  direction: 'input' | 'output',
  messages: ReadonlyMap<string, XmlElement>,
): QualifiedName | null {
  const reference = childOf(operation, direction, WSDL);
  const messageName = reference === null ? null : attributeOf(reference, 'message');
  if (reference === null || messageName === null) return null;
  const message = messages.get(qualifiedName(reference, messageName).name);
  const parts = message === undefined ? [] : childrenOf(message, 'part', WSDL);
  const elements = parts.flatMap((part) => {
    const element = attributeOf(part, 'element');
    return element === null ? [] : [qualifiedName(part, element)];
  });
  return elements.find(({ name }) => name.includes('__CompIntfc__')) ?? elements[0] ?? null;
}

function readSchemaLocations(root: XmlElement): ReadonlyMap<string, string> {
  const locations = new Map<string, string>();
  const types = childOf(root, 'types', WSDL);
  for (const reference of types === null ? [] : descendantsOf(types, 'import')) {
    const namespace = attributeOf(reference, 'namespace');
    const location = attributeOf(reference, 'schemaLocation');
    if (namespace !== null && location !== null) locations.set(namespace, location);
  }
  return locations;
}

function readInlineSchemas(root: XmlElement): readonly XmlElement[] {
  const types = childOf(root, 'types', WSDL);
  const schemas = types === null ? [] : childrenOf(types, 'schema', XSD);
  return schemas.filter((schema) => schema.children.some(({ name }) => name !== 'import' && name !== 'annotation'));
}

function readAddress(root: XmlElement): string | null {
  for (const address of descendantsOf(root, 'address'))
    if (address.namespace === SOAP_BINDING) return attributeOf(address, 'location');
  return null;
}
