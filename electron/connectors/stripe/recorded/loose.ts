/** A JSON object whose shape is still to be found out. */
export type Loose = Readonly<Record<string, unknown>>;

export function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** The id that a reference is, expanded or not. */
export function referenceOf(value: unknown): string | null {
  return isLoose(value) ? textOf(value['id']) : textOf(value);
}

/** The rows of a list object, or of the bare array that lists once were. */
export function rowsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isLoose(value) && Array.isArray(value['data']) ? value['data'] : [];
}

/** `value` with each of `fields` filled in where it has none. */
export function withDefaults(value: Loose, fields: Loose): Loose {
  const missing = Object.entries(fields).filter(([name]) => value[name] === undefined);
  return { ...value, ...Object.fromEntries(missing) };
}
