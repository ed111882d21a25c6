import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { readCsv, type CsvRow } from './csv-reader.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Rows looked at to find out how a file is written. */
const LOOKED_AT = 50;
const HEAD_CHARACTERS = 400_000;

export interface CsvHead {
  readonly delimiter: string;
  /** Names of the columns, without blanks around them. */
  readonly headers: readonly string[];
}

/**
 * What becomes of a header that does not name each column by words of its own. `strict`: it is refused, for the file is read by its names
 * alone. `toldApart`: columns without a name or with a repeated one get one by their place, for a person says which she means.
 */
export type HeaderRule = 'strict' | 'toldApart';

/**
 * How a CSV file is written: its delimiter (the one that cuts its first rows into equally many cells, and into most) and its header.
 * Throws `BAD_INPUT` for a file without a header and, where that is strict, for numbers in it and for names that stand twice.
 */
export async function readHead(
  chunks: AsyncIterable<string>,
  shown: string,
  rule: HeaderRule = 'strict',
): Promise<CsvHead> {
  const text = await headOf(chunks);
  let best: { readonly delimiter: string; readonly rows: readonly CsvRow[]; readonly score: number } | null = null;
  for (const delimiter of DELIMITERS) {
    const rows = await firstRows(text, delimiter);
    const score = scoreOf(rows);
    if (best === null || score > best.score) best = { delimiter, rows, score };
  }
  const first = best?.rows[0];
  if (best === null || first === undefined || !('cells' in first) || first.cells.every((cell) => cell.trim() === ''))
    throw bad(`${shown}: the file has no header.`, 'Its first line must name its columns.');
  const headers = first.cells.map((cell) => cell.trim());
  if (rule === 'toldApart') return { delimiter: best.delimiter, headers: toldApart(headers) };
  refuseNumbers(shown, headers);
  refuseRepeated(shown, headers);
  return { delimiter: best.delimiter, headers };
}

async function headOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) if ((text += chunk).length >= HEAD_CHARACTERS) break;
  return text;
}

async function firstRows(text: string, delimiter: string): Promise<readonly CsvRow[]> {
  const rows: CsvRow[] = [];
  async function* whole(): AsyncGenerator<string> {
    yield text;
  }
  for await (const row of readCsv(whole(), delimiter)) if (rows.push(row) >= LOOKED_AT) break;
  return rows;
}

/** `A, , A` becomes `A (1), column 2, A (2)`; a name that stands once stays as it is. */
function toldApart(headers: readonly string[]): string[] {
  const taken = new Set(headers);
  const free = (name: (number: number) => string, from: number): string => {
    let number = from;
    while (taken.has(name(number))) number += 1;
    taken.add(name(number));
    return name(number);
  };
  const isRepeated = (name: string) => headers.indexOf(name) !== headers.lastIndexOf(name);
  return headers.map((name, at) => {
    if (name === '') return free((number) => `column ${number}`, at + 1);
    return isRepeated(name) ? free((number) => `${name} (${number})`, 1) : name;
  });
}

/** Cells in the header, less what does not agree with it in the rows below; a sign that only the header holds parts nothing. */
function scoreOf(rows: readonly CsvRow[]): number {
  const [head, ...rest] = rows;
  if (head === undefined || !('cells' in head)) return -1;
  const columns = head.cells.length;
  const same = rest.filter((row) => 'cells' in row && row.cells.length === columns).length;
  const isUsed = columns === 1 || rest.length === 0 || rest.some((row) => 'fault' in row || row.cells.length > 1);
  if (!isUsed) return -1;
  return (columns - 1) * (rest.length === 0 ? 1 : same / rest.length);
}

function refuseNumbers(shown: string, headers: readonly string[]): void {
  const number = headers.find((name) => /^[-+]?\d[\d.,]*$/.test(name));
  if (number === undefined) return;
  throw bad(
    `${shown}: the first line is no header, it holds the number ${number}.`,
    'The first line must name the columns.',
  );
}

function refuseRepeated(shown: string, headers: readonly string[]): void {
  const twice = [...new Set(headers.filter((name, index) => headers.indexOf(name) !== index))];
  if (twice.length === 0) return;
  const names = twice.map((name) => (name === '' ? '(no name)' : name)).join(', ');
  throw bad(`${shown}: column names stand twice in the header: ${names}.`, 'Give each column a name of its own.');
}

function bad(message: string, nextStep: string): TieoutError {
  return new TieoutError('BAD_INPUT', message, { nextStep });
}
