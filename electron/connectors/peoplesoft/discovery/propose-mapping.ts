import { bareName } from '../soap/validate-document.ts';
import type { GroupShape, LeafShape, PropertyShape } from '../soap/schema-model.ts';
import { misfitOf } from './fit-mapping.ts';
import {
  MAPPING_FIELDS,
  mappingField,
  type MappedProperty,
  type MappingField,
  type MappingLevel,
  type PropertyNames,
} from './mapping-fields.ts';

export interface ProposedProperty {
  readonly key: MappedProperty;
  /** The property's name at the site; null where none is likely. */
  readonly name: string | null;
  /** Why this one, or why none; a sentence for a person. */
  readonly reason: string;
}

/**
 * Proposes a property for each value of our deposit, from the Create request of a site's service: collections by what they
 * contain, single properties by the record field they are named after (with or without KEYPROP_, PROP_, COLL_, a site's own
 * prefix or the `_0` of a repeated name) and by whether their type can hold the value. The same request gives the same
 * proposal, whatever the order of its properties. What remains open or does not fit is told by `fitMapping`.
 */
export function proposeMapping(request: GroupShape): readonly ProposedProperty[] {
  const payments = chooseCollection('payments', request, ['paymentId', 'paymentAmount', 'paymentSeq', 'paymentMethod']);
  const items = chooseCollection('items', payments.group, ['item', 'itemLine', 'itemAmount', 'itemBusinessUnit']);
  const customers = chooseCollection('customers', payments.group, ['custId'], items.group);
  const shapes: Readonly<Record<MappingLevel, GroupShape | null>> = {
    deposit: request,
    payment: payments.group,
    customer: customers.group ?? payments.group,
    item: items.group,
  };
  const collections = new Map([payments, items, customers].map(({ proposed }) => [proposed.key, proposed]));
  const singles = new Map<MappedProperty, ProposedProperty>();
  for (const shape of new Set(Object.values(shapes))) {
    const fields = MAPPING_FIELDS.filter((each) => each.need.kind !== 'rows' && shapes[each.level] === shape);
    for (const proposed of shape === null ? fields.map(withoutRows) : assign(fields, shape))
      singles.set(proposed.key, proposed);
  }
  return MAPPING_FIELDS.flatMap(({ key }) => collections.get(key) ?? singles.get(key) ?? []);
}

/** The proposed names alone. */
export function proposedNames(proposal: readonly ProposedProperty[]): PropertyNames {
  return Object.fromEntries(proposal.flatMap(({ key, name }) => (name === null ? [] : [[key, name]])));
}

interface ChosenCollection {
  readonly group: GroupShape | null;
  readonly proposed: ProposedProperty;
}

/** The collection that holds the most of what marks it; its name only decides between equals. */
function chooseCollection(
  key: MappedProperty,
  parent: GroupShape | null,
  marks: readonly MappedProperty[],
  taken: GroupShape | null = null,
): ChosenCollection {
  const field = mappingField(key);
  const none = (reason: string): ChosenCollection => ({ group: null, proposed: { key, name: null, reason } });
  if (parent === null) return none('The payments have to be chosen first.');
  const candidates = parent.properties
    .filter((property): property is GroupShape => property.kind === 'group' && property !== taken)
    .map((group) => ({ group, held: held(group, marks), likeness: likeness(field, group.name)?.score ?? 0 }))
    .filter(({ held: names }) => names.length > 0)
    .toSorted(
      (a, b) => b.held.length - a.held.length || b.likeness - a.likeness || (a.group.name < b.group.name ? -1 : 1),
    );
  const [best, second] = candidates;
  if (best === undefined) return none(noCollection(field, parent, marks));
  const also =
    second !== undefined && second.held.length === best.held.length ? ` ${second.group.name} holds as much.` : '';
  const reason = `It holds ${best.held.join(', ')}.${also}`;
  return { group: best.group, proposed: { key, name: best.group.name, reason } };
}

function noCollection(field: MappingField, parent: GroupShape, marks: readonly MappedProperty[]): string {
  const where = deeper(parent, marks, '');
  if (where !== null)
    return `Only ${where} looks like it, which lies too deep: a payment stands right below its deposit.`;
  const holdsItself = held(parent, marks).length > 0;
  if (field.key === 'customers')
    return holdsItself ? 'The payment itself names its customer.' : 'No collection of a payment holds a customer.';
  const wanted = marks.map((mark) => mappingField(mark).names[0]).join(', ');
  return `No collection there holds any of ${wanted}.`;
}

function deeper(parent: GroupShape, marks: readonly MappedProperty[], above: string): string | null {
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
function held(group: GroupShape, marks: readonly MappedProperty[]): readonly string[] {
  const fields = marks.map(mappingField);
  return group.properties
    .filter(({ kind, name }) => kind === 'leaf' && fields.some((each) => (likeness(each, name)?.score ?? 0) >= SURE))
    .map(({ name }) => name)
    .toSorted();
}

function withoutRows({ key }: MappingField): ProposedProperty {
  return { key, name: null, reason: 'Its collection has to be chosen first.' };
}

interface Likely {
  readonly field: MappingField;
  readonly leaf: LeafShape;
  readonly score: number;
  readonly reason: string;
}

/** Gives each field its likeliest property and each property to one field: the surest pairs first. */
function assign(fields: readonly MappingField[], shape: GroupShape): readonly ProposedProperty[] {
  const leaves = shape.properties.filter((property): property is LeafShape => isLeaf(property));
  const pairs = fields
    .flatMap((field) => leaves.flatMap((leaf) => likely(field, leaf) ?? []))
    .toSorted((a, b) => b.score - a.score || fields.indexOf(a.field) - fields.indexOf(b.field) || byName(a, b));
  const given = new Map<MappedProperty, Likely>();
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

function byName(a: Likely, b: Likely): number {
  return a.leaf.name < b.leaf.name ? -1 : 1;
}

/** A type that cannot hold the value speaks against all but the exact name: that one is proposed, and the misfit told. */
function likely(field: MappingField, leaf: LeafShape): Likely | null {
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
function likeness(field: MappingField, name: string): { readonly score: number; readonly reason: string } | null {
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
