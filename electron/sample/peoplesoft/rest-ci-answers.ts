import {
  getResponseName,
  rootProperty,
  type Action,
  type BufferRow,
  type ComponentDefinition,
  type FieldValue,
  type LevelDefinition,
  type PropertyDefinition,
} from './component.ts';
import type { CatalogMessage } from './message-catalog.ts';
import { jsonReply, type Reply } from './reply.ts';
import { formatThousandths } from './thousandths.ts';

interface Saved {
  readonly action: 'Create' | 'Update' | 'Updatedata';
  readonly notification: 0 | 1;
  readonly keys: Readonly<Record<string, FieldValue>>;
  readonly messages: readonly CatalogMessage[];
}

/** Answer of a save, as its SOAP twin: 1 with the create keys (Create only), warnings as messages; 0 means not saved. */
export function saved(component: ComponentDefinition, { action, notification, keys, messages }: Saved): Reply {
  const detail = Object.fromEntries(
    component.keys.map((column) => [rootProperty(component, column).name, String(keys[column] ?? '')]),
  );
  const rows = messages.map(({ set, number, text }) => ({
    type: notification === 1 ? 'Warning' : 'Error',
    messagesetnumber: set,
    messagenumber: number,
    messagetext: text,
  }));
  const said = rows.length === 0 ? {} : { messages: rows };
  if (action !== 'Create')
    return answer(component, action, { notification, ...(rows.length === 0 ? {} : { detail: said }) });
  return answer(component, action, {
    notification,
    ...(notification === 1 ? { detail: { [component.name]: detail } } : {}),
    ...said,
  });
}

function answer(component: ComponentDefinition, action: Action, content: object): Reply {
  return jsonReply(200, { [`${action}__CompIntfc__${component.name}Response`]: content });
}

/** Answer of Get: the buffer right under the name of the response. */
export function bufferReply(component: ComponentDefinition, row: BufferRow): Reply {
  return answer(component, 'Get', levelData(row, component.root, true));
}

function levelData(row: BufferRow, level: LevelDefinition, isRoot: boolean): object {
  const leaves = level.properties.map(
    (property) => [getResponseName(property, isRoot), textOf(property, row.values[property.column] ?? '')] as const,
  );
  const collections = level.collections.map(
    (child) =>
      [child.name, (row.collections.get(child.name) ?? []).map((each) => levelData(each, child, false))] as const,
  );
  return Object.fromEntries<unknown>([...leaves, ...collections.filter(([, rows]) => rows.length > 0)]);
}

/** Answer of Find: a list of rows of list fields; an empty object for none. */
export function foundReply(component: ComponentDefinition, rows: readonly Record<string, FieldValue>[]): Reply {
  const found = rows.map((row) =>
    Object.fromEntries(
      component.findList.map((column) => {
        const property = rootProperty(component, column);
        return [property.name, textOf(property, row[column] ?? '')];
      }),
    ),
  );
  return answer(component, 'Find', found.length === 0 ? {} : { [component.name]: found });
}

function textOf({ type }: PropertyDefinition, value: FieldValue): string {
  return type.kind === 'decimal' && typeof value === 'number' ? formatThousandths(value, 'trimmed') : String(value);
}

/** Error of the component interface: one entry a message, with the keys it is about. */
export function componentFault(messages: readonly CatalogMessage[], keys: Readonly<Record<string, string>>): Reply {
  const entries = messages.map(({ set, number, text }) => ({
    type: 'error',
    MessageSetID: set,
    MessageID: number,
    DefaultMessage: text,
    MessageParameters: { keyinformation: keys },
  }));
  return jsonReply(400, { CIFault: { IBResponse: entries } });
}

/** Error of the gateway. */
export function refusedBy(status: number, message: CatalogMessage, parameters: readonly string[]): Reply {
  return jsonReply(status, {
    IBResponse: {
      type: 'error',
      StatusCode: 20,
      MessageID: message.number,
      DefaultMessage: message.text,
      MessageParameters: { Parameter: parameters },
    },
  });
}
