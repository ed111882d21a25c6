import type {
  BufferRow,
  ComponentDefinition,
  FieldValue,
  LevelDefinition,
  PropertyDefinition,
  SaveContext,
} from './component.ts';
import { ComponentRefusal, MESSAGES, type CatalogMessage } from './message-catalog.ts';
import { prepared } from './prepared.ts';

/** Values of the rows above a row, so that prompts can look at them, and the keys that name the row in a fault. */
interface Above {
  readonly values: Readonly<Record<string, FieldValue>>;
  readonly keys: Readonly<Record<string, string>>;
}

/**
 * Applies defaults and numbering, then required, translate and prompt edits to a new row and the rows below it. Returns
 * the completed row. Stops at the first property that is refused (ComponentRefusal with its row's keys), as the
 * component processor does.
 */
export function editNewRow(
  row: BufferRow,
  level: LevelDefinition,
  component: ComponentDefinition,
  context: SaveContext,
  above: Above = { values: {}, keys: {} },
): BufferRow {
  const own = completeValues(row, level, context, above.values);
  refuseOtherParent(row, level, above);
  const keys = { ...above.keys, ...keysOf(own, level) };
  // Parents' values stay visible to prompts; a level's own column wins over a parent's of the same name.
  const visible = { ...above.values, ...own };
  for (const property of level.properties) {
    const refusals = editProperty(property, own, visible, component, context);
    if (refusals.length > 0) throw new ComponentRefusal(refusals, keys);
  }
  const collections = new Map<string, BufferRow[]>();
  for (const child of level.collections) {
    const rows = row.collections.get(child.name) ?? [];
    const edited = rows.map((each) => editNewRow(each, child, component, context, { values: visible, keys }));
    refuseDuplicateRows(edited, child, keys);
    collections.set(child.name, edited);
  }
  return { values: own, given: row.given, collections };
}

/** Edits only the columns that a request gave for a row that exists already. */
export function editGivenValues(
  row: BufferRow,
  level: LevelDefinition,
  component: ComponentDefinition,
  context: SaveContext,
  visible: Readonly<Record<string, FieldValue>>,
): void {
  const refusals = level.properties
    .filter((property) => row.given.has(property.column))
    .flatMap((property) => editProperty(property, row.values, visible, component, context));
  if (refusals.length > 0) throw new ComponentRefusal(refusals, keysOf(visible, level));
}

/** The key properties of a row by name, for a fault's key information. */
export function keysOf(values: Readonly<Record<string, FieldValue>>, level: LevelDefinition): Record<string, string> {
  const keys = level.properties.filter((property) => property.key === true);
  return Object.fromEntries(keys.map((property) => [property.name, String(values[property.column] ?? '')]));
}

/** A key of a row above that is repeated here must be that row's, or ask for the number that row was given. */
function refuseOtherParent(row: BufferRow, level: LevelDefinition, above: Above): void {
  const other = level.properties.find(
    ({ inherited, column }) =>
      inherited === true && !['', 'NEXT', above.values[column]].includes(row.values[column] ?? ''),
  );
  if (other !== undefined) throw new ComponentRefusal([MESSAGES.conflictingKey(other.name)], above.keys);
}

function completeValues(
  row: BufferRow,
  level: LevelDefinition,
  context: SaveContext,
  above: Readonly<Record<string, FieldValue>>,
): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const { column, defaultValue, type, inherited } of level.properties) {
    const value = inherited === true ? (above[column] ?? '') : (row.values[column] ?? '');
    if (value !== '') values[column] = value;
    else if (defaultValue) values[column] = defaultValue(context.today);
    else values[column] = type.kind === 'number' || type.kind === 'decimal' ? Number.NaN : '';
  }
  return values;
}

function editProperty(
  property: PropertyDefinition,
  own: Readonly<Record<string, FieldValue>>,
  visible: Readonly<Record<string, FieldValue>>,
  component: ComponentDefinition,
  context: SaveContext,
): CatalogMessage[] {
  const value = own[property.column];
  const where = `${component.name}.${property.name}`;
  if (value === '' || value === undefined || Number.isNaN(value))
    return property.required === true ? [MESSAGES.required(property.name), MESSAGES.errorChanging(where)] : [];
  if (property.translate && !property.translate.includes(String(value)))
    return [MESSAGES.translate(), MESSAGES.errorChanging(where)];
  if (property.prompt && !prepared(context.books, property.prompt).get(visible))
    return [MESSAGES.invalidPrompt(), MESSAGES.errorChanging(where)];
  return [];
}

function refuseDuplicateRows(
  rows: readonly BufferRow[],
  level: LevelDefinition,
  parentKeys: Readonly<Record<string, string>>,
): void {
  if (level.autoColumn !== undefined) return;
  const seen = new Set<string>();
  for (const row of rows) {
    const keys = keysOf(row.values, level);
    const identity = JSON.stringify(keys);
    if (seen.has(identity)) throw new ComponentRefusal([MESSAGES.duplicateRow()], { ...parentKeys, ...keys });
    seen.add(identity);
  }
}
