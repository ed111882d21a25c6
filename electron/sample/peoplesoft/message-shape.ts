import {
  getResponseName,
  type ComponentDefinition,
  type FieldType,
  type LevelDefinition,
  type PropertyDefinition,
} from './component.ts';
import { requestRoot, type ServiceOperation } from './service-catalog.ts';

/** An element of a message: a leaf with a type, or a group of elements (with an optional `type` attribute). */
export interface Shape {
  readonly name: string;
  readonly min: number;
  readonly max: number | 'unbounded';
  /** Where it was read from a schema; shapes that are written have the message's own. */
  readonly namespace?: string;
  readonly leaf?: FieldType;
  readonly children?: readonly Shape[];
  readonly typeAttribute?: boolean;
}

const text = (name: string, length: number): Shape => ({ name, min: 0, max: 1, leaf: { kind: 'char', length } });
const digits = (name: string, count: number): Shape => ({
  name,
  min: 0,
  max: 1,
  leaf: { kind: 'number', digits: count },
});

const MESSAGES_SHAPE: Shape = {
  name: 'messages',
  min: 0,
  max: 'unbounded',
  children: [
    text('type', 30),
    digits('messagesetnumber', 5),
    digits('messagenumber', 5),
    text('messagetext', 254),
    text('explaintext', 254),
  ],
};

/** Request message: the buffer for saving operations, the get or find keys otherwise. */
export function requestShape(component: ComponentDefinition, operation: ServiceOperation): Shape {
  const name = requestRoot(operation.action, component);
  if (operation.action === 'Get')
    return group(
      name,
      component.keys.map((column) => keyShape(component, column, 1)),
    );
  if (operation.action === 'Find')
    return group(
      name,
      component.findKeys.map((column) => keyShape(component, column, 0)),
    );
  return group(name, levelChildren(component.root));
}

/** Response message as the operation's generated schema has it. */
export function responseShape(component: ComponentDefinition, operation: ServiceOperation): Shape {
  const name = `${requestRoot(operation.action, component)}Response`;
  const notification: Shape = { name: 'notification', min: 1, max: 1, leaf: { kind: 'number', digits: 1 } };
  switch (operation.action) {
    case 'Create': {
      const keys = group(
        component.name,
        component.keys.map((column) => keyShape(component, column, 1)),
      );
      return group(name, [notification, { ...group('detail', [keys]), min: 0 }, MESSAGES_SHAPE]);
    }
    case 'Update':
    case 'Updatedata':
      return group(name, [notification, { ...group('detail', [MESSAGES_SHAPE]), min: 0 }]);
    case 'Get':
      return group(
        name,
        levelChildren(component.root, (property) => getResponseName(property, true)),
      );
    case 'Find': {
      const row = group(
        component.name,
        component.findList.map((column) => keyShape(component, column, 0)),
      );
      return group(name, [{ ...row, min: 0, max: 'unbounded' }]);
    }
  }
}

/** Fault message: one or more entries, each with the keys of the row it is about. */
export function faultShape(component: ComponentDefinition): Shape {
  const keys = allKeys(component.root).map((property): Shape => ({
    name: property.name,
    min: 0,
    max: 1,
    leaf: property.type,
  }));
  const parameters = { ...group('MessageParameters', [{ ...group('keyinformation', keys), min: 0 }]), min: 0 } as const;
  const entry: Shape = {
    ...group('IBResponse', [
      text('DefaultTitle', 100),
      digits('StatusCode', 4),
      digits('MessageSetID', 5),
      digits('MessageID', 5),
      text('DefaultMessage', 254),
      parameters,
    ]),
    max: 'unbounded',
    typeAttribute: true,
  };
  return group('CIFault', [entry]);
}

function group(name: string, children: readonly Shape[]): Shape {
  return { name, min: 1, max: 1, children };
}

function levelChildren(level: LevelDefinition, rename?: (property: PropertyDefinition) => string): Shape[] {
  const leaves = level.properties.map((property): Shape => {
    const name = rename?.(property) ?? property.name;
    return { name, min: property.required === true ? 1 : 0, max: 1, leaf: property.type };
  });
  const collections = level.collections.map((child): Shape => ({
    name: child.name,
    min: 0,
    max: 'unbounded',
    children: levelChildren(child),
  }));
  return [...leaves, ...collections];
}

function keyShape(component: ComponentDefinition, column: string, min: 0 | 1): Shape {
  const property = component.root.properties.find((candidate) => candidate.column === column);
  if (!property) throw new Error(`Component ${component.name} has no property for column ${column}.`);
  return { name: property.name, min, max: 1, leaf: property.type };
}

function allKeys(level: LevelDefinition): PropertyDefinition[] {
  return [...level.properties.filter((property) => property.key === true), ...level.collections.flatMap(allKeys)];
}
