import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATIONS, type Action } from '../../electron/sample/peoplesoft/component.ts';
import type { OddLeaf, OddLevel, OddService, OddType } from './odd-service.ts';

const XSD = 'http://www.w3.org/2001/XMLSchema';

/** An element of a message as its schema declares it. */
interface Element {
  readonly name: string;
  readonly min: number;
  readonly max: number | 'unbounded';
  readonly type?: OddType;
  readonly children?: readonly Element[];
}

/** Writes the WSDL and schemas of a service into a folder, as its site would have exported them. */
export function writeOddService(service: OddService, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const mark = service.spelling.hasMark ? '\uFEFF' : '';
  writeFileSync(join(folder, `${service.service}.1.wsdl`), mark + wsdl(service));
  for (const [index, message] of messagesOf(service).entries())
    writeFileSync(join(folder, fileName(service, message.name, index)), mark + schema(service, message));
}

interface Message {
  readonly name: string;
  readonly namespace: string;
  readonly root: Element;
}

function messagesOf(service: OddService): readonly Message[] {
  const { messages, namespaceBase } = service.spelling;
  return OPERATIONS.flatMap(({ action }) => {
    const [request, response, fault] = messages[action];
    const message = (name: string, root: Element): Message => ({ name, namespace: `${namespaceBase}/${name}`, root });
    return [
      message(request, requestOf(service, action)),
      message(response, responseOf(service, action)),
      message(fault, faultOf(service)),
    ];
  });
}

const group = (name: string, children: readonly Element[], min = 1, max: Element['max'] = 1): Element => ({
  name,
  min,
  max,
  children,
});
const leaf = (name: string, type: OddType, min = 0): Element => ({ name, min, max: 1, type });
const rootName = ({ ci }: OddService, action: Action) => `${action}__CompIntfc__${ci}`;

function requestOf(service: OddService, action: Action): Element {
  const name = rootName(service, action);
  if (action === 'Get')
    return group(
      name,
      service.keys.map((key) => leaf(key.name, key.type, 1)),
    );
  if (action === 'Find')
    return group(
      name,
      service.keys.map((key) => leaf(key.name, key.type)),
    );
  return group(
    name,
    buffer(service.root, action === 'Create', (one) => one.name),
  );
}

function responseOf(service: OddService, action: Action): Element {
  const name = `${rootName(service, action)}Response`;
  const notification = leaf('notification', { kind: 'int', digits: 1 }, 1);
  const keys = service.keys.map((key) => leaf(key.name, key.type, 1));
  switch (action) {
    case 'Create':
      return group(name, [notification, group('detail', [group(service.ci, keys)], 0), MESSAGES]);
    case 'Update':
    case 'Updatedata':
      return group(name, [notification, group('detail', [MESSAGES], 0)]);
    case 'Get':
      return group(
        name,
        buffer(service.root, false, (one) => one.getName),
      );
    case 'Find':
      return group(name, [group(service.ci, keys, 0, 'unbounded')]);
  }
}

function buffer(level: OddLevel, isCreate: boolean, nameOf: (leaf: OddLeaf) => string): readonly Element[] {
  return [
    ...level.leaves.map((one) => leaf(nameOf(one), one.type, one.isRequired ? 1 : 0)),
    ...level.collections.map((one) =>
      group(
        one.name,
        buffer(one, isCreate, (below) => below.name),
        isCreate && one.wantsRow ? 1 : 0,
        'unbounded',
      ),
    ),
  ];
}

const text = (name: string, length: number) => leaf(name, { kind: 'char', length });
const number = (name: string, digits: number) => leaf(name, { kind: 'int', digits });
const MESSAGES: Element = group(
  'messages',
  [
    text('type', 30),
    number('messagesetnumber', 5),
    number('messagenumber', 5),
    text('messagetext', 254),
    text('explaintext', 254),
  ],
  0,
  'unbounded',
);

function faultOf(service: OddService): Element {
  const keys = new Map(keysBelow(service.root).map((key) => [key.name, leaf(key.name, key.type)]));
  const entry = [
    text('DefaultTitle', 100),
    number('StatusCode', 4),
    number('MessageSetID', 5),
    number('MessageID', 5),
    text('DefaultMessage', 254),
    group('MessageParameters', [group('keyinformation', [...keys.values()], 0)], 0),
  ];
  return group('CIFault', [group('IBResponse', entry, 1, 'unbounded')]);
}

function keysBelow(level: OddLevel): readonly OddLeaf[] {
  return [...level.leaves.filter(({ isKey }) => isKey), ...level.collections.flatMap(keysBelow)];
}

function fileName({ spelling }: OddService, message: string, index: number): string {
  return spelling.fileNames === 'message' ? `${message}.xsd` : `XMLSchema_${index + 1}.xsd`;
}

function wsdl(service: OddService): string {
  const { spelling, service: name } = service;
  const w = spelling.wsdlPrefix;
  const all = messagesOf(service);
  const dotted =
    spelling.partPrefix === 'dotted' ? all.map((one) => ` xmlns:${one.name}="${one.namespace}"`).join('') : '';
  const ns = w === '' ? 'xmlns' : `xmlns:${w.slice(0, -1)}`;
  const operations = spelling.operationOrder.map((action) => operationOf(service, action));
  const user = `<${w}operation name="${name}_RECALC"><${w}input message="t:${operations[0]?.messages[0] ?? ''}"/></${w}operation>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<${w}definitions name="${name}.1" targetNamespace="urn:services/${name}.1" ${ns}="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:services/${name}.1"
 xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:plnk="http://schemas.xmlsoap.org/ws/2003/05/partner-link/"${dotted}>
<plnk:partnerLinkType name="${name}_PartnerLinkType"/>
<${w}types><x:schema xmlns:x="${XSD}" elementFormDefault="qualified">${all
    .map(
      (one, index) =>
        `<x:import namespace="${one.namespace}" schemaLocation="${locationOf(service, one.name, index)}"/>`,
    )
    .join('')}</x:schema></${w}types>
${all.map((one) => `<${w}message name="${one.name}"><${w}part ${part(service, one)} name="parameter"/></${w}message>`).join('\n')}
<${w}portType name="${name}_PortType">${user}${operations.map((one) => one.port).join('\n')}</${w}portType>
<${w}binding name="${name}_Binding" type="t:${name}_PortType"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${operations.map((one) => one.binding).join('\n')}</${w}binding>
<${w}service name="${name}"><${w}port binding="t:${name}_Binding" name="${name}_Port"><soap:address location="http://${spelling.internalHost}/PSIGW/PeopleSoftServiceListeningConnector/PSFT_EP"/></${w}port></${w}service>
</${w}definitions>`;
}

function operationOf({ spelling, service }: OddService, action: Action) {
  const w = spelling.wsdlPrefix;
  const suffix = OPERATIONS.find((one) => one.action === action)?.suffix ?? '';
  const name = `${service}_${suffix}`;
  const messages = spelling.messages[action];
  const parts = (['input', 'output', 'fault'] as const).map((part, index) => [part, messages[index] ?? ''] as const);
  const port = parts.map(([part, message]) => `<${w}${part} message="t:${message}" name="${message}"/>`).join('');
  const bodies = parts.map(([part, message]) =>
    part === 'fault'
      ? `<${w}fault name="${message}"><soap:fault name="${message}" use="literal"/></${w}fault>`
      : `<${w}${part} name="${message}"><soap:body encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" use="literal"/></${w}${part}>`,
  );
  return {
    messages,
    port: `<${w}operation name="${name}"><${w}documentation>${action}</${w}documentation>${port}</${w}operation>`,
    binding: `<${w}operation name="${name}"><soap:operation soapAction="${spelling.soapActions[action]}" style="document"/>${bodies.join('')}</${w}operation>`,
  };
}

/** The same prefix again and again, each time for another namespace; or none; or one with a dot. */
function part({ spelling }: OddService, { name, namespace, root }: Message): string {
  switch (spelling.partPrefix) {
    case 'dotted':
      return `element="${name}:${root.name}"`;
    case 'reused':
      return `xmlns:t="${namespace}" element="t:${root.name}"`;
    case 'default':
      return spelling.wsdlPrefix === ''
        ? `xmlns:m="${namespace}" element="m:${root.name}"`
        : `xmlns="${namespace}" element="${root.name}"`;
  }
}

function locationOf(service: OddService, message: string, index: number): string {
  const { locations, internalHost } = service.spelling;
  const connector = `http://${internalHost}/PSIGW/PeopleSoftServiceListeningConnector`;
  if (locations === 'file') return fileName(service, message, index);
  return locations === 'address'
    ? `${connector}/PSFT_EP/${message}.xsd`
    : `${connector}?Operation=GetSchema&amp;xsd=${message}`;
}

function schema({ spelling }: OddService, { namespace, root }: Message): string {
  const s = spelling.schemaPrefix;
  const types: string[] = [];
  const writer = new SchemaWriter(s, spelling.types, types);
  const element = writer.element(root, true);
  const own = s === '' ? 'xmlns:own.1' : 'xmlns';
  const xsd = s === '' ? 'xmlns' : `xmlns:${s.slice(0, -1)}`;
  return `<?xml version="1.0"?>
<${s}schema elementFormDefault="qualified" targetNamespace="${namespace}" ${own}="${namespace}" ${xsd}="${XSD}">
${element}
${types.join('\n')}
</${s}schema>`;
}

class SchemaWriter {
  readonly #s: string;
  readonly #style: 'typeShape' | 'nested';
  readonly #types: string[];

  constructor(s: string, style: 'typeShape' | 'nested', types: string[]) {
    this.#s = s;
    this.#style = style;
    this.#types = types;
  }

  element(one: Element, isGlobal = false): string {
    const s = this.#s;
    const occurs = isGlobal ? '' : ` maxOccurs="${one.max}" minOccurs="${one.min}"`;
    if (this.#style === 'nested') return `<${s}element${occurs} name="${one.name}">${this.#inline(one)}</${s}element>`;
    const type = this.#named(one);
    return `<${s}element${occurs} name="${one.name}" type="${s === '' ? 'own.1:' : ''}${type}"/>`;
  }

  #inline({ type, children = [] }: Element): string {
    const s = this.#s;
    if (type !== undefined) return `<${s}simpleType>${this.#restriction(type)}</${s}simpleType>`;
    return `<${s}complexType>${this.#sequence(children)}</${s}complexType>`;
  }

  /** One name may stand for two types in one message, so each type is numbered. */
  #named({ name, type, children = [] }: Element): string {
    const s = this.#s;
    const own = s === '' ? 'own.1:' : '';
    const id = `${name}${this.#types.length === 0 ? '' : this.#types.length}`;
    this.#types.push('');
    const at = this.#types.length - 1;
    this.#types[at] =
      type === undefined
        ? `<${s}complexType name="${id}TypeShape">${this.#sequence(children)}</${s}complexType>`
        : `<${s}complexType name="${id}TypeShape"><${s}simpleContent><${s}extension base="${own}${id}TypeDef"/></${s}simpleContent></${s}complexType>` +
          `<${s}simpleType name="${id}TypeDef"><${s}annotation><${s}documentation>${name}</${s}documentation></${s}annotation>${this.#restriction(type)}</${s}simpleType>`;
    return `${id}TypeShape`;
  }

  #sequence(children: readonly Element[]): string {
    const s = this.#s;
    return `<${s}sequence>${children.map((child) => this.element(child)).join('')}</${s}sequence>`;
  }

  #restriction(type: OddType): string {
    const s = this.#s;
    switch (type.kind) {
      case 'char':
        return `<${s}restriction base="${s}string"><${s}maxLength value="${type.length}"/><${s}whiteSpace value="preserve"/></${s}restriction>`;
      case 'int':
        return `<${s}restriction base="${s}int"><${s}totalDigits value="${type.digits}"/></${s}restriction>`;
      case 'decimal':
        return `<${s}restriction base="${s}decimal"><${s}totalDigits value="${type.digits}"/><${s}fractionDigits value="${type.decimals}"/></${s}restriction>`;
      case 'date':
      case 'dateTime':
        return `<${s}restriction base="${s}${type.kind}"/>`;
    }
  }
}
