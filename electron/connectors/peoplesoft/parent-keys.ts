import type { CiDocument, GroupShape, PropertyShape } from './soap/schema-model.ts';
import { valueOf } from './soap/validate-document.ts';

/**
 * A collection repeats the keys of the rows above it where the component interface exposes them (PeopleBooks, Component
 * Interfaces). Only *required* properties that a row above has under the very same name are filled in; nothing is guessed.
 */
export function withParentKeys(
  row: CiDocument,
  shape: GroupShape,
  above: Readonly<Record<string, string>> = {},
): CiDocument {
  const own = { ...row, ...inherited(row, shape, above) };
  const leaves = Object.fromEntries(
    Object.entries(own).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const below = { ...above, ...leaves };
  return Object.fromEntries(
    Object.entries(own).map(([name, value]) => {
      const property = propertyNamed(shape, name);
      if (typeof value === 'string' || property?.kind !== 'group') return [name, value];
      return [name, value.map((child) => withParentKeys(child, property, below))];
    }),
  );
}

function inherited(
  row: CiDocument,
  shape: GroupShape,
  above: Readonly<Record<string, string>>,
): Record<string, string> {
  const filled: Record<string, string> = {};
  for (const property of shape.properties) {
    const value = Object.hasOwn(above, property.name) ? above[property.name] : undefined;
    if (
      property.kind === 'leaf' &&
      property.minOccurs > 0 &&
      value !== undefined &&
      valueOf(row, property.name) === undefined
    )
      filled[property.name] = value;
  }
  return filled;
}

function propertyNamed(shape: GroupShape, name: string): PropertyShape | undefined {
  return shape.properties.find((property) => property.name === name);
}
