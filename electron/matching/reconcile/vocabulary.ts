/** Which rows of a side hold which tokens, both ways, in columns. Tokens of both sides have one numbering. */
export interface TokenLists {
  /** Tokens of row `r`, rising: `tokens[start[r]] .. tokens[start[r + 1] - 1]`. */
  readonly start: Int32Array;
  readonly tokens: Int32Array;
  /** Rows that hold token `t`, rising: `rows[rowStart[t]] .. rows[rowStart[t + 1] - 1]`. */
  readonly rowStart: Int32Array;
  readonly rows: Int32Array;
}

export interface Vocabulary {
  readonly size: number;
  readonly texts: readonly string[];
  readonly left: TokenLists;
  readonly right: TokenLists;
}

/** Numbers the tokens of both sides (in the order of their text) and lists who holds them. */
export function vocabularyOf(left: readonly (readonly string[])[], right: readonly (readonly string[])[]): Vocabulary {
  const distinct = new Set<string>();
  for (const side of [left, right]) for (const row of side) for (const token of row) distinct.add(token);
  const texts = [...distinct].sort();
  const numbers = new Map(texts.map((text, number) => [text, number]));
  const numbered = (side: readonly (readonly string[])[]) =>
    tokenLists(
      side.map((row) => row.map((token) => numbers.get(token) ?? 0)),
      texts.length,
    );
  return { size: texts.length, texts, left: numbered(left), right: numbered(right) };
}

/** Lists of tokens that are numbered below `size`; a token counts once a row. */
export function tokenLists(given: readonly (readonly number[])[], size: number): TokenLists {
  const start = new Int32Array(given.length + 1);
  const flat: number[] = [];
  const rowStart = new Int32Array(size + 1);
  for (const [row, tokens] of given.entries()) {
    const rising = [...new Set(tokens)].sort((one, other) => one - other);
    for (const token of rising) {
      flat.push(token);
      rowStart[token + 1] = (rowStart[token + 1] ?? 0) + 1;
    }
    start[row + 1] = flat.length;
  }
  for (let token = 0; token < size; token++) rowStart[token + 1] = (rowStart[token + 1] ?? 0) + (rowStart[token] ?? 0);
  const next = rowStart.slice();
  const rows = new Int32Array(flat.length);
  for (let row = 0; row < given.length; row++)
    for (let at = start[row] ?? 0; at < (start[row + 1] ?? 0); at++) {
      const token = flat[at] ?? 0;
      const place = next[token] ?? 0;
      rows[place] = row;
      next[token] = place + 1;
    }
  return { start, tokens: Int32Array.from(flat), rowStart, rows };
}

/** How many rows hold a token. */
export function holders(lists: TokenLists, token: number): number {
  return (lists.rowStart[token + 1] ?? 0) - (lists.rowStart[token] ?? 0);
}

/** Tokens that only one of the sides has. */
export function aloneTokens(vocabulary: Vocabulary): { readonly left: number[]; readonly right: number[] } {
  const left: number[] = [];
  const right: number[] = [];
  for (let token = 0; token < vocabulary.size; token++) {
    if (holders(vocabulary.right, token) === 0) left.push(token);
    else if (holders(vocabulary.left, token) === 0) right.push(token);
  }
  return { left, right };
}
