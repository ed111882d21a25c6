/** One row of a CSV file: the line it begins on (from 1) and its cells; or why it cannot be read. */
export type CsvRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly column: number; readonly fault: string };

/** A cell in quotes of more characters than this is refused: most likely its quotes were never closed, and memory has to end somewhere. */
const LONGEST_CELL = 16_000_000;

/**
 * Reads CSV by RFC 4180, strictly and with flat memory: cells in quotes may hold the delimiter, line ends and doubled quotes; a quote
 * anywhere else, or text behind a closing one, makes its row a fault, and reading goes on with the next line. Blank lines are left out.
 */
export async function* readCsv(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRow> {
  const reader = new CsvReader(delimiter);
  for await (const chunk of chunks) yield* reader.push(chunk);
  yield* reader.end();
}

type Place = 'start' | 'plain' | 'quoted' | 'quoteSeen' | 'skipping';

class CsvReader {
  readonly #delimiter: string;
  #place: Place = 'start';
  #cells: string[] = [];
  #cell = '';
  #line = 1;
  #rowLine = 1;
  #fault: { readonly column: number; readonly fault: string } | null = null;
  #wasReturn = false;
  #found: CsvRow[] = [];

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  push(chunk: string): readonly CsvRow[] {
    this.#found = [];
    let from = 0;
    while (from < chunk.length)
      from = this.#place === 'plain' ? this.#readPlain(chunk, from) : this.#readSign(chunk, from);
    return this.#found;
  }

  end(): readonly CsvRow[] {
    this.#found = [];
    if (this.#place === 'quoted') this.#fail('its quotes are never closed');
    if (this.#place !== 'start' || this.#cells.length > 0) this.#endRow();
    return this.#found;
  }

  /** The rest of a cell without quotes at once: most of a file is that. */
  #readPlain(chunk: string, from: number): number {
    let at = from;
    for (; at < chunk.length; at += 1) {
      const sign = chunk[at];
      if (sign === this.#delimiter || sign === '\n' || sign === '\r' || sign === '"') break;
    }
    this.#cell += chunk.slice(from, at);
    return at < chunk.length ? this.#readSign(chunk, at) : at;
  }

  #readSign(chunk: string, at: number): number {
    const sign = chunk[at] ?? '';
    if (sign === '\n' && this.#wasReturn && this.#place === 'start' && this.#cells.length === 0) {
      this.#wasReturn = false;
      return at + 1;
    }
    this.#wasReturn = false;
    if (sign === '\n' || (sign === '\r' && this.#place !== 'quoted')) this.#readLineEnd(sign);
    else if (this.#place === 'quoted') this.#readQuoted(sign);
    else if (this.#place === 'skipping') return at + 1;
    else if (sign === this.#delimiter) this.#endCell();
    else if (sign === '"') this.#readQuote();
    else if (this.#place === 'quoteSeen') this.#skip('text stands behind its closing quote');
    else {
      this.#place = 'plain';
      this.#cell += sign;
    }
    return at + 1;
  }

  #readQuoted(sign: string): void {
    if (sign === '"') this.#place = 'quoteSeen';
    else this.#cell += sign;
    if (this.#cell.length > LONGEST_CELL) this.#skip('its quotes are not closed within 16 million characters');
  }

  #readQuote(): void {
    if (this.#place === 'start') this.#place = 'quoted';
    else if (this.#place === 'quoteSeen') {
      this.#cell += '"';
      this.#place = 'quoted';
    } else this.#skip('a quote stands in the middle of it');
  }

  #readLineEnd(sign: string): void {
    if (sign === '\n') this.#line += 1;
    if (this.#place === 'quoted') {
      this.#cell += sign;
      return;
    }
    this.#wasReturn = sign === '\r';
    if (sign === '\r') this.#line += 1;
    this.#endRow();
  }

  #endCell(): void {
    this.#cells.push(this.#cell);
    this.#cell = '';
    this.#place = 'start';
  }

  #skip(fault: string): void {
    this.#fail(fault);
    this.#cell = '';
    this.#place = 'skipping';
  }

  #fail(fault: string): void {
    this.#fault ??= { column: this.#cells.length + 1, fault };
  }

  #endRow(): void {
    this.#endCell();
    const isBlank = this.#cells.length === 1 && this.#cells[0] === '';
    if (this.#fault !== null) this.#found.push({ line: this.#rowLine, ...this.#fault });
    else if (!isBlank) this.#found.push({ line: this.#rowLine, cells: this.#cells });
    this.#cells = [];
    this.#fault = null;
    this.#rowLine = this.#line;
  }
}
