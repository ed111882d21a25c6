import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { reconcileCommand } from '../../../../electron/engine/headless/reconcile.ts';
import { runCommandLine } from '../../../../electron/engine/headless/run-command-line.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tieout-reconcile-'));
});

const MAP = {
  left: { id: 'id', date: 'date', amount: 'amount', reference: 'ref' },
  right: { id: 'tid', date: 'booked', amount: 'value', direction: 'side', text: ['text'] },
};

interface Files {
  readonly left: string | Buffer;
  readonly right: string | Buffer;
  readonly map?: unknown;
  readonly out?: string;
  readonly signal?: AbortSignal;
}

async function run({ left, right, map = MAP, out = 'out.csv', signal = new AbortController().signal }: Files) {
  await writeFile(join(folder, 'left.csv'), left);
  await writeFile(join(folder, 'right.csv'), right);
  await writeFile(join(folder, 'map.json'), JSON.stringify(map));
  const said = { stdout: '', stderr: '' };
  const args = ['reconcile', '--left', 'left.csv', '--right', 'right.csv', '--map', 'map.json', '--out', out, '--json'];
  const exit = await runCommandLine(args, [reconcileCommand], {
    env: {},
    cwd: folder,
    signal,
    version: '0',
    stdout: (text) => void (said.stdout += text),
    stderr: (text) => void (said.stderr += text),
    createEngine: () => Promise.reject(new Error('no engine is needed')),
  });
  return { exit, json: JSON.parse(said.stdout) as Record<string, unknown>, stderr: said.stderr };
}

const COUNT = 40;
const LEFT = `id,date,amount,ref\n${Array.from({ length: COUNT }, (_, at) => `=L${at},2026-01-${String((at % 28) + 1).padStart(2, '0')},"1,${100 + at * 17}.50",INV-${70_000 + at * 7}`).join('\n')}\n`;
const RIGHT = `\uFEFFtid;booked;value;side;text\r\n${Array.from({ length: COUNT }, (_, at) => `R${at};${String((at % 28) + 1).padStart(2, '0')}.02.2026;1.${100 + at * 17},50;Haben;Zahlung INV${70_000 + at * 7}`).join('\r\n')}\r\n`;

describe('the command reconcile', () => {
  it('reads both files as they are written and finds their pairs', async () => {
    const { exit, json } = await run({ left: LEFT, right: RIGHT });
    expect(exit).toBe(0);
    expect(json).toMatchObject({
      counts: { auto: COUNT, proposed: 0, ambiguous: 0, left_only: 0, right_only: 0, offset: 0 },
      chosen: { amountTolerance: '0.00', dateWindowDays: [31, 31], signs: 'same' },
    });
    const lines = (await readFile(join(folder, 'out.csv'), 'utf8')).split('\r\n');
    expect(lines[0]).toBe('left_id,right_id,amount,decision,score,rule,reason');
    expect(lines).toHaveLength(COUNT + 2);
    expect(lines[1]).toMatch(/^=L0,R0,1100\.50,auto,\d\.\d{6},reference,/);
  });

  it('files with only a header give a result with only a header', async () => {
    const { exit, json } = await run({ left: 'id,date,amount,ref\n', right: 'tid,booked,value,side,text\n' });
    expect([exit, (json['counts'] as Record<string, number>)['auto']]).toEqual([0, 0]);
    expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe(
      'left_id,right_id,amount,decision,score,rule,reason\r\n',
    );
  });

  it.each([
    ['only one file tells currencies', '', ''],
    ['one writes the sign of the other\u2019s code', 'EUR', '\u20AC'],
  ])('finds the pairs where %s', async (_, code, sign) => {
    const amounts = Array.from({ length: COUNT }, (_each, at) => (100 + at * 17.31).toFixed(2));
    const rows = (letter: string, currency: string) =>
      amounts.map((amount, at) => `${letter}${at},${amount},${currency}`);
    const { json } = await run({
      left: `id,amount,cur\n${rows('L', code === '' ? 'EUR' : code).join('\n')}\n`,
      right: `id,amount,cur\n${rows('R', sign).join('\n')}\n`,
      map: {
        left: { id: 'id', amount: 'amount', currency: 'cur' },
        right: { id: 'id', amount: 'amount', ...(sign === '' ? {} : { currency: 'cur' }) },
      },
    });
    expect(json).toMatchObject({ counts: { left_only: 0, right_only: 0 } });
  });

  it('takes a row without a currency for one in what most rows of its file are in', async () => {
    const amounts = Array.from({ length: COUNT }, (_each, at) => (100 + at * 17.31).toFixed(2));
    const rows = (letter: string, told: (at: number) => string) =>
      amounts.map((amount, at) => `${letter}${at},${amount},${told(at)}`).join('\n');
    const { json } = await run({
      left: `id,amount,cur\n${rows('L', (at) => (at % 5 === 0 ? '' : 'EUR'))}\n`,
      right: `id,amount,cur\n${rows('R', () => 'EUR')}\n`,
      map: {
        left: { id: 'id', amount: 'amount', currency: 'cur' },
        right: { id: 'id', amount: 'amount', currency: 'cur' },
      },
    });
    expect(json).toMatchObject({ counts: { left_only: 0, right_only: 0 } });
  });

  it('reads debits and credits of a statement from a column each, with the signs of the books', async () => {
    const sums = Array.from({ length: COUNT }, (_each, at) => ({
      size: (100 + at * 17.31).toFixed(2),
      isOut: at % 3 === 0,
    }));
    const books = sums.map(({ size, isOut }, at) => `L${at},${isOut ? '-' : ''}${size}`);
    const statement = sums.map(({ size, isOut }, at) => (isOut ? `R${at};${size};` : `R${at};0.00;${size}`));
    const { exit, json } = await run({
      left: `id,amount\n${books.join('\n')}\n`,
      right: `id;Debit;Credit\n${statement.join('\n')}\n`,
      map: { left: { id: 'id', amount: 'amount' }, right: { id: 'id', debit: 'Debit', credit: 'Credit' } },
    });
    expect(exit).toBe(0);
    expect(json).toMatchObject({ counts: { left_only: 0, right_only: 0 }, chosen: { signs: 'same' } });
    const lines = (await readFile(join(folder, 'out.csv'), 'utf8')).split('\r\n');
    expect(lines.slice(1, 3).map((line) => line.split(',').slice(0, 3))).toEqual([
      ['L0', 'R0', '-100.00'],
      ['L1', 'R1', '117.31'],
    ]);
  });

  it('reads UTF-16 without its mark as it reads the same text with it', async () => {
    const swapped = (text: string) => Buffer.from(text.replace(/^\uFEFF/u, ''), 'utf16le').swap16();
    const { exit, json } = await run({ left: Buffer.from(LEFT, 'utf16le'), right: swapped(RIGHT) });
    expect([exit, (json['counts'] as Record<string, number>)['auto']]).toEqual([0, COUNT]);
  });

  it('never overwrites a file that it reads, and leaves nothing half written', async () => {
    const { exit, stderr } = await run({ left: LEFT, right: RIGHT, out: 'left.csv' });
    expect([exit, stderr]).toEqual([2, expect.stringMatching(/--out left\.csv: this is the file of --left/)]);
    expect(await readFile(join(folder, 'left.csv'), 'utf8')).toBe(LEFT);
    const cancel = new AbortController();
    const running = run({ left: LEFT, right: RIGHT, out: 'stopped.csv', signal: cancel.signal });
    setImmediate(() => cancel.abort());
    expect((await running).json).toMatchObject({ error: { code: 'CANCELLED' } });
    expect((await readdir(folder)).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });

  it.each([
    [
      'an absent column',
      { left: LEFT, right: RIGHT, map: { ...MAP, left: { id: 'id', amount: 'sum' } } },
      /left\.amount: left\.csv has no column "sum"/,
    ],
    ['an unknown key of the map', { left: LEFT, right: RIGHT, map: { ...MAP, window: 3 } }, /--map map\.json/],
    [
      'ids that stand twice, with a list',
      { left: 'id,date,amount,ref\nb,,1,\na,,1,\nb,,2,\na,,3,\n', right: RIGHT },
      /stand more than once: a, b\./,
    ],
    [
      'amounts that are none, with lines and column',
      { left: 'id,date,amount,ref\nb,,x1,\nc,,1,\nd,,x2,\n', right: RIGHT },
      /left\.csv, line 2, column amount: "x1" is no amount; nor can this column be read in line 4\./,
    ],
    [
      'amounts in one column and in two',
      {
        left: 'id,date,amount,ref\nb,,1,\n',
        right: RIGHT,
        map: { ...MAP, left: { ...MAP.left, debit: 'ref' } },
      },
      /left\.csv: amounts stand in one column, or in two for debit and credit/,
    ],
    [
      'a debit that is no amount, by its column',
      {
        left: 'id,out,into\nb,1,\nc,x,\n',
        right: RIGHT,
        map: { ...MAP, left: { id: 'id', debit: 'out', credit: 'into' } },
      },
      /left\.csv, line 3, column out: "x" is no amount/,
    ],
    ['a spreadsheet', { left: Buffer.from([80, 75, 3, 4, 20, 0, 0, 0, 8, 0, 33]), right: RIGHT }, /left\.csv.*no text/],
    ['a date that is none', { left: 'id,date,amount,ref\nb,never,1,\n', right: RIGHT }, /line 2, column date/],
    [
      'a row with too few cells',
      { left: 'id,date,amount,ref\nb,1\n', right: RIGHT },
      /line 2: it has 2 cells, the header 4/,
    ],
    [
      'a window the wrong way round',
      { left: LEFT, right: RIGHT, map: { ...MAP, dateWindowDays: [5, 1] } },
      /dateWindowDays/,
    ],
    [
      'a tolerance that is no number',
      { left: LEFT, right: RIGHT, map: { ...MAP, amountTolerance: 'much' } },
      /amountTolerance/,
    ],
  ])('refuses %s', async (_, files: Files, message) => {
    const { exit, json, stderr } = await run(files);
    expect([exit, Object.keys(json)]).toEqual([2, ['error']]);
    expect(stderr).toMatch(message);
  });
});
