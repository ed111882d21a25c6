import {
  getResponseName,
  rootProperty,
  type BufferRow,
  type ComponentDefinition,
  type FieldType,
  type FieldValue,
  type LevelDefinition,
} from './component.ts';
import type { CatalogMessage } from './message-catalog.ts';
import { xmlReply, type Reply } from './reply.ts';
import { requestRoot, type CatalogService, type ServiceOperation } from './service-catalog.ts';
import type { SiteBehaviour } from './site-settings.ts';
import { formatThousandths } from './thousandths.ts';
import { cdata, escapeXml } from './xml.ts';

/** Everything an answer's spelling depends on. */
export interface AnswerContext {
  readonly service: CatalogService;
  readonly operation: ServiceOperation;
  readonly behaviour: Readonly<SiteBehaviour>;
}

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';

type Writer = (name: string, content: string) => string;

/**
 * Answer of a save: `notification` 1 with the create keys in `detail` (Create only) and warnings as messages; 0 means
 * not saved.
 */
export function savedAnswer(
  context: AnswerContext,
  saved: {
    readonly notification: 0 | 1;
    readonly keys: Readonly<Record<string, FieldValue>>;
    readonly messages: readonly CatalogMessage[];
  },
): Reply {
  return respond(context, (write) => {
    const type = saved.notification === 1 ? 'Warning' : 'Error';
    const messages = saved.messages.map((message) => writeMessage(write, message, type)).join('');
    const notification = write('notification', String(saved.notification));
    if (context.operation.action !== 'Create') return notification + (messages === '' ? '' : write('detail', messages));
    const { component } = context.service;
    if (saved.notification === 0) return notification + messages;
    const keys = component.keys.map((column) => {
      const property = rootProperty(component, column);
      return writeLeaf(write, property.name, property.type, saved.keys[column] ?? '');
    });
    return notification + write('detail', write(component.name, keys.join(''))) + messages;
  });
}

/** Answer of Get: the buffer right under the root, no notification. */
export function getAnswer(context: AnswerContext, row: BufferRow): Reply {
  return respond(context, (write) => writeLevel(write, row, context.service.component.root, true));
}

/** Answer of Find: a row of list fields for each hit; an empty root for none. */
export function findAnswer(context: AnswerContext, rows: readonly Record<string, FieldValue>[]): Reply {
  const { component } = context.service;
  return respond(context, (write) =>
    rows.map((row) => write(component.name, writeFindRow(write, component, row))).join(''),
  );
}

/** Fault of the component interface: one entry a message, each with the keys it is about. */
export function componentFault(
  context: AnswerContext,
  messages: readonly CatalogMessage[],
  keys: Readonly<Record<string, string>>,
): Reply {
  const shown = context.behaviour.rowKeysInFaults ? Object.entries(keys) : Object.entries(keys).slice(0, 2);
  const keyInformation = shown.map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`).join('');
  const entries = messages.map(
    ({ set, number, text }) =>
      `<IBResponse type="error"><DefaultTitle>Integration Broker Response Message</DefaultTitle><StatusCode>20</StatusCode>` +
      `<MessageSetID>${set}</MessageSetID><MessageID>${number}</MessageID><DefaultMessage>${cdata(text)}</DefaultMessage>` +
      `<MessageParameters><keyinformation>${keyInformation}</keyinformation></MessageParameters></IBResponse>`,
  );
  const inside =
    context.behaviour.faultNesting === 'nested' ? `<CIFault>${entries.join('')}</CIFault>` : entries.join('');
  const detail = `<CIFault xmlns="${context.operation.fault.namespace}">${inside}</CIFault>`;
  return xmlReply(context.behaviour.faultStatus, envelopeFault(detail));
}

/** Fault of the gateway or application server: an `IBResponse` without namespace, `faultstring` the literal `null`. */
export function gatewayFault(status: number, message: CatalogMessage, parameters: readonly string[]): Reply {
  return xmlReply(status, envelopeFault(writeIbResponse(message, parameters)));
}

/** The same `IBResponse` without an envelope around it. */
export function bareIbResponse(status: number, message: CatalogMessage, parameters: readonly string[]): Reply {
  return xmlReply(status, `<?xml version="1.0"?>${writeIbResponse(message, parameters)}`);
}

function writeIbResponse(message: CatalogMessage, parameters: readonly string[]): string {
  const values = parameters.map((parameter) => `<Parameter>${cdata(parameter)}</Parameter>`).join('');
  return (
    `<IBResponse xmlns="" type="error"><DefaultTitle>Integration Broker Response</DefaultTitle><StatusCode>20</StatusCode>` +
    `<MessageID>${message.number}</MessageID><DefaultMessage>${cdata(message.text)}</DefaultMessage>` +
    `<MessageParameters>${values}</MessageParameters></IBResponse>`
  );
}

function envelopeFault(detail: string): string {
  return (
    `<?xml version="1.0"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="${ENVELOPE}"><SOAP-ENV:Body><SOAP-ENV:Fault>` +
    `<faultcode>SOAP-ENV:Server</faultcode><faultstring>null</faultstring><detail>${detail}</detail>` +
    `</SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>`
  );
}

function respond(context: AnswerContext, content: (write: Writer) => string): Reply {
  const { operation, service, behaviour } = context;
  const root = `${requestRoot(operation.action, service.component)}Response`;
  const { namespace } = operation.response;
  if (behaviour.responsePrefix === 'reused') return respondReusing(root, namespace, content);
  const prefix = behaviour.responsePrefix === 'prefixed' ? 'm38:' : '';
  const declaration = prefix === '' ? 'xmlns' : 'xmlns:m38';
  const body = content((name, inner) => element(`${prefix}${name}`, inner));
  return xmlReply(
    200,
    `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="${ENVELOPE}"><soapenv:Body>` +
      `<${prefix}${root} ${declaration}="${namespace}">${body}</${prefix}${root}></soapenv:Body></soapenv:Envelope>`,
  );
}

/** One prefix with a dot for everything: what it stands for changes from element to element. */
function respondReusing(root: string, namespace: string, content: (write: Writer) => string): Reply {
  const write: Writer = (name, inner) => element(`n.1:${name}`, inner, ` xmlns:n.1="${namespace}"`);
  const body = `<n.1:Body>${write(root, content(write))}</n.1:Body>`;
  return xmlReply(200, `<?xml version="1.0"?><n.1:Envelope xmlns:n.1="${ENVELOPE}">${body}</n.1:Envelope>`);
}

function element(name: string, inner: string, attributes = ''): string {
  return inner === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inner}</${name}>`;
}

function writeMessage(write: Writer, message: CatalogMessage, type: 'Warning' | 'Error'): string {
  const fields = [
    write('type', type),
    write('messagesetnumber', String(message.set)),
    write('messagenumber', String(message.number)),
    write('messagetext', escapeXml(message.text)),
    write('explaintext', escapeXml(message.explain)),
  ];
  return write('messages', fields.join(''));
}

function writeLevel(write: Writer, row: BufferRow, level: LevelDefinition, isRoot: boolean): string {
  const leaves = level.properties.map((property) =>
    writeLeaf(write, getResponseName(property, isRoot), property.type, row.values[property.column] ?? ''),
  );
  const collections = level.collections.flatMap((child) =>
    (row.collections.get(child.name) ?? []).map((each) => write(child.name, writeLevel(write, each, child, false))),
  );
  return leaves.join('') + collections.join('');
}

function writeFindRow(
  write: Writer,
  component: ComponentDefinition,
  row: Readonly<Record<string, FieldValue>>,
): string {
  return component.findList
    .map((column) => {
      const property = rootProperty(component, column);
      return writeLeaf(write, property.name, property.type, row[column] ?? '');
    })
    .join('');
}

function writeLeaf(write: Writer, name: string, type: FieldType, value: FieldValue): string {
  const isAmount = type.kind === 'decimal' && typeof value === 'number';
  return write(name, isAmount ? formatThousandths(value, 'trimmed') : escapeXml(String(value)));
}
