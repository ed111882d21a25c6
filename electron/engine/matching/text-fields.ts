/** The text members of a stored JSON object; others are left out. */
export function textFields(json: string): Record<string, string> {
  if (json === '{}') return {};
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
