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
 * How a CSV file is written: its delimiter (the one that cuts its first rows into equally many cells, and into most) and its header.
 * Throws `BAD_INPUT` for a file without a header and for column names that stand twice.
 */
export async function readHead(chunks: AsyncIterable<string>, shown: string): Promise<CsvHead> {
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

/** Cells in the header, less what does not agree with it in the rows below. */
function scoreOf(rows: readonly CsvRow[]): number {
  const [head, ...rest] = rows;
  if (head === undefined || !('cells' in head)) return -1;
  const columns = head.cells.length;
  const same = rest.filter((row) => 'cells' in row && row.cells.length === columns).length;
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
