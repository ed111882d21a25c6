import { bareName } from '../soap/validate-document.ts';
import type { GroupShape, LeafShape, PropertyShape } from '../soap/schema-model.ts';
import { misfitOf } from './fit-mapping.ts';
import type { MappedProperty } from './mapping-fields.ts';
import { DEPOSIT_PRESET } from './presets/deposit.ts';
import type { Preset, PresetField, PresetLevel } from './presets/preset.ts';

export interface ProposedProperty<Key extends string = MappedProperty> {
  readonly key: Key;
  /** The property's name at the site; null where none is likely. */
  readonly name: string | null;
  /** Why this one, or why none; a sentence for a person. */
  readonly reason: string;
}

/** Proposes a property for each value of our deposit, from the Create request of a site's service. */
export function proposeMapping(request: GroupShape): readonly ProposedProperty[] {
  return proposePreset(DEPOSIT_PRESET, request);
}

/**
 * Proposes a property for each value of a document: collections by what they
 * contain, single properties by the record field they are named after (with or without KEYPROP_, PROP_, COLL_, a site's own
 * prefix or the `_0` of a repeated name) and by whether their type can hold the value. The same request gives the same
 * proposal, whatever the order of its properties. What remains open or does not fit is told by `fitPreset`.
 */
export function proposePreset<Key extends string, Level extends string>(
  preset: Preset<Key, Level>,
  request: GroupShape,
): readonly ProposedProperty<Key>[] {
  const shapes = new Map<Level, GroupShape | null>([[preset.root.level, request]]);
  const chosen = new Map<Key, ProposedProperty<Key>>();
  const taken = new Set<GroupShape>();
  for (const level of preset.levels) {
    const parent = shapes.get(level.parent) ?? null;
    const { group, proposed } = chooseCollection(preset, level, parent, taken);
    if (group !== null) taken.add(group);
    chosen.set(proposed.key, proposed);
    shapes.set(level.level, group ?? (level.elseAbove === undefined ? null : parent));
  }
  for (const shape of new Set(shapes.values())) {
    const fields = preset.fields.filter((each) => each.need.kind !== 'rows' && shapes.get(each.level) === shape);
    for (const proposed of shape === null ? fields.map(withoutRows) : assign(fields, shape))
      chosen.set(proposed.key, proposed);
  }
  return preset.fields.flatMap(({ key }) => chosen.get(key) ?? []);
}

/** The proposed names alone. */
export function proposedNames<Key extends string>(
  proposal: readonly ProposedProperty<Key>[],
): { readonly [Name in Key]?: string } {
  const names: { [Name in Key]?: string } = {};
  for (const { key, name } of proposal) if (name !== null) names[key] = name;
  return names;
}

interface ChosenCollection<Key extends string> {
  readonly group: GroupShape | null;
  readonly proposed: ProposedProperty<Key>;
}

/** The collection that holds the most of what marks it; its name only decides between equals. */
function chooseCollection<Key extends string, Level extends string>(
  preset: Preset<Key, Level>,
  level: PresetLevel<Key, Level>,
  parent: GroupShape | null,
  taken: ReadonlySet<GroupShape>,
): ChosenCollection<Key> {
  const key = level.collection;
  const field = fieldOf(preset, key);
  const marks = level.marks.map((mark) => fieldOf(preset, mark));
  const none = (reason: string): ChosenCollection<Key> => ({ group: null, proposed: { key, name: null, reason } });
  if (parent === null) return none(`The collection above has to be chosen first.`);
  const candidates = parent.properties
    .filter((property): property is GroupShape => property.kind === 'group' && !taken.has(property))
    .map((group) => ({ group, held: held(group, marks), likeness: likeness(field, group.name)?.score ?? 0 }))
    .filter(({ held: names }) => names.length > 0)
    .toSorted(
      (a, b) => b.held.length - a.held.length || b.likeness - a.likeness || (a.group.name < b.group.name ? -1 : 1),
    );
  const [best, second] = candidates;
  if (best === undefined) return none(noCollection(level, parent, marks));
  const also =
    second !== undefined && second.held.length === best.held.length ? ` ${second.group.name} holds as much.` : '';
  const reason = `It holds ${best.held.join(', ')}.${also}`;
  return { group: best.group, proposed: { key, name: best.group.name, reason } };
}

function fieldOf<Key extends string, Level extends string>(
  { name, fields }: Preset<Key, Level>,
  key: Key,
): PresetField<Key, Level> {
  const found = fields.find((each) => each.key === key);
  if (found === undefined) throw new Error(`no value of the preset ${name} is called ${key}`);
  return found;
}

function noCollection(level: PresetLevel, parent: GroupShape, marks: readonly PresetField[]): string {
  const where = deeper(parent, marks, '');
  if (where !== null)
    return `Only ${where} looks like it, which lies too deep: these rows stand right below those above them.`;
  if (level.elseAbove !== undefined)
    return held(parent, marks).length > 0 ? level.elseAbove.here : level.elseAbove.none;
  return `No collection there holds any of ${marks.map(({ names }) => names[0]).join(', ')}.`;
}

function deeper(parent: GroupShape, marks: readonly PresetField[], above: string): string | null {
  for (const property of parent.properties) {
    if (property.kind === 'leaf') continue;
    const path = `${above}${property.name}`;
    if (above !== '' && held(property, marks).length > 1) return path;
    const found = deeper(property, marks, `${path}.`);
    if (found !== null) return found;
  }
  return null;
}

/** Names of the properties that are, surely enough, the marks. */
function held(group: GroupShape, marks: readonly PresetField[]): readonly string[] {
  return group.properties
    .filter(({ kind, name }) => kind === 'leaf' && marks.some((each) => (likeness(each, name)?.score ?? 0) >= SURE))
    .map(({ name }) => name)
    .toSorted();
}

function withoutRows<Key extends string>({ key }: PresetField<Key>): ProposedProperty<Key> {
  return { key, name: null, reason: 'Its collection has to be chosen first.' };
}

interface Likely<Key extends string> {
  readonly field: PresetField<Key>;
  readonly leaf: LeafShape;
  readonly score: number;
  readonly reason: string;
}

/** Gives each field its likeliest property and each property to one field: the surest pairs first. */
function assign<Key extends string>(
  fields: readonly PresetField<Key>[],
  shape: GroupShape,
): readonly ProposedProperty<Key>[] {
  const leaves = shape.properties.filter((property): property is LeafShape => isLeaf(property));
  const pairs = fields
    .flatMap((field) => leaves.flatMap((leaf) => likely(field, leaf) ?? []))
    .toSorted((a, b) => b.score - a.score || fields.indexOf(a.field) - fields.indexOf(b.field) || byName(a, b));
  const given = new Map<Key, Likely<Key>>();
  const used = new Set<string>();
  for (const pair of pairs) {
    if (given.has(pair.field.key) || used.has(pair.leaf.name)) continue;
    given.set(pair.field.key, pair);
    used.add(pair.leaf.name);
  }
  return fields.map((field) => {
    const best = given.get(field.key);
    if (best === undefined)
      return { key: field.key, name: null, reason: `No property is named like ${field.names.slice(0, 3).join(', ')}.` };
    const rival = pairs.find((each) => each.field === field && each.score === best.score && !used.has(each.leaf.name));
    const also = rival === undefined ? '' : ` ${rival.leaf.name} is as likely.`;
    return { key: field.key, name: best.leaf.name, reason: `${best.reason}${also}` };
  });
}

function isLeaf(property: PropertyShape): property is LeafShape {
  return property.kind === 'leaf';
}

function byName(a: Likely<string>, b: Likely<string>): number {
  return a.leaf.name < b.leaf.name ? -1 : 1;
}

/** A type that cannot hold the value speaks against all but the exact name: that one is proposed, and the misfit told. */
function likely<Key extends string>(field: PresetField<Key>, leaf: LeafShape): Likely<Key> | null {
  const like = likeness(field, leaf.name);
  if (like === null) return null;
  const misfit = misfitOf(field.need, leaf.type);
  if (misfit !== null && like.score < SURE) return null;
  return { field, leaf, score: like.score - (misfit === null ? 0 : MISFIT_COSTS), reason: like.reason };
}

const EXACT = 1_000;
/** From here on a name alone says what a property is. */
const SURE = 900;
const PART = 500;
const MISFIT_COSTS = 60;

/** How much a property's name speaks for a field; null: not at all. */
function likeness(
  field: Pick<PresetField, 'names'>,
  name: string,
): { readonly score: number; readonly reason: string } | null {
  const bare = bareName(name).toUpperCase();
  const plain = bare.replace(/_\d{1,2}$/, '');
  const own = plain.replace(/^(?:[XZCU]_(?=[A-Z])|[A-Z]{2,3}_(?=[A-Z]+_))/, '');
  for (const [rank, known] of field.names.entries()) {
    const step = rank * 10;
    if (bare === known) return { score: EXACT - step, reason: exactWords(name, known) };
    if (plain === known)
      return { score: EXACT - 5 - step, reason: `It is ${known}, with the number of a repeated name.` };
    if (own === known) return { score: SURE - step / 10 + 10, reason: `It is ${known} with the site’s own prefix.` };
  }
  for (const [rank, known] of field.names.entries())
    if (known.includes('_') && `_${plain}_`.includes(`_${known}_`))
      return { score: PART - rank * 10, reason: `Its name holds ${known}.` };
  return null;
}

function exactWords(name: string, known: string): string {
  if (name === known) return `It is named ${known}.`;
  return `It is ${known} with the prefix ${name.slice(0, name.length - known.length)}.`;
}
