import { leafObjection } from './leaf-text.ts';
import type { SchemaFinding } from './schema-finding.ts';
import type { CiDocument, GroupShape, PropertyShape } from './schema-model.ts';

const ofMapping = (text: string): SchemaFinding => ({ fault: 'mapping', text });
const ofRow = (text: string): SchemaFinding => ({ fault: 'row', text });

/**
 * Everything in `document` that the site's schema objects to, one sentence each, naming the property by its path; empty when
 * it may be sent. PeopleSoft itself drops or blanks much of this silently, so nothing leaves with a finding. A required text
 * may be blank only where that means any value: keys of a Find. Each document of ours gives a value to every mapped property, so what
 * is missing is missing in the mapping.
 */
export function validateDocument(
  document: CiDocument,
  shape: GroupShape,
  blankKeys: 'refused' | 'anyValue' = 'refused',
): readonly SchemaFinding[] {
  return validateGroup(document, shape, '', blankKeys);
}

function validateGroup(
  row: CiDocument,
  shape: GroupShape,
  path: string,
  blankKeys: 'refused' | 'anyValue',
): readonly SchemaFinding[] {
  const known = new Set(shape.properties.map((property) => property.name));
  const unknown = Object.keys(row)
    .filter((name) => !known.has(name))
    .map((name) => ofMapping(`${path}${name} is not a property of this service${suggestion(name, known)}`));
  return [
    ...unknown,
    ...shape.properties.flatMap((property) => validateProperty(valueOf(row, property.name), property, path, blankKeys)),
  ];
}

function validateProperty(
  value: string | readonly CiDocument[] | undefined,
  shape: PropertyShape,
  path: string,
  blankKeys: 'refused' | 'anyValue',
): readonly SchemaFinding[] {
  const name = `${path}${shape.name}`;
  if (value === undefined) return shape.minOccurs === 0 ? [] : [ofMapping(`${name} is required and missing`)];
  if (shape.kind === 'leaf') {
    if (typeof value !== 'string') return [ofMapping(`${name} is a single value, but rows were given`)];
    if (value === '')
      return shape.minOccurs > 0 && blankKeys === 'refused'
        ? [ofRow(`${name} is required and empty`)]
        : blankObjection(name, shape.type.kind);
    const objection = leafObjection(value, shape.type);
    return objection === null ? [] : [ofRow(`${name} ${objection}`)];
  }
  if (typeof value === 'string') return [ofMapping(`${name} is a collection, but a single value was given`)];
  if (value.length < shape.minOccurs)
    return [ofRow(`${name} needs at least ${shape.minOccurs} row(s), ${value.length} given`)];
  if (shape.maxOccurs !== 'unbounded' && value.length > shape.maxOccurs)
    return [ofRow(`${name} takes at most ${shape.maxOccurs} row(s), ${value.length} given`)];
  return value.flatMap((row, index) => validateGroup(row, shape, `${name}[${index + 1}].`, blankKeys));
}

/** Only text can be blank: an empty number or date breaks its type. */
function blankObjection(name: string, kind: string): readonly SchemaFinding[] {
  return kind === 'string' ? [] : [ofRow(`${name} is empty; leave it out instead`)];
}

/** Own properties only: a property called `constructor` must not find the one of every object. */
export function valueOf(row: CiDocument, name: string): string | readonly CiDocument[] | undefined {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

/** PeopleSoft's own prefixes are the usual slip: the same field is KEYPROP_X in one place and PROP_X or X in another. */
function suggestion(name: string, known: ReadonlySet<string>): string {
  const close = [...known].find((candidate) => bareName(candidate).toUpperCase() === bareName(name).toUpperCase());
  return close === undefined ? '' : `; did you mean ${close}?`;
}

/** Property name without the KEYPROP_, PROP_ or COLL_ that a site may put before a field name. */
export function bareName(name: string): string {
  return name.replace(/^(KEYPROP|PROP|COLL)_/, '');
}
