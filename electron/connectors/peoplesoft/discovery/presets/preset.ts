/** What a property must be able to hold. `isAlways`: every value has that length, so that a shorter property can never do. */
export type FieldNeed =
  | { readonly kind: 'text'; readonly length: number; readonly isAlways: boolean; readonly isCode: boolean }
  | { readonly kind: 'count'; readonly digits: number }
  | { readonly kind: 'amount' }
  | { readonly kind: 'date' }
  | { readonly kind: 'rows' };

/** One value of a document of ours that a property of the site's service takes. */
export interface PresetField<Key extends string = string, Level extends string = string> {
  readonly key: Key;
  readonly level: Level;
  readonly label: string;
  readonly isRequired: boolean;
  readonly need: FieldNeed;
  /** Record field names that mean it, the likeliest first, without any prefix. */
  readonly names: readonly string[];
}

/** Rows of a document below its first level. */
export interface PresetLevel<Key extends string = string, Level extends string = string> {
  readonly level: Level;
  readonly parent: Level;
  /** The field whose property is the collection of these rows. */
  readonly collection: Key;
  /** What marks the collection: the one that holds most of these is it. */
  readonly marks: readonly Key[];
  /** Where a service may have these values in the rows above instead: how to say so, and how to say that it has neither. */
  readonly elseAbove?: { readonly here: string; readonly none: string };
  /** What to call the rows while their collection is not known. */
  readonly where: string;
}

/** Values of a document by field: text, or rows under the field of their collection. */
export interface PresetRow {
  readonly [key: string]: string | readonly PresetRow[];
}

/**
 * A document of ours as a site's component interface may take it: what it holds, under which record field names that is likely to
 * be found, and a made-up example for a dry run. The proposal of a mapping starts from it; nothing in it is relied upon.
 */
export interface Preset<Key extends string = string, Level extends string = string> {
  readonly name: string;
  readonly title: string;
  /** Services that are likely to take it, the likeliest first. */
  readonly services: readonly string[];
  readonly root: { readonly level: Level; readonly where: string };
  /** In the order in which their collections are chosen, each behind its parent. */
  readonly levels: readonly PresetLevel<Key, Level>[];
  readonly fields: readonly PresetField<Key, Level>[];
  readonly example: PresetRow;
}

/** A code has values of the site's own, so a property may list those it takes. */
export const code = (length: number): FieldNeed => ({ kind: 'text', length, isAlways: false, isCode: true });
/** A code of exactly that length. */
export const fixedCode = (length: number): FieldNeed => ({ kind: 'text', length, isAlways: true, isCode: true });
export const text = (length: number, isAlways = false): FieldNeed => ({
  kind: 'text',
  length,
  isAlways,
  isCode: false,
});
export const count = (digits: number): FieldNeed => ({ kind: 'count', digits });
export const AMOUNT: FieldNeed = { kind: 'amount' };
export const DATE: FieldNeed = { kind: 'date' };
export const ROWS: FieldNeed = { kind: 'rows' };

/** A field that a service must have a property for. */
export function needed<Key extends string, Level extends string>(
  key: Key,
  level: Level,
  label: string,
  need: FieldNeed,
  names: readonly string[],
): PresetField<Key, Level> {
  return { key, level, label, isRequired: true, need, names };
}

/** A field that is left out where a service has no property for it. */
export function optional<Key extends string, Level extends string>(
  key: Key,
  level: Level,
  label: string,
  need: FieldNeed,
  names: readonly string[],
): PresetField<Key, Level> {
  return { key, level, label, isRequired: false, need, names };
}
