import { splitLines } from './split-lines.ts';
import { createValueScanner, type ValueScanner } from './value-scanner.ts';

/** One JSON value of a file, or why there is none, with the line on which it begins. */
export type JsonValueAt =
  | { readonly line: number; readonly value: unknown; readonly text: string }
  | { readonly line: number; readonly fault: string };

/**
 * The JSON values of a file, one by one and with flat memory: one a line (JSON lines), the elements of an array, or objects written one
 * after the other over many lines. A value that is broken is named by its line, and reading goes on with the next one.
 */
export async function* jsonValues(chunks: AsyncIterable<string>): AsyncGenerator<JsonValueAt> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head = '';
  let step = await iterator.next();
  while (step.done !== true && (head += step.value).trim() === '') step = await iterator.next();
  const rest = restOf(head, iterator);
  if (head.trimStart().startsWith('[')) yield* arrayElements(rest);
  else yield* objects(rest);
}

async function* restOf(head: string, iterator: AsyncIterator<string>): AsyncGenerator<string> {
  yield head;
  for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) yield step.value;
}

async function* arrayElements(chunks: AsyncIterable<string>): AsyncGenerator<JsonValueAt> {
  const scanner = createValueScanner('elements');
  for await (const chunk of chunks) for (const found of scanner.push(chunk)) yield parsed(found.text, found.line);
  const open = scanner.end();
  const unclosed = scanner.openArray();
  if (open !== null) yield { line: open, fault: 'the file ends in the middle of it' };
  else if (unclosed !== null)
    yield { line: unclosed, fault: 'the file ends before its list does: the rest of it is missing' };
}

async function* objects(chunks: AsyncIterable<string>): AsyncGenerator<JsonValueAt> {
  let scanner = createValueScanner('objects');
  let size = 0;
  for await (const { line, text } of splitLines(chunks)) {
    const openAt = scanner.end();
    const own = mayBeWhole(text, scanner) ? parsed(text, line) : null;
    if (own !== null && 'value' in own) {
      // A line that is an object of its own ends one that was begun before and never ended.
      if (openAt !== null) yield { line: openAt, fault: 'it is not whole: the next object begins before its end' };
      scanner = createValueScanner('objects');
      yield own;
      continue;
    }
    if (openAt === null) {
      scanner = createValueScanner('objects', line);
      size = 0;
    }
    for (const found of scanner.push(`${text}\n`)) yield parsed(found.text, found.line);
    size += text.length;
    const fault = scanner.isBare() ? NOT_JSON : size > LARGEST ? TOO_LARGE : null;
    if (fault === null) continue;
    yield { line: scanner.end() ?? line, fault };
    scanner = createValueScanner('objects');
  }
  const open = scanner.end();
  if (open !== null) yield { line: open, fault: 'the file ends in the middle of it' };
}

/** Characters of one object over many lines; a list of more is to be written one object a line. */
const LARGEST = 134_217_728;
const TOO_LARGE = 'one object is too large to be read whole; write one object a line';
const NOT_JSON = 'it is not JSON';

/** Whether the line may be an object of its own: between two, or where the one that has begun cannot go on like that. */
function mayBeWhole(text: string, scanner: ValueScanner): boolean {
  if (!/^\s*\{.*\}\s*$/.test(text)) return false;
  return scanner.end() === null || (text.startsWith('{"') && !scanner.awaitsValue());
}

function parsed(text: string, line: number): JsonValueAt {
  try {
    return { line, value: JSON.parse(text) as unknown, text };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { line, fault: `it is not JSON: ${shortened(error.message)}` };
  }
}

/** The engine's own words without the excerpt of the text, which may be of customers. */
function shortened(message: string): string {
  return message.replace(/,? *"[\s\S]*$/, '').replace(/ in JSON.*$/, '');
}
