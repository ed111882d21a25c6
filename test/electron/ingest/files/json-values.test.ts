import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonValues } from '../../../../electron/ingest/files/json-values.ts';
import { recordsOf } from '../../../../electron/ingest/files/list-records.ts';

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function read(text: string, size = 7): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const each of jsonValues(pieces(text, size)))
    if ('fault' in each) found.push([each.line, each.fault]);
    else for (const { line, value } of recordsOf(each)) found.push([line, value]);
  return found;
}

const NOT_WHOLE = 'it is not whole: the next object begins before its end';

describe('JSON values of a file', () => {
  it('are read one a line, blank lines and line ends of either kind left out', async () => {
    expect(await read('\n{"id":"a"}\r\n\r\n{"id":"b"}\n')).toEqual([
      [2, { id: 'a' }],
      [4, { id: 'b' }],
    ]);
  });

  it('are read of an array, of a list envelope, and of objects over many lines', async () => {
    const rows = [{ id: 'a', text: 'x],[{"' }, { id: 'b' }];
    expect(await read(JSON.stringify(rows))).toEqual(rows.map((row) => [1, row]));
    expect(await read(JSON.stringify(rows, null, 2))).toEqual([
      [2, rows[0]],
      [6, rows[1]],
    ]);
    const list = { object: 'list', data: rows, has_more: false };
    expect(await read(JSON.stringify(list))).toEqual(rows.map((row) => [1, row]));
    expect(await read(JSON.stringify(list, null, 2))).toEqual([
      [4, rows[0]],
      [8, rows[1]],
    ]);
    expect(await read('{"object":"list","data":[\n{"id":"a"},\n{"id":"b"}\n]}')).toEqual([
      [2, { id: 'a' }],
      [3, { id: 'b' }],
    ]);
    expect(await read(rows.map((row) => JSON.stringify(row, null, 2)).join('\n'))).toEqual([
      [1, rows[0]],
      [5, rows[1]],
    ]);
  });

  it('that are broken are named by their line, and the next ones are read', async () => {
    expect(await read('{"id":"a"}\n{"id":"b","x":{"y":"cut\n{"id":"c"}\nhello\nworld\n{"id":"d"}')).toEqual([
      [1, { id: 'a' }],
      [2, NOT_WHOLE],
      [3, { id: 'c' }],
      [4, 'it is not JSON'],
      [5, 'it is not JSON'],
      [6, { id: 'd' }],
    ]);
    expect(await read('{"id":"a"}\n{"id":"b",\n{"id":"c"}')).toEqual([
      [1, { id: 'a' }],
      [2, NOT_WHOLE],
      [3, { id: 'c' }],
    ]);
    expect(await read('{"id":"a"}\n{"id":')).toEqual([
      [1, { id: 'a' }],
      [2, 'the file ends in the middle of it'],
    ]);
    expect(await read('[{"id":"a"},\n{"id" "b"},\n{"id":"c"}]')).toMatchObject([
      [1, { id: 'a' }],
      [2, expect.stringContaining('not JSON')],
      [3, { id: 'c' }],
    ]);
    expect(await read('')).toEqual([]);
    expect(await read(' \n')).toEqual([]);
  });

  it('are the same whatever the pieces the text comes in and however it is written', async () => {
    const rows = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), { minLength: 1, maxLength: 8 });
    const writers = fc.constantFrom<(values: unknown[]) => string>(
      (values) => values.map((value) => JSON.stringify(value)).join('\n'),
      (values) => values.map((value) => JSON.stringify(value, null, 2)).join('\n'),
      (values) => JSON.stringify(values),
      (values) => JSON.stringify(values, null, '\t'),
    );
    await fc.assert(
      fc.asyncProperty(rows, writers, fc.integer({ min: 1, max: 64 }), async (values, write, size) => {
        const plain = JSON.parse(JSON.stringify(values)) as unknown[];
        const found = (await read(write(plain), size)) as [number, unknown][];
        expect(found.map(([, value]) => value)).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  it('never make the reader fail, whatever the text', async () => {
    const noise = fc.array(fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '\n', '{"id":"a"}', 'x', '\u0000'));
    await fc.assert(
      fc.asyncProperty(noise, async (signs) => {
        expect(await read(signs.join(''))).toBeInstanceOf(Array);
      }),
      { numRuns: 300 },
    );
  });
});
