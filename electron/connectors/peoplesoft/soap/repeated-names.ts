const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * Names that stand twice in one object of a JSON text, of which `JSON.parse` keeps the last without a word. The text
 * must have been parsed: it is not checked again.
 */
export function repeatedNames(json: string): readonly string[] {
  const repeated = new Set<string>();
  /** Names of the objects that are open; null for an open array. */
  const open: (Set<string> | null)[] = [];
  let isNameNext = false;
  for (const [token] of json.matchAll(TOKEN)) {
    const names = open.at(-1) ?? null;
    if (token.startsWith('"') && isNameNext && names !== null) {
      const name = String(JSON.parse(token));
      if (names.has(name)) repeated.add(name);
      names.add(name);
    }
    if (token === '{') open.push(new Set());
    if (token === '[') open.push(null);
    if (token === '}' || token === ']') open.pop();
    isNameNext = token === '{' || (token === ',' && open.at(-1) !== null);
  }
  return [...repeated];
}
