import type { GroupShape, LeafType, PropertyShape } from '../soap/schema-model.ts';

/** One property of a service as a person reads it. */
export interface PropertyRow {
  /** Collections it lies in and its own name, e.g. `COLL_PAYMENT.PAYMENT_ID`. */
  readonly path: string;
  readonly name: string;
  readonly kind: PropertyShape['kind'];
  /** E.g. `text, 15 characters`. */
  readonly type: string;
  /** Characters of a text, digits of a number; null where the schema sets no limit. */
  readonly length: number | null;
  readonly isRequired: boolean;
}

/** Every property of a request with those of its collections below it, in the order of the schema. */
export function listProperties(shape: GroupShape, above = ''): readonly PropertyRow[] {
  return shape.properties.flatMap((property) => {
    const path = `${above}${property.name}`;
    const row = {
      path,
      name: property.name,
      kind: property.kind,
      type: typeWords(property),
      length: property.kind === 'leaf' ? lengthOf(property.type) : null,
      isRequired: property.minOccurs > 0,
    };
    return property.kind === 'leaf' ? [row] : [row, ...listProperties(property, `${path}.`)];
  });
}

/** What a property holds, in words. */
export function typeWords(property: PropertyShape): string {
  if (property.kind === 'group')
    return property.maxOccurs === 1 ? 'one row' : `collection${limitWords(property.maxOccurs)}`;
  const { type } = property;
  switch (type.kind) {
    case 'string':
      if (type.values !== null)
        return `one of ${type.values.slice(0, 8).join(', ')}${type.values.length > 8 ? ', …' : ''}`;
      return type.maxLength === null ? 'text of any length' : `text, ${counted(type.maxLength, 'character')}`;
    case 'int':
      return type.totalDigits === null ? 'whole number' : `whole number, ${counted(type.totalDigits, 'digit')}`;
    case 'decimal':
      return decimalWords(type.totalDigits, type.fractionDigits);
    case 'date':
      return 'date';
    case 'time':
      return 'time';
    case 'dateTime':
      return 'date and time';
    case 'boolean':
      return 'yes or no';
  }
}

function counted(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${one}s`;
}

function limitWords(most: number | 'unbounded'): string {
  return most === 'unbounded' ? '' : `, at most ${most} rows`;
}

function decimalWords(digits: number | null, decimals: number | null): string {
  const all = digits === null ? '' : `, ${digits} digits`;
  return `decimal number${all}${decimals === null ? '' : `, ${decimals} decimals`}`;
}

function lengthOf(type: LeafType): number | null {
  if (type.kind === 'string') return type.maxLength;
  return type.kind === 'int' || type.kind === 'decimal' ? type.totalDigits : null;
}
