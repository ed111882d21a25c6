import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHead } from '../../../../electron/ingest/files/csv-header.ts';
import { readCsv, type CsvRow } from '../../../../electron/ingest/files/csv-reader.ts';

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
async function read(text: string, delimiter = ',', size = 5): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  for await (const row of readCsv(pieces(text, size), delimiter)) rows.push(row);
  return rows;
}
const head = (text: string) => readHead(pieces(text, 9), 'bank.csv');

describe('CSV', () => {
  it('is read by RFC 4180: quotes, doubled quotes, line ends inside, LF and CRLF', async () => {
    expect(await read('a,b\r\n"x,""y""\nz",2\n\n"",\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x,"y"\nz', '2'] },
      { line: 5, cells: ['', ''] },
    ]);
    expect(await read('a;"b"', ';')).toEqual([{ line: 1, cells: ['a', 'b'] }]);
    expect(await read('a,b,')).toEqual([{ line: 1, cells: ['a', 'b', ''] }]);
  });

  it('that breaks the rule is a fault of its row and column, and the next rows are read', async () => {
    expect(await read('a,b\n1,"x"y\n2,3\n4,5"6\n7,8')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, column: 2, fault: 'text stands behind its closing quote' },
      { line: 3, cells: ['2', '3'] },
      { line: 4, column: 2, fault: 'a quote stands in the middle of it' },
      { line: 5, cells: ['7', '8'] },
    ]);
    expect(await read('a\n"never')).toEqual([
      { line: 1, cells: ['a'] },
      { line: 2, column: 1, fault: 'its quotes are never closed' },
    ]);
  });

  it('written by the rule reads back, whatever the delimiter, the line ends and the pieces it comes in', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', ',', ';', '\t', '|', '"', '\n', '\r', ' ', 'é', '€') });
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        async (rows, delimiter, end, size, always) => {
          const mustQuote = (text: string) => always || /["\r\n,;\t|]/.test(text);
          const text = rows
            .map((row) => row.map((each) => (mustQuote(each) ? quoted(each) : each)).join(delimiter))
            .join(end);
          const found = await read(text, delimiter, size);
          expect(found.map((row) => ('cells' in row ? row.cells : row.fault))).toEqual(rows);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('never makes the reader fail, whatever the text', async () => {
    const noise = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', '\u0000', '\uFFFD') });
    await fc.assert(
      fc.asyncProperty(noise, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        for (const row of await read(text, ',', size)) expect(row.line).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });
});

describe('the head of a CSV file', () => {
  it('is told apart by place where a person says which columns she means', async () => {
    const headersOf = async (text: string) => (await readHead(pieces(text, 9), 'bank.csv', 'toldApart')).headers;
    expect(await headersOf('id,name,2020,,name,"name (1)",\n')).toEqual([
      'id',
      'name (2)',
      '2020',
      'column 4',
      'name (3)',
      'name (1)',
      'column 7',
    ]);
    expect(await headersOf('Name, legal form\nAlpha\nBeta\n')).toEqual(['Name, legal form']);
  });

  it('tells the delimiter from the rows', async () => {
    expect(await head('id;amount;text\n1;2,50;"a, b, c, d, e"\n2;3,00;x\n')).toEqual({
      delimiter: ';',
      headers: ['id', 'amount', 'text'],
    });
    expect((await head('a\tb\n1,5\t2,5')).delimiter).toBe('\t');
    expect((await head('only\n1\n')).headers).toEqual(['only']);
  });

  it('is refused when it is missing or names a column twice', async () => {
    await expect(head('')).rejects.toThrow('no header');
    await expect(head('\n\n')).rejects.toThrow('no header');
    await expect(head('2026,12.50\n2027,1')).rejects.toThrow('holds the number 2026');
    await expect(head('id,amount,id\n1,2,3')).rejects.toThrow('stand twice in the header: id');
  });
});
