import { createHash } from 'node:crypto';
import { nextNumber, type Books } from './books-schema.ts';
import type { Action, ComponentDefinition, FieldType, LevelDefinition, PropertyDefinition } from './component.ts';
import type { Shape } from './message-shape.ts';

/** Messages of a service as its schemas have them, as far as it has the operation. */
export type MessageShapes = Readonly<
  Partial<Record<Action, { readonly request: Shape; readonly response: Shape | null; readonly fault: Shape | null }>>
>;

/**
 * The component behind a service of which only the messages are known. Its levels are those of all messages together.
 * A property is a key when a message says so: keys of Get, keys in `detail` of Create, key information of faults, the
 * prefix KEYPROP_; a level of which none says so has its first required property as key. EFFDT makes a key
 * effective-dated.
 */
export function folderComponent(name: string, shapes: MessageShapes): ComponentDefinition {
  const getRoot = shapes.Get?.response ?? null;
  const roots = [shapes.Create, shapes.Updatedata, shapes.Update].flatMap((messages) => messages?.request ?? []);
  const merged = mergeShapes(name, [...roots, ...(getRoot === null ? [] : [withRequestNames(getRoot, roots)])]);
  const keyNames = leafNames(shapes.Get?.request ?? createKeys(shapes, name));
  const faultKeys = Object.values(shapes).flatMap(({ fault }) => leafNames(named(fault, 'keyinformation')));
  const table = `folder_${hash(JSON.stringify([name, merged, keyNames, faultKeys]))}`;
  const level = new LevelReader(table, new Set(faultKeys)).read(merged, keyNames, []);
  const root = { ...level, name, properties: level.properties.map((property) => withGetName(property, getRoot)) };
  const columnsOf = (shape: Shape | null | undefined) => columnsNamed(root, leafNames(shape ?? null));
  const keys = root.properties.filter((property) => property.key === true).map((property) => property.column);
  const findKeys = columnsOf(shapes.Find?.request);
  const findList = columnsOf(named(shapes.Find?.response ?? null, name));
  const numbered = root.properties.findLast(
    ({ key, type }) => key === true && type.kind === 'char' && type.length >= 4,
  );
  return {
    name,
    root,
    keys,
    findKeys,
    findList: findList.length > 0 ? findList : keys,
    ...(numbered === undefined ? {} : { autoNumber: numberedBy(numbered, table) }),
    stamp: () => ({}),
    saveEdit: () => ({ refusals: [], warnings: [] }),
  };
}

/** Makes the tables that keep the component's rows, unless an earlier run has made them. */
export function createFolderTables(books: Books, level: LevelDefinition, above: readonly string[] = []): void {
  const own = level.properties.filter((property) => property.inherited !== true).map((property) => property.column);
  const numbered = level.autoColumn === undefined ? [] : [level.autoColumn];
  const columns = [...above, ...numbered, ...own];
  const ownKeys = level.properties.filter((property) => property.key === true && property.inherited !== true);
  const keys = [...above, ...numbered, ...ownKeys.map((property) => property.column)];
  books.exec(`CREATE TABLE IF NOT EXISTS ${level.table}(${columns.join(', ')}, PRIMARY KEY(${keys.join(', ')}))`);
  for (const child of level.collections) createFolderTables(books, child, keys);
}

class LevelReader {
  readonly #table: string;
  readonly #faultKeys: ReadonlySet<string>;
  #levels = 0;

  constructor(table: string, faultKeys: ReadonlySet<string>) {
    this.#table = table;
    this.#faultKeys = faultKeys;
  }

  read(shape: Shape, rootKeys: readonly string[], above: readonly PropertyDefinition[]): LevelDefinition {
    const id = this.#levels;
    this.#levels += 1;
    const leaves = (shape.children ?? []).filter((child) => child.leaf !== undefined);
    const keys = id === 0 && rootKeys.length > 0 ? rootKeys : this.#keysOf(leaves);
    const properties = leaves.map((leaf, index) => {
      const repeated = above.find(({ name }) => bare(name) === bare(leaf.name));
      return property(leaf, `c${id}_${index}`, keys.includes(leaf.name), repeated);
    });
    const ownKeys = properties.filter(({ key, inherited }) => key === true && inherited !== true);
    const dated = ownKeys.find(({ name, type }) => type.kind === 'date' && /^EFFDT(_\d+)?$/.test(bare(name)));
    const groups = (shape.children ?? []).filter((child) => child.children !== undefined);
    return {
      name: shape.name,
      table: `${this.#table}_${id}`,
      properties,
      ...(ownKeys.length === 0 ? { autoColumn: `row_${id}` } : {}),
      ...(dated === undefined ? {} : { effectiveDate: dated.column }),
      collections: groups.map((group) => this.read(group, [], [...above, ...ownKeys])),
    };
  }

  #keysOf(leaves: readonly Shape[]): readonly string[] {
    const said = leaves.filter(({ name }) => name.startsWith('KEYPROP_') || this.#faultKeys.has(name));
    const keys = said.length > 0 ? said : leaves.filter(({ min }) => min > 0).slice(0, 1);
    return keys.map(({ name }) => name);
  }
}

function property(
  leaf: Shape,
  column: string,
  isKey: boolean,
  repeated: PropertyDefinition | undefined,
): PropertyDefinition {
  const type = leaf.leaf ?? { kind: 'char', length: 0 };
  const isRepeated = isKey && repeated !== undefined;
  return {
    name: leaf.name,
    column: isRepeated ? repeated.column : column,
    type: isKey && type.kind === 'char' ? { ...type, upper: true } : type,
    ...(isKey ? { key: true } : {}),
    ...(isRepeated ? { inherited: true } : {}),
    required: leaf.min > 0,
    ...defaultOf(leaf.name, type),
  };
}

/** What PeopleSoft stores for what was not given: active for a status, zero for a number. */
function defaultOf(name: string, type: FieldType): Pick<PropertyDefinition, 'defaultValue'> {
  if (/^EFF_STATUS(_\d+)?$/.test(bare(name))) return { defaultValue: () => 'A' };
  if (type.kind === 'number') return { defaultValue: () => 0 };
  const isNumber = type.kind === 'exact' && (type.form === 'int' || type.form === 'decimal');
  return isNumber ? { defaultValue: () => '0' } : {};
}

function numberedBy(
  { column, type }: PropertyDefinition,
  table: string,
): NonNullable<ComponentDefinition['autoNumber']> {
  const length = type.kind === 'char' ? Math.min(type.length, 10) : 0;
  return { column, next: ({ books }) => String(nextNumber(books, `${table}_number`)).padStart(length, '0') };
}

function mergeShapes(name: string, shapes: readonly Shape[]): Shape {
  const [first] = shapes;
  if (first === undefined) throw new Error(`The service of ${name} has no message with its properties.`);
  const children = shapes.flatMap((shape) => shape.children ?? []);
  const merged = [...Map.groupBy(children, (child) => child.name).values()].map((same) => {
    const [one] = same;
    return one?.children === undefined ? one : mergeShapes(one.name, same);
  });
  return { ...first, children: merged.filter((shape) => shape !== undefined) };
}

/** A Get response in the names of requests: its top-level keys are spelled PROP_ there. */
function withRequestNames(response: Shape, requests: readonly Shape[]): Shape {
  const known = new Set(requests.flatMap((request) => request.children ?? []).map(({ name }) => name));
  const children = (response.children ?? []).map((child) => {
    const asKey = `KEYPROP_${bare(child.name)}`;
    return !known.has(child.name) && known.has(asKey) ? { ...child, name: asKey } : { ...child, min: 0 };
  });
  return { ...response, children };
}

function withGetName(one: PropertyDefinition, getRoot: Shape | null): PropertyDefinition {
  const names = leafNames(getRoot);
  const spelled = [one.name, `PROP_${bare(one.name)}`, bare(one.name)].find((name) => names.includes(name));
  return spelled === undefined ? one : { ...one, getName: spelled };
}

function createKeys(shapes: MessageShapes, name: string): Shape | null {
  return named(named(shapes.Create?.response ?? null, 'detail'), name);
}

/** The first element of that name below a shape. */
function named(shape: Shape | null, name: string): Shape | null {
  for (const child of shape?.children ?? []) {
    const found = child.name === name ? child : named(child, name);
    if (found !== null) return found;
  }
  return null;
}

function leafNames(shape: Shape | null): string[] {
  return (shape?.children ?? []).filter((child) => child.leaf !== undefined).map((child) => child.name);
}

function columnsNamed(level: LevelDefinition, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const exact = level.properties.find((one) => one.name === name);
    const close = exact ?? level.properties.find((one) => bare(one.name) === bare(name));
    return close === undefined ? [] : [close.column];
  });
}

function bare(name: string): string {
  return name.replace(/^(KEYPROP|PROP)_/, '');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
