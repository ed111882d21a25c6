import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATIONS, type Action } from './component.ts';
import { folderComponent, type MessageShapes } from './folder-component.ts';
import { messageShape, readSchemas, type Schemas } from './read-schema.ts';
import type { CatalogService, MessageName, ServiceOperation } from './service-catalog.ts';
import { parseXml, qualified, type XmlElement } from './xml.ts';

const PARTS = ['input', 'output', 'fault'] as const;
const ROOT = /^\{.*\}(\w+?)__CompIntfc__(.+)$/;

/**
 * Reads a folder with one WSDL and its schemas as a service of this site, served from those very files. Throws an
 * Error that says what the folder lacks.
 */
export function readFolderService(folder: string): CatalogService {
  const names = readdirSync(folder);
  const texts = new Map(
    names
      .filter((name) => /\.(wsdl|xsd)$/i.test(name))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8').replace(/^\uFEFF/, '')]),
  );
  const [wsdlName, ...more] = [...texts.keys()].filter((name) => /\.wsdl$/i.test(name));
  if (wsdlName === undefined || more.length > 0) throw new Error(`${folder} must hold exactly one WSDL.`);
  const wsdl = parseXml(texts.get(wsdlName) ?? '');
  const schemaTexts = [...texts].filter(([name]) => name !== wsdlName).map(([, text]) => text);
  const schemas = readSchemas(schemaTexts);
  // Whatever its file is called, a schema is also asked for by the name of its message.
  for (const text of schemaTexts) {
    const namespace = parseXml(text).attributes.get('targetNamespace') ?? '';
    texts.set(`${namespace.split('/').at(-1) ?? ''}.xsd`, text);
  }
  const found = readOperations(wsdl);
  const [first] = found;
  if (first === undefined) throw new Error(`${wsdlName} offers no operation of a component interface.`);
  const shapes = Object.fromEntries(found.map((operation) => [operation.action, shapesOf(schemas, operation)]));
  const [name = wsdlName, version = '1'] = (wsdl.attributes.get('name') ?? '').split(/\.(?=\d+$)/);
  return {
    name,
    version,
    component: folderComponent(first.component, shapes),
    operations: found.map(toServiceOperation),
    files: { wsdl: texts.get(wsdlName) ?? '', schemas: texts, shapes },
  };
}

interface FoundOperation {
  readonly action: Action;
  readonly component: string;
  readonly name: string;
  readonly soapAction: string;
  /** `{namespace}name` of the message elements; null where the operation has none. */
  readonly elements: Readonly<Record<(typeof PARTS)[number], string | null>>;
}

function readOperations(wsdl: XmlElement): readonly FoundOperation[] {
  const messages = new Map(all(wsdl, 'message').map((message) => [message.attributes.get('name') ?? '', message]));
  const actions = new Map(
    all(wsdl, 'binding')
      .flatMap((binding) => all(binding, 'operation'))
      .map((operation) => [
        operation.attributes.get('name') ?? '',
        all(operation, 'operation')[0]?.attributes.get('soapAction'),
      ]),
  );
  return all(wsdl, 'portType')
    .flatMap((portType) => all(portType, 'operation'))
    .flatMap((operation) => {
      const name = operation.attributes.get('name') ?? '';
      const [input = null, output = null, fault = null] = PARTS.map((part) => elementOf(operation, part, messages));
      const [, spelled, component] = ROOT.exec(input ?? '') ?? [];
      const action = OPERATIONS.find((one) => one.action === spelled)?.action;
      const soapAction = actions.get(name);
      if (action === undefined || component === undefined || soapAction === undefined) return [];
      return [{ action, component, name, soapAction, elements: { input, output, fault } }];
    });
}

function elementOf(operation: XmlElement, part: string, messages: ReadonlyMap<string, XmlElement>): string | null {
  const message = messages.get(all(operation, part)[0]?.attributes.get('message')?.split(':').at(-1) ?? '');
  const element = message === undefined ? undefined : all(message, 'part')[0];
  const name = element?.attributes.get('element');
  return element === undefined || name === undefined ? null : qualified(element, name);
}

function shapesOf(schemas: Schemas, { name, elements }: FoundOperation): NonNullable<MessageShapes[Action]> {
  const shape = (element: string | null) => (element === null ? null : messageShape(schemas, element));
  const request = shape(elements.input);
  if (request === null) throw new Error(`No schema declares the request of ${name}.`);
  return { request, response: shape(elements.output), fault: shape(elements.fault) };
}

function toServiceOperation({ action, name, soapAction, elements }: FoundOperation): ServiceOperation {
  const { input, output, fault } = elements;
  return {
    action,
    name,
    soapAction,
    request: messageName(input),
    response: messageName(output),
    fault: messageName(fault),
  };
}

function messageName(element: string | null): MessageName {
  const namespace = /^\{(.*)\}/.exec(element ?? '')?.[1] ?? '';
  return { name: namespace.split('/').at(-1) ?? '', namespace };
}

function all(element: XmlElement, local: string): readonly XmlElement[] {
  return element.children.filter((child) => child.local === local);
}
