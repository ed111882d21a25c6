import type { DepositService } from '../../../../shared/contract/profile.ts';
import type { GroupShape, LeafType } from '../soap/schema-model.ts';
import { isFound, whyMissing } from './mapped-properties.ts';
import { levelShapes, mappedShapes, type NamesOf } from './mapped-shapes.ts';
import type { MappedProperty, PropertyNames } from './mapping-fields.ts';
import { DEPOSIT_PRESET } from './presets/deposit.ts';
import type { FieldNeed, Preset } from './presets/preset.ts';
import { typeWords } from './property-words.ts';

export interface MappingFinding<Key extends string = MappedProperty> {
  /** What of our document it concerns; null: a property of the service that nothing fills. */
  readonly key: Key | null;
  readonly property: string | null;
  readonly text: string;
  /** true: nothing could be saved like this, so such a mapping is not taken. */
  readonly blocks: boolean;
}
/** Where the site numbers deposits itself, all that goes into their id is this word. */
const NEXT_LENGTH = 'NEXT'.length;

/** What is missing from the mapping of our deposit or does not fit the service. Empty: it fits. */
export function fitMapping(
  { service, depositIds }: Pick<DepositService, 'service' | 'depositIds'>,
  names: PropertyNames,
  request: GroupShape,
): readonly MappingFinding[] {
  const fields = DEPOSIT_PRESET.fields.map((field) => {
    const isWord = field.key === 'depositId' && depositIds === 'next' && field.need.kind === 'text';
    return isWord ? { ...field, need: { ...field.need, length: NEXT_LENGTH } } : field;
  });
  return fitPreset({ ...DEPOSIT_PRESET, fields }, service, names, request);
}

/**
 * What is missing from a mapping or does not fit the service: names that are not there, types that cannot hold the value,
 * properties too short for it, one property for two values, required properties that nothing fills. Empty: it fits.
 */
export function fitPreset<Key extends string, Level extends string>(
  preset: Preset<Key, Level>,
  service: string,
  names: NamesOf<Key>,
  request: GroupShape,
): readonly MappingFinding<Key>[] {
  return [
    ...missingNames(preset, service, names),
    ...mappedShapes(preset, names, request).flatMap((mapped): MappingFinding<Key>[] => {
      const { field, name, property } = mapped;
      if (!isFound(mapped))
        return [{ key: field.key, property: name, text: `${whyMissing(service, mapped)}.`, blocks: true }];
      if (property?.kind !== 'leaf') return [];
      const misfit = misfitOf(field.need, property.type);
      if (misfit === null) return [];
      const text = `${name} (${typeWords(property)}) ${misfit.text} ${field.label}.`;
      return [{ key: field.key, property: name, text, blocks: misfit.blocks }];
    }),
    ...usedTwice(preset, names, request),
    ...unfilled(preset, names, request),
  ];
}

/** What stands in a collection that a service may do without is missing only where it has that collection. */
function missingNames<Key extends string, Level extends string>(
  { fields, levels }: Preset<Key, Level>,
  service: string,
  names: NamesOf<Key>,
): MappingFinding<Key>[] {
  const absent = new Set(
    levels.flatMap(({ level, collection, elseAbove }) => {
      const isOptional = fields.some(({ key, isRequired }) => key === collection && !isRequired);
      return isOptional && elseAbove === undefined && names[collection] === undefined ? [level] : [];
    }),
  );
  return fields
    .filter(({ key, level, isRequired }) => isRequired && names[key] === undefined && !absent.has(level))
    .map(({ key, label }) => ({
      key,
      property: null,
      text: `No property of ${service} is chosen for ${label}.`,
      blocks: true,
    }));
}

interface Misfit {
  /** Goes before the field's name, e.g. `is too short for`. */
  readonly text: string;
  readonly blocks: boolean;
}

/** Why a type cannot hold what a field needs; null when it can. Numbers and dates may stand in a text that is long enough. */
export function misfitOf(need: FieldNeed, type: LeafType): Misfit | null {
  const wrong = { text: 'is the wrong type for', blocks: true };
  switch (need.kind) {
    case 'rows':
      return wrong;
    case 'text':
      return type.kind === 'string' ? textMisfit(need, type) : wrong;
    case 'date':
      return type.kind === 'date' ? null : heldAsText(type, 10, wrong);
    case 'amount':
      if (type.kind !== 'decimal') return heldAsText(type, 16, wrong);
      return type.fractionDigits === null || type.fractionDigits >= 2
        ? null
        : { text: 'has too few decimals for', blocks: true };
    case 'count': {
      if (type.kind !== 'int' && type.kind !== 'decimal') return heldAsText(type, need.digits, wrong);
      const whole =
        type.totalDigits === null
          ? null
          : type.totalDigits - (type.kind === 'decimal' ? (type.fractionDigits ?? 0) : 0);
      return whole === null || whole >= need.digits
        ? null
        : { text: `has room for ${whole} digits, not the ${need.digits} of`, blocks: false };
    }
  }
}

function textMisfit(
  need: Extract<FieldNeed, { kind: 'text' }>,
  type: Extract<LeafType, { kind: 'string' }>,
): Misfit | null {
  if (type.values !== null)
    return need.isCode ? null : { text: 'takes only listed values, which cannot be', blocks: true };
  if (type.maxLength === null || type.maxLength >= need.length) return null;
  const text = `is too short for the ${need.length} characters of`;
  return { text, blocks: need.isAlways || need.isCode };
}

function heldAsText(type: LeafType, length: number, wrong: Misfit): Misfit | null {
  if (type.kind !== 'string' || type.values !== null) return wrong;
  if (type.maxLength === null || type.maxLength >= length) return null;
  return { text: `is too short for the ${length} characters of`, blocks: true };
}

function usedTwice<Key extends string, Level extends string>(
  preset: Preset<Key, Level>,
  names: NamesOf<Key>,
  request: GroupShape,
): MappingFinding<Key>[] {
  const seen = new Map<string, string>();
  return mappedShapes(preset, names, request).flatMap(({ field, name, where }): MappingFinding<Key>[] => {
    const place = `${where}.${name}`;
    const first = seen.get(place);
    seen.set(place, first ?? field.label);
    if (first === undefined) return [];
    const text = `${name} in ${where} cannot take both ${first} and ${field.label}.`;
    return [{ key: field.key, property: name, text, blocks: true }];
  });
}

/** Required properties that get no value: a key repeated from the rows above under the very same name is filled from there. */
function unfilled<Key extends string, Level extends string>(
  preset: Preset<Key, Level>,
  names: NamesOf<Key>,
  request: GroupShape,
): MappingFinding<Key>[] {
  const levels = levelShapes(preset, names, request);
  const mapped = mappedShapes(preset, names, request);
  const filledIn = (shape: GroupShape) =>
    new Set(mapped.filter((each) => each.shape === shape).map(({ name }) => name));
  const findings: MappingFinding<Key>[] = [];
  const known = new Map<Level, ReadonlySet<string>>();
  const looked = new Set<GroupShape>();
  const look = (level: Level, above: ReadonlySet<string>): void => {
    const { shape = null, where = '' } = levels.get(level) ?? {};
    if (shape === null) return void known.set(level, above);
    const filled = filledIn(shape);
    known.set(level, new Set([...above, ...filled]));
    if (looked.has(shape)) return;
    looked.add(shape);
    for (const property of shape.properties) {
      const isInherited = property.kind === 'leaf' && above.has(property.name);
      if (property.minOccurs === 0 || filled.has(property.name) || isInherited) continue;
      const what = property.kind === 'group' ? 'collection' : typeWords(property);
      const text = `${property.name} (${what}) in ${where} is required, and nothing fills it.`;
      findings.push({ key: null, property: property.name, text, blocks: true });
    }
  };
  look(preset.root.level, new Set());
  for (const { level, parent } of preset.levels) look(level, known.get(parent) ?? new Set());
  return findings;
}
