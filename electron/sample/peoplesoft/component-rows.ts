import type { Books } from './books-schema.ts';
import type { BufferRow, ComponentDefinition, FieldValue, LevelDefinition, SaveContext } from './component.ts';
import { prepared } from './prepared.ts';

/** Key columns and values of a row, from level 0 down. */
export type RowKey = Readonly<Record<string, FieldValue>>;

/** Key columns that a level adds to those of its parents. */
export function ownKeyColumns(level: LevelDefinition): string[] {
  const columns = level.properties
    .filter((property) => property.key === true && property.inherited !== true)
    .map((property) => property.column);
  return level.autoColumn === undefined ? columns : [...columns, level.autoColumn];
}

/** A stored row by its full key, or undefined. */
export function findRow(books: Books, level: LevelDefinition, key: RowKey): Record<string, FieldValue> | undefined {
  return prepared<Record<string, FieldValue>>(books, `SELECT * FROM ${level.table} WHERE ${whereKey(key)}`).get(key);
}

/** Stored rows of a level below the row with that full key, in order of their own keys. */
export function childRows(books: Books, level: LevelDefinition, key: RowKey): Record<string, FieldValue>[] {
  return prepared<Record<string, FieldValue>>(
    books,
    `SELECT * FROM ${level.table} WHERE ${whereKey(key)} ORDER BY ${ownKeyColumns(level).join(', ')}`,
  ).all(key);
}

/** Loads a stored row and everything below it. */
export function loadRow(books: Books, level: LevelDefinition, key: RowKey): BufferRow | undefined {
  const values = findRow(books, level, key);
  return values ? withCollections(books, level, values, key) : undefined;
}

function withCollections(
  books: Books,
  level: LevelDefinition,
  values: Record<string, FieldValue>,
  key: RowKey,
): BufferRow {
  const collections = new Map<string, BufferRow[]>();
  for (const child of level.collections) {
    const loaded = childRows(books, child, key).map((row) =>
      withCollections(books, child, row, { ...key, ...pick(row, ownKeyColumns(child)) }),
    );
    collections.set(child.name, loaded);
  }
  return { values, given: new Set(), collections };
}

/** Inserts a complete row and everything below it; `parentKey` holds the key columns of the levels above. */
export function insertRow(
  row: BufferRow,
  level: LevelDefinition,
  component: ComponentDefinition,
  context: SaveContext,
  parentKey: RowKey,
): void {
  const number =
    level.autoColumn === undefined ? {} : { [level.autoColumn]: nextAutoNumber(context.books, level, parentKey) };
  const values = { ...parentKey, ...number, ...row.values };
  const columns = { ...values, ...component.stamp(level.name, values, context) };
  const names = Object.keys(columns);
  prepared(
    context.books,
    `INSERT INTO ${level.table}(${names.join(', ')}) VALUES (${names.map((name) => `:${name}`).join(', ')})`,
  ).run(columns);
  const key = { ...parentKey, ...pick(columns, ownKeyColumns(level)) };
  for (const child of level.collections)
    for (const each of row.collections.get(child.name) ?? []) insertRow(each, child, component, context, key);
}

/** Changes the given non-key columns of a stored row. */
export function updateRow(books: Books, level: LevelDefinition, key: RowKey, changes: RowKey): void {
  const names = Object.keys(changes);
  if (names.length === 0) return;
  const assignments = names.map((name) => `${name} = :${name}`).join(', ');
  prepared(books, `UPDATE ${level.table} SET ${assignments} WHERE ${whereKey(key)}`).run({ ...changes, ...key });
}

/** The named columns of a row. */
export function pick(
  values: Readonly<Record<string, FieldValue>>,
  columns: readonly string[],
): Record<string, FieldValue> {
  return Object.fromEntries(columns.map((column) => [column, values[column] ?? '']));
}

function whereKey(key: RowKey): string {
  return Object.keys(key)
    .map((column) => `${column} = :${column}`)
    .join(' AND ');
}

function nextAutoNumber(books: Books, level: LevelDefinition, parentKey: RowKey): number {
  const row = prepared<{ n: number }>(
    books,
    `SELECT COALESCE(MAX(${level.autoColumn ?? ''}), 0) + 1 AS n FROM ${level.table} WHERE ${whereKey(parentKey)}`,
  ).get(parentKey);
  return row?.n ?? 1;
}
