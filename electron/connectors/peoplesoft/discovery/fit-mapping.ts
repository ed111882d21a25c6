import type { DepositService } from '../../../../shared/contract/profile.ts';
import type { GroupShape, LeafType } from '../soap/schema-model.ts';
import { isFound, whyMissing } from './mapped-properties.ts';
import { levelShapes, mappedShapes } from './mapped-shapes.ts';
import { MAPPING_FIELDS, type FieldNeed, type MappedProperty, type PropertyNames } from './mapping-fields.ts';
import { typeWords } from './property-words.ts';

export interface MappingFinding {
  /** What of our deposit it concerns; null: a property of the service that nothing fills. */
  readonly key: MappedProperty | null;
  readonly property: string | null;
  readonly text: string;
  /** true: no deposit could be saved like this, so such a mapping is not taken. */
  readonly blocks: boolean;
}
/** Where the site numbers deposits itself, all that goes into their id is this word. */
const NEXT_LENGTH = 'NEXT'.length;

/**
 * What is missing from a mapping or does not fit the service: names that are not there, types that cannot hold the value,
 * properties too short for it, one property for two values, required properties that nothing fills. Empty: it fits.
 */
export function fitMapping(
  service: Pick<DepositService, 'service' | 'depositIds'>,
  names: PropertyNames,
  request: GroupShape,
): readonly MappingFinding[] {
  return [
    ...missingNames(service.service, names),
    ...mappedShapes(names, request).flatMap((mapped): MappingFinding[] => {
      const { field, name, property } = mapped;
      if (!isFound(mapped))
        return [{ key: field.key, property: name, text: `${whyMissing(service.service, mapped)}.`, blocks: true }];
      if (property?.kind !== 'leaf') return [];
      const misfit = misfitOf(needOf(field.key, field.need, service.depositIds), property.type);
      if (misfit === null) return [];
      const text = `${name} (${typeWords(property)}) ${misfit.text} ${field.label}.`;
      return [{ key: field.key, property: name, text, blocks: misfit.blocks }];
    }),
    ...usedTwice(names, request),
    ...unfilled(names, request),
  ];
}

function missingNames(service: string, names: PropertyNames): MappingFinding[] {
  return MAPPING_FIELDS.filter((field) => field.isRequired && names[field.key] === undefined).map((field) => ({
    key: field.key,
    property: null,
    text: `No property of ${service} is chosen for ${field.label}.`,
    blocks: true,
  }));
}

function needOf(key: MappedProperty, need: FieldNeed, depositIds: DepositService['depositIds']): FieldNeed {
  return key === 'depositId' && depositIds === 'next' && need.kind === 'text' ? { ...need, length: NEXT_LENGTH } : need;
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

function usedTwice(names: PropertyNames, request: GroupShape): MappingFinding[] {
  const seen = new Map<string, string>();
  return mappedShapes(names, request).flatMap(({ field, name, where }): MappingFinding[] => {
    const place = `${where}.${name}`;
    const first = seen.get(place);
    seen.set(place, first ?? field.label);
    if (first === undefined) return [];
    const text = `${name} in ${where} cannot take both ${first} and ${field.label}.`;
    return [{ key: field.key, property: name, text, blocks: true }];
  });
}

/** Required properties that get no value: a key repeated from the rows above under the very same name is filled from there. */
function unfilled(names: PropertyNames, request: GroupShape): MappingFinding[] {
  const levels = levelShapes(names, request);
  const mapped = mappedShapes(names, request);
  const filledIn = (shape: GroupShape) =>
    new Set(mapped.filter((each) => each.shape === shape).map(({ name }) => name));
  const findings: MappingFinding[] = [];
  const look = (shape: GroupShape | null, where: string, above: ReadonlySet<string>): ReadonlySet<string> => {
    if (shape === null) return above;
    const filled = filledIn(shape);
    for (const property of shape.properties) {
      const isInherited = property.kind === 'leaf' && above.has(property.name);
      if (property.minOccurs === 0 || filled.has(property.name) || isInherited) continue;
      const what = property.kind === 'group' ? 'collection' : typeWords(property);
      const text = `${property.name} (${what}) in ${where} is required, and nothing fills it.`;
      findings.push({ key: null, property: property.name, text, blocks: true });
    }
    return new Set([...above, ...filled]);
  };
  const { where } = levels;
  const inDeposit = look(levels.deposit, where.deposit, new Set());
  const inPayment = look(levels.payment, where.payment, inDeposit);
  if (levels.customer !== levels.payment) look(levels.customer, where.customer, inPayment);
  look(levels.item, where.item, inPayment);
  return findings;
}
