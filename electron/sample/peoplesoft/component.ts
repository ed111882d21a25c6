import type { Books } from './books-schema.ts';
import type { CatalogMessage } from './message-catalog.ts';

/**
 * A leaf's type, as it shows in the schema: character length, whole digits, or a signed decimal of digits and decimals.
 * `exact` values are kept as text in their shortest form, of any size, for services that are known only by their files.
 */
export type FieldType =
  | {
      readonly kind: 'exact';
      readonly form: 'int' | 'decimal' | 'time' | 'dateTime' | 'boolean';
      readonly digits: number;
      readonly decimals: number;
    }
  | { readonly kind: 'char'; readonly length: number; readonly upper?: boolean }
  | { readonly kind: 'number'; readonly digits: number }
  | { readonly kind: 'decimal'; readonly digits: number; readonly decimals: number }
  | { readonly kind: 'date' };

/** A column's value: text, a whole number, or thousandths for decimals. */
export type FieldValue = string | number;

export interface PropertyDefinition {
  /** Element name in requests and, below level 0, in Get responses. */
  readonly name: string;
  /** Element name in Get responses where it is another one. */
  readonly getName?: string;
  readonly column: string;
  readonly type: FieldType;
  readonly key?: boolean;
  /** A key of a level above that this level repeats: it must say the same as there. */
  readonly inherited?: boolean;
  readonly required?: boolean;
  readonly defaultValue?: (today: string) => FieldValue;
  /** Translate edit: the only values accepted. */
  readonly translate?: readonly string[];
  /**
   * Prompt edit: a query with named parameters for columns of the row and of its parents; no row means an invalid
   * value.
   */
  readonly prompt?: string;
}

/** A record of the component: level 0, or a collection (scroll) below another level. */
export interface LevelDefinition {
  /** Element name of a collection; the component's own name at level 0. */
  readonly name: string;
  readonly table: string;
  readonly properties: readonly PropertyDefinition[];
  /** Column that the component numbers from 1 itself and does not expose. */
  readonly autoColumn?: string;
  /** Key column by which the rows of this level are effective-dated. */
  readonly effectiveDate?: string;
  readonly collections: readonly LevelDefinition[];
}

/** One row of a component buffer: values by column, which columns the request named, and the rows below it. */
export interface BufferRow {
  readonly values: Record<string, FieldValue>;
  readonly given: ReadonlySet<string>;
  readonly collections: ReadonlyMap<string, readonly BufferRow[]>;
}

export interface SaveContext {
  readonly books: Books;
  readonly user: string;
  readonly nowMs: number;
  readonly today: string;
  readonly depositIds: 'next' | 'given';
  /** Whether effective-dated rows of the past are worked with, or only the current and future ones. */
  readonly history: 'current' | 'all';
}

/** A component and what its interface exposes. Everything but the two hooks is data. */
export interface ComponentDefinition {
  readonly name: string;
  readonly root: LevelDefinition;
  /** Columns of level 0 that Create and Get need, and those that Find takes and lists. */
  readonly keys: readonly string[];
  readonly findKeys: readonly string[];
  readonly findList: readonly string[];
  /** Key column that numbers itself when it is blank or `NEXT`; `next` gives null where the site does not number. */
  readonly autoNumber?: { readonly column: string; readonly next: (context: SaveContext) => string | null };
  /** Columns that no interface exposes, stamped on a row when it is inserted. */
  readonly stamp: (
    level: string,
    values: Readonly<Record<string, FieldValue>>,
    context: SaveContext,
  ) => Record<string, FieldValue>;
  /**
   * Edits of the whole component before it is saved (create) or after the rows changed (update): refusals, and
   * warnings.
   */
  readonly saveEdit: (row: BufferRow, mode: 'create' | 'update', context: SaveContext) => SaveEdit;
}

export interface SaveEdit {
  readonly refusals: readonly CatalogMessage[];
  readonly warnings: readonly CatalogMessage[];
}

/** The five operations of a generated service with their suffix and the root element's action. */
export const OPERATIONS = [
  { action: 'Create', suffix: 'C' },
  { action: 'Find', suffix: 'F' },
  { action: 'Get', suffix: 'G' },
  { action: 'Update', suffix: 'UP' },
  { action: 'Updatedata', suffix: 'UD' },
] as const;
export type Action = (typeof OPERATIONS)[number]['action'];

/** A property of level 0 by column; throws when the definition does not have it. */
export function rootProperty(component: ComponentDefinition, column: string): PropertyDefinition {
  const property = component.root.properties.find((candidate) => candidate.column === column);
  if (!property) throw new Error(`Component ${component.name} has no property for column ${column}.`);
  return property;
}

/** How a property is spelled in a Get response: the top-level key loses KEYPROP_ for PROP_. */
export function getResponseName(property: PropertyDefinition, isRoot: boolean): string {
  if (property.getName !== undefined) return property.getName;
  return isRoot ? property.name.replace(/^KEYPROP_/, 'PROP_') : property.name;
}
