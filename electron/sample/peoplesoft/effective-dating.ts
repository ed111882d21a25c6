import type { BufferRow, FieldValue, LevelDefinition, SaveContext } from './component.ts';
import { ownKeyColumns } from './component-rows.ts';

type Values = Readonly<Record<string, FieldValue>>;

/**
 * The rows that a page without history shows: of each effective-dated series the current row (the latest one not after
 * today) and the future ones. Source: PeopleBooks, "Update/Display" action mode.
 */
export function withoutHistory(row: BufferRow, level: LevelDefinition, context: SaveContext): BufferRow {
  const collections = new Map<string, BufferRow[]>();
  for (const child of level.collections) {
    const rows = row.collections.get(child.name) ?? [];
    const values = rows.map((each) => each.values);
    const shown = rows.filter((each) => !isPast(each.values, values, child, context));
    collections.set(
      child.name,
      shown.map((each) => withoutHistory(each, child, context)),
    );
  }
  return { ...row, collections };
}

/**
 * Whether a row lies before the current one of its series; always false where history is open or rows have no dates.
 */
export function isPast(
  row: Values,
  siblings: readonly Values[],
  level: LevelDefinition,
  context: SaveContext,
): boolean {
  const current = currentDate(row, siblings, level, context);
  return current !== null && level.effectiveDate !== undefined && String(row[level.effectiveDate]) < current;
}

/** The date of the current row of the series that `row` belongs to; null where there is none or it does not matter. */
export function currentDate(
  row: Values,
  siblings: readonly Values[],
  level: LevelDefinition,
  context: SaveContext,
): string | null {
  const date = level.effectiveDate;
  if (date === undefined || context.history === 'all') return null;
  const others = ownKeyColumns(level).filter((column) => column !== date);
  const dates = siblings
    .filter((sibling) => others.every((column) => sibling[column] === row[column]))
    .map((sibling) => String(sibling[date]))
    .filter((value) => value <= context.today);
  return dates.toSorted().at(-1) ?? null;
}
