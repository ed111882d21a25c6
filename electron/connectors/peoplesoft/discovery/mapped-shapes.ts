import type { GroupShape, PropertyShape } from '../soap/schema-model.ts';
import type { Preset, PresetField } from './presets/preset.ts';

/** Property names by what of a document goes into them. */
export type NamesOf<Key extends string> = { readonly [Name in Key]?: string | undefined };
/** The rows that one level of a document lies in. */
export interface LevelShape {
  /** Null where the mapping names none that the service has. */
  readonly shape: GroupShape | null;
  /** What to call it in a message, e.g. `the deposit` or the collection's name. */
  readonly where: string;
}
export interface MappedShape<Key extends string = string> {
  readonly field: PresetField<Key>;
  readonly name: string;
  readonly where: string;
  /** The rows it is looked for in. */
  readonly shape: GroupShape;
  /** What stands there under that name; null: nothing. */
  readonly property: PropertyShape | null;
}

/** Follows a mapping's collections through a request. Rows that may stand in those above them do so without a collection. */
export function levelShapes<Key extends string, Level extends string>(
  preset: Preset<Key, Level>,
  names: NamesOf<Key>,
  request: GroupShape,
): ReadonlyMap<Level, LevelShape> {
  const { root } = preset;
  const levels = new Map<Level, LevelShape>([[root.level, { shape: request, where: root.where }]]);
  for (const { level, parent, collection, elseAbove, where } of preset.levels) {
    const above = levels.get(parent) ?? { shape: null, where };
    const name = names[collection];
    if (name === undefined && elseAbove !== undefined) levels.set(level, above);
    else levels.set(level, { shape: groupNamed(above.shape, name), where: name ?? where });
  }
  return levels;
}

/** Each mapped name with what the service has there. What lies in a collection that is not there is left out: the collection is named. */
export function mappedShapes<Key extends string, Level extends string>(
  preset: Preset<Key, Level>,
  names: NamesOf<Key>,
  request: GroupShape,
): readonly MappedShape<Key>[] {
  const levels = levelShapes(preset, names, request);
  return preset.fields.flatMap((field) => {
    const name = names[field.key];
    const { shape = null, where = '' } = levels.get(field.level) ?? {};
    if (name === undefined || shape === null) return [];
    return [{ field, name, where, shape, property: propertyNamed(shape, name) }];
  });
}

function propertyNamed(shape: GroupShape, name: string): PropertyShape | null {
  return shape.properties.find((property) => property.name === name) ?? null;
}

function groupNamed(shape: GroupShape | null, name: string | undefined): GroupShape | null {
  const property = shape === null || name === undefined ? null : propertyNamed(shape, name);
  return property?.kind === 'group' ? property : null;
}
