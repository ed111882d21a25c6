/** The text of one JSON value and the line it begins on. */
export interface ScannedValue {
  readonly line: number;
  readonly text: string;
}
export interface ValueScanner {
  push(chunk: string): readonly ScannedValue[];
  /** The line on which a value began that has not ended; null between two. */
  end(): number | null;
  /** The line on which the array that holds the elements stands open still; null where it was closed. */
  openArray(): number | null;
  /** Whether a value has begun without any bracket: it can never end. */
  isBare(): boolean;
  /** Whether another value may stand next inside the one that has begun. */
  awaitsValue(): boolean;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const NEWLINE = 10;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/**
 * Cuts a text that comes in pieces into JSON values by its brackets alone: the elements of an array, or objects one after the other. What
 * stands in a string counts for nothing; whether a value is JSON is for its reader to find out.
 */
export function createValueScanner(what: 'elements' | 'objects', firstLine = 1): ValueScanner {
  return new BracketScanner(what === 'elements' ? 1 : 0, firstLine);
}

class BracketScanner implements ValueScanner {
  /** Open brackets under which values stand: the array's own, or none. */
  readonly #base: number;
  #line: number;
  readonly #open: number[] = [];
  #inString = false;
  #isEscaped = false;
  #last = 0;
  #startLine: number | null = null;
  #held: string[] = [];
  #from = 0;

  constructor(base: number, firstLine: number) {
    this.#base = base;
    this.#line = firstLine;
  }

  push(chunk: string): readonly ScannedValue[] {
    const found: ScannedValue[] = [];
    this.#from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at);
      if (code === NEWLINE) this.#line += 1;
      if (this.#inString) this.#readString(code);
      else if (code > 32) this.#readSign(code, chunk, at, found);
    }
    if (this.#startLine !== null && this.#from < chunk.length) this.#held.push(chunk.slice(this.#from));
    return found;
  }

  end(): number | null {
    return this.#startLine;
  }

  openArray(): number | null {
    return this.#open.length > 0 ? this.#line : null;
  }

  isBare(): boolean {
    return this.#startLine !== null && this.#open.length === 0;
  }

  awaitsValue(): boolean {
    const inside = this.#open.at(-1);
    if (inside === OPEN_ARRAY) return this.#last === OPEN_ARRAY || this.#last === COMMA;
    return inside === OPEN_OBJECT && this.#last === COLON;
  }

  /** A line end in a string is no JSON: the string is taken to end there, so that one broken line is not read on for ever. */
  #readString(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === BACKSLASH) this.#isEscaped = true;
    else if (code === QUOTE || code === NEWLINE) this.#inString = false;
  }

  #readSign(code: number, chunk: string, at: number, found: ScannedValue[]): void {
    const isOpen = code === OPEN_ARRAY || code === OPEN_OBJECT;
    const isClose = code === CLOSE_ARRAY || code === CLOSE_OBJECT;
    const depth = this.#open.length;
    const isFrame = depth < this.#base ? isOpen || isClose : isClose && depth === this.#base;
    if (isClose && depth === this.#base) this.#close(chunk, at, found);
    if (this.#startLine === null && code !== COMMA && !isFrame) {
      this.#startLine = this.#line;
      this.#from = at;
    }
    this.#last = code;
    if (code === QUOTE) this.#inString = true;
    else if (isOpen) this.#open.push(code);
    else if (isClose) {
      this.#open.pop();
      if (depth > this.#base && this.#open.length === this.#base) this.#close(chunk, at + 1, found);
    } else if (code === COMMA && depth === this.#base) this.#close(chunk, at, found);
  }

  #close(chunk: string, end: number, found: ScannedValue[]): void {
    if (this.#startLine === null) return;
    this.#held.push(chunk.slice(this.#from, end));
    found.push({ line: this.#startLine, text: this.#held.join('') });
    this.#held = [];
    this.#startLine = null;
    this.#from = end;
  }
}
