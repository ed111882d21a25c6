export interface TextLine {
  /** From 1. */
  readonly line: number;
  /** Without its line end (LF or CRLF). */
  readonly text: string;
}

/** The lines of a text that comes in pieces. */
export async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<TextLine> {
  let line = 0;
  // Joined only once a line is whole: a long one would otherwise be copied with each piece.
  let held: string[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
      held.push(chunk.slice(from, at));
      from = at + 1;
      yield { line: ++line, text: withoutReturn(held.join('')) };
      held = [];
    }
    if (from < chunk.length) held.push(chunk.slice(from));
  }
  if (held.length > 0) yield { line: ++line, text: withoutReturn(held.join('')) };
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
