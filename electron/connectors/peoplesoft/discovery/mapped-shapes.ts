import type { GroupShape, PropertyShape } from '../soap/schema-model.ts';
import { MAPPING_FIELDS, type MappingField, type MappingLevel, type PropertyNames } from './mapping-fields.ts';

/** The rows that each level of a mapping lies in; null where the mapping names none that the service has. */
export interface LevelShapes extends Readonly<Record<MappingLevel, GroupShape | null>> {
  /** What to call a level in a message, e.g. `the deposit` or the collection's name. */
  readonly where: Readonly<Record<MappingLevel, string>>;
}
export interface MappedShape {
  readonly field: MappingField;
  readonly name: string;
  readonly where: string;
  /** The rows it is looked for in. */
  readonly shape: GroupShape;
  /** What stands there under that name; null: nothing. */
  readonly property: PropertyShape | null;
}

/** Follows a mapping's collections through a request. Without a collection of customers, the customer stands in the payment. */
export function levelShapes(names: PropertyNames, request: GroupShape): LevelShapes {
  const payment = groupNamed(request, names.payments);
  const customer = names.customers === undefined ? payment : groupNamed(payment, names.customers);
  const paymentWhere = names.payments ?? 'the payments';
  return {
    deposit: request,
    payment,
    customer,
    item: groupNamed(payment, names.items),
    where: {
      deposit: 'the deposit',
      payment: paymentWhere,
      customer: names.customers ?? paymentWhere,
      item: names.items ?? 'the items',
    },
  };
}

/** Each mapped name with what the service has there. What lies in a collection that is not there is left out: the collection is named. */
export function mappedShapes(names: PropertyNames, request: GroupShape): readonly MappedShape[] {
  const levels = levelShapes(names, request);
  return MAPPING_FIELDS.flatMap((field) => {
    const name = names[field.key];
    const shape = levels[field.level];
    if (name === undefined || shape === null) return [];
    return [{ field, name, where: levels.where[field.level], shape, property: propertyNamed(shape, name) }];
  });
}

function propertyNamed(shape: GroupShape, name: string): PropertyShape | null {
  return shape.properties.find((property) => property.name === name) ?? null;
}

function groupNamed(shape: GroupShape | null, name: string | undefined): GroupShape | null {
  const property = shape === null || name === undefined ? null : propertyNamed(shape, name);
  return property?.kind === 'group' ? property : null;
}
