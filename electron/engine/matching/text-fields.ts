/** The text members of a stored JSON object; others are left out. */
export function textFields(json: string): Readonly<Record<string, string>> {
  if (json === '{}') return NONE;
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) return NONE;
  const fields = Object.entries(value);
  const isText = (field: [string, unknown]): field is [string, string] => typeof field[1] === 'string';
  // What was read is as good as a copy of it, where there is nothing to leave out.
  return !Array.isArray(value) && fields.every(isText)
    ? (value as Record<string, string>)
    : Object.fromEntries(fields.filter(isText));
}

const NONE: Readonly<Record<string, string>> = {};
