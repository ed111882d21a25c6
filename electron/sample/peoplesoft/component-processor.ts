import type { BufferRow, ComponentDefinition, FieldValue, LevelDefinition, SaveContext } from './component.ts';
import { editGivenValues, editNewRow, keysOf } from './component-edits.ts';
import {
  childRows,
  findRow,
  insertRow,
  loadRow,
  ownKeyColumns,
  pick,
  updateRow,
  type RowKey,
} from './component-rows.ts';
import { currentDate, isPast, withoutHistory } from './effective-dating.ts';
import { ComponentRefusal, MESSAGES, type CatalogMessage } from './message-catalog.ts';
import { prepared } from './prepared.ts';

const NEXT = 'NEXT';

export interface Saved {
  readonly keys: Readonly<Record<string, FieldValue>>;
  readonly warnings: readonly CatalogMessage[];
}

/**
 * Adds a new component, all rows or none. A key of `NEXT` (or blank) is numbered. Throws ComponentRefusal: (91,49) for
 * a key that exists, edit messages with the row's keys otherwise.
 */
export function createComponent(component: ComponentDefinition, request: BufferRow, context: SaveContext): Saved {
  return inTransaction(context, () => {
    const numbered = numberKey(component, request, context);
    const key = pick(numbered.values, component.keys);
    if (findRow(context.books, component.root, key))
      throw new ComponentRefusal([MESSAGES.rowExists(component.name)], keysOf(key, component.root));
    const row = editNewRow(numbered, component.root, component, context);
    const edit = component.saveEdit(row, 'create', context);
    if (edit.refusals.length > 0) throw new ComponentRefusal(edit.refusals, keysOf(key, component.root));
    insertRow(row, component.root, component, context, {});
    return { keys: key, warnings: edit.warnings };
  });
}

/** Reads a component by its full key; throws ComponentRefusal (91,50) when there is none. */
export function getComponent(component: ComponentDefinition, request: BufferRow, context: SaveContext): BufferRow {
  const key = fullKey(component, request);
  const row = loadRow(context.books, component.root, key);
  if (!row) throw new ComponentRefusal([MESSAGES.noSuchRow(component.name)], keysOf(key, component.root));
  return withoutHistory(row, component.root, context);
}

/** Level-0 rows whose find keys begin with what was given (numbers are equal to it), by key, at most `cap`. */
export function findComponents(
  component: ComponentDefinition,
  request: BufferRow,
  context: SaveContext,
  cap: number,
): Record<string, FieldValue>[] {
  const columns = component.findKeys.filter((column) => (request.values[column] ?? '') !== '');
  const conditions = columns.map((column) =>
    typeof request.values[column] === 'number'
      ? `${column} = :${column}`
      : `substr(${column}, 1, length(:${column})) = :${column}`,
  );
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return prepared<Record<string, FieldValue>>(
    context.books,
    `SELECT ${component.findList.join(', ')} FROM ${component.root.table} ${where}
     ORDER BY ${component.keys.join(', ')} LIMIT :row_cap`,
  ).all({ ...pick(request.values, columns), row_cap: cap });
}

/**
 * Update and Updatedata of an existing component. Update only adds rows below level 0 and says nothing about data of
 * rows that exist; Updatedata changes rows, each of which must be there. Throws ComponentRefusal.
 */
export function updateComponent(
  component: ComponentDefinition,
  request: BufferRow,
  context: SaveContext,
  mode: 'Update' | 'Updatedata',
): Saved {
  return inTransaction(context, () => {
    const key = fullKey(component, request);
    if (!findRow(context.books, component.root, key))
      throw new ComponentRefusal([MESSAGES.noSuchRow(component.name)], keysOf(key, component.root));
    if (mode === 'Update') addRows(request, component.root, component, context, key);
    else changeRow(request, component.root, component, context, key);
    const saved = loadRow(context.books, component.root, key);
    if (!saved) throw new Error(`Component ${component.name} vanished while it was updated.`);
    const edit = component.saveEdit(saved, 'update', context);
    if (edit.refusals.length > 0) throw new ComponentRefusal(edit.refusals, keysOf(key, component.root));
    return { keys: key, warnings: edit.warnings };
  });
}

function inTransaction(context: SaveContext, work: () => Saved): Saved {
  return context.books.transaction(work).immediate();
}

function numberKey(component: ComponentDefinition, request: BufferRow, context: SaveContext): BufferRow {
  const { autoNumber } = component;
  if (!autoNumber) return request;
  const asked = request.values[autoNumber.column] ?? '';
  if (asked !== NEXT && asked !== '') return request;
  const number = autoNumber.next(context);
  if (number === null) throw new ComponentRefusal([MESSAGES.idRequired()], keysOf(request.values, component.root));
  const values = { ...request.values, [autoNumber.column]: number };
  return { ...request, values };
}

function fullKey(component: ComponentDefinition, request: BufferRow): RowKey {
  const missing = component.root.properties.filter(
    (property) => component.keys.includes(property.column) && (request.values[property.column] ?? '') === '',
  );
  if (missing.length > 0)
    throw new ComponentRefusal(
      missing.map((property) => MESSAGES.required(property.name)),
      keysOf(request.values, component.root),
    );
  return pick(request.values, component.keys);
}

function addRows(
  row: BufferRow,
  level: LevelDefinition,
  component: ComponentDefinition,
  context: SaveContext,
  key: RowKey,
): void {
  const stored = findRow(context.books, level, key) ?? {};
  for (const child of level.collections)
    for (const each of row.collections.get(child.name) ?? []) {
      const childKey = { ...key, ...pick(each.values, ownKeyColumns(child)) };
      const isThere = child.autoColumn === undefined && findRow(context.books, child, childKey) !== undefined;
      if (isThere) {
        addRows(each, child, component, context, childKey);
        continue;
      }
      const siblings = child.effectiveDate === undefined ? [] : childRows(context.books, child, key);
      const current = currentDate(each.values, siblings, child, context);
      const date = String(each.values[child.effectiveDate ?? ''] ?? '');
      if (current !== null && date < current)
        throw new ComponentRefusal([MESSAGES.pastRow(date, current)], keysOf({ ...stored, ...each.values }, child));
      const edited = editNewRow(each, child, component, context, { values: stored, keys: keysOf(stored, level) });
      insertRow(edited, child, component, context, key);
    }
}

function changeRow(
  row: BufferRow,
  level: LevelDefinition,
  component: ComponentDefinition,
  context: SaveContext,
  key: RowKey,
  siblings: () => readonly RowKey[] = () => [],
): void {
  const stored = findRow(context.books, level, key);
  const isClosed = stored !== undefined && isPast(stored, siblings(), level, context);
  if (!stored || isClosed)
    throw new ComponentRefusal([MESSAGES.collectionRow(level.name)], keysOf({ ...key, ...row.values }, level));
  const changed = level.properties.filter((property) => row.given.has(property.column) && property.key !== true);
  const changes: Record<string, FieldValue> = {};
  for (const { column, type } of changed) {
    const value = row.values[column] ?? '';
    changes[column] = value === '' && (type.kind === 'number' || type.kind === 'decimal') ? 0 : value;
  }
  editGivenValues(row, level, component, context, { ...stored, ...changes });
  updateRow(context.books, level, key, changes);
  for (const child of level.collections)
    for (const each of row.collections.get(child.name) ?? [])
      changeRow(each, child, component, context, { ...key, ...pick(each.values, ownKeyColumns(child)) }, () =>
        childRows(context.books, child, key),
      );
}
