import type { GroupShape, PropertyShape } from '../soap/schema-model.ts';
import { mappedShapes, type MappedShape, type NamesOf } from './mapped-shapes.ts';
import type { Preset, PresetField } from './presets/preset.ts';

export interface MappingCheck {
  readonly found: number;
  readonly missing: readonly {
    readonly key: string;
    readonly what: string;
    readonly why: string;
    readonly fix: string;
  }[];
}

/** Property names of a profile, with where they stand in it: `peoplesoft.deposit`. */
interface NamedProperties {
  readonly service: string;
  readonly setting: string;
  readonly preset: Preset;
  readonly names: NamesOf<string>;
}

/** Compares every property name of a mapping with the Create request of the site's service. */
export function checkMapping({ service, setting, preset, names }: NamedProperties, request: GroupShape): MappingCheck {
  const mapped = mappedShapes(preset, names, request);
  const missing = mapped.filter((each) => !isFound(each)).map((each) => missingProperty(service, setting, each));
  return { found: mapped.length - missing.length, missing };
}

/** Whether a name stands for a property of the kind that its field needs. */
export function isFound({ field, property }: MappedShape): boolean {
  return property?.kind === kindOf(field);
}

/** Whether a field is a collection of rows or a single value. */
export function kindOf(field: Pick<PresetField, 'need'>): PropertyShape['kind'] {
  return field.need.kind === 'rows' ? 'group' : 'leaf';
}

/** Why a name does not do, e.g. `CI_X has no PAYMENT_ID in COLL_PAYMENT`. */
export function whyMissing(service: string, { field, name, where, property }: MappedShape): string {
  const wanted = kindOf(field) === 'group' ? 'collection' : 'single property';
  return property === null ? `${service} has no ${name} in ${where}` : `${name} in ${where} is not a ${wanted}`;
}

function missingProperty(service: string, setting: string, mapped: MappedShape) {
  const { field, name, shape } = mapped;
  const offered = shape.properties.filter(({ kind }) => kind === kindOf(field)).map((property) => property.name);
  return {
    key: field.key,
    what: `property ${name} (${setting}.properties.${field.key})`,
    why: `${whyMissing(service, mapped)}.`,
    fix: `Choose one of the names its schema offers there: ${offered.join(', ') || 'none'}.`,
  };
}
