import type { MappedPropertyKey, MappingDiscovered } from '../../../shared/contract/mapping.ts';

export type Names = { readonly [Key in MappedPropertyKey]?: string | undefined };
export type Field = MappingDiscovered['fields'][number];
export type Property = MappingDiscovered['properties'][number];

/** Names as they stand in a list of fields: proposed or in use. */
export function namesOf(fields: readonly Field[], of: 'proposed' | 'current'): Names {
  return Object.fromEntries(fields.flatMap((field) => (field[of] === null ? [] : [[field.key, field[of]]])));
}

/** The properties that a field can take: those of the rows it lies in, of its kind, in the order of the schema. */
export function choicesFor(field: Field, names: Names, properties: readonly Property[]): readonly Property[] {
  const above = pathOf(field.level, names);
  if (above === null) return [];
  const kind = field.collection ? 'group' : 'leaf';
  return properties.filter((each) => each.kind === kind && each.path === `${above}${each.name}`);
}

/** Where a level lies, with a point at its end; null while its collection is not chosen. */
function pathOf(level: Field['level'], { payments, customers, items }: Names): string | null {
  if (level === 'deposit') return '';
  if (payments === undefined) return null;
  if (level === 'payment' || (level === 'customer' && customers === undefined)) return `${payments}.`;
  const below = level === 'customer' ? customers : items;
  return below === undefined ? null : `${payments}.${below}.`;
}

/** The same names with one set or taken away. */
export function withName(names: Names, key: MappedPropertyKey, name: string): Names {
  const rest = Object.fromEntries(Object.entries(names).filter(([other]) => other !== key));
  return name === '' ? rest : { ...rest, [key]: name };
}

export function sameNames(one: Names, other: Names): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]) as ReadonlySet<MappedPropertyKey>;
  return [...keys].every((key) => one[key] === other[key]);
}

/** What a version changes against the names in use, field by field. */
export function changesBetween(
  before: Names,
  after: Names,
  fields: readonly Field[],
): readonly { readonly label: string; readonly before: string; readonly after: string }[] {
  return fields
    .filter(({ key }) => before[key] !== after[key])
    .map(({ key, label }) => ({ label, before: before[key] ?? 'none', after: after[key] ?? 'none' }));
}
