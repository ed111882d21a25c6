/** The text members of a stored JSON object; others are left out. */
export function textFields(json: string): Readonly<Record<string, string>> {
  if (json === '{}') return NONE;
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) return NONE;
  // What was read is as good as a copy of it, where there is nothing to leave out.
  if (holdsTexts(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const NONE: Readonly<Record<string, string>> = {};

function holdsTexts(value: object): value is Readonly<Record<string, string>> {
  return !Array.isArray(value) && Object.values(value).every((each) => typeof each === 'string');
}
