import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALL_COMMANDS } from '../../../../electron/engine/headless/all-commands.ts';
import { runCommandLine } from '../../../../electron/engine/headless/run-command-line.ts';
import { createEngine } from '../../../../electron/engine/create-engine.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-link-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], signal = new AbortController().signal) {
  let stdout = '';
  let stderr = '';
  const status = await runCommandLine([...args, '--json'], ALL_COMMANDS, {
    env: {},
    cwd: folder,
    signal,
    version: 'test',
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    createEngine,
  });
  return { status, json: JSON.parse(stdout) as Record<string, unknown>, stderr };
}
const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
const out = () => readFileSync(join(folder, 'out.csv'), 'utf8');
const MAP = JSON.stringify({ left: { id: 'id', name: 'name' }, right: { id: 'key', name: 'label', other: ['label'] } });
const link = (...more: string[]) =>
  run(['link', '--left', 'l.csv', '--right', 'r.csv', '--map', MAP, '--out', 'out.csv', ...more]);

describe('link', () => {
  it('writes the pairs best first, ids byte for byte, and counts them', async () => {
    file('l.csv', 'id,name\n=1+1,Halvorsen & Sons AS\n"b,""2",Müller Maschinenbau GmbH\n');
    file('r.csv', '\uFEFFkey;label\r\n 007;HALVORSEN AND SONS\r\n-x;MÃ¼ller Maschinenbau\r\n');
    const { status, json } = await link();
    expect(status).toBe(0);
    expect(json).toMatchObject({ left: 2, right: 2, pairs: 2 });
    const lines = out().split('\r\n');
    expect(lines[0]).toBe('left_id,right_id,score');
    expect(
      lines
        .slice(1, 3)
        .sort()
        .map((line) => line.replace(/0\.9\d{5}$/, '0.9')),
    ).toEqual(['"b,""2",-x,0.9', '=1+1, 007,0.9'].sort());
    expect(lines[3]).toBe('');
    expect(readdirSync(folder).sort()).toEqual(['l.csv', 'out.csv', 'r.csv']);
  });

  it('writes twenty pairs of each row where so many are equal that no pair of them is likely', async () => {
    const rows = (count: number, header: string) =>
      `${header}\n${Array.from({ length: count }, (_, row) => `${row},Halvorsen Tooling AS`).join('\n')}\n`;
    file('l.csv', rows(400, 'id,name'));
    file('r.csv', rows(350, 'key,label'));
    expect((await link()).json).toMatchObject({ left: 400, right: 350, pairs: 400 * 20 });
    const pairs = out()
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(','));
    const partners = (side: 0 | 1) =>
      Object.values(Object.groupBy(pairs, (pair) => pair[side] ?? '')).map((own) => own?.length ?? 0);
    expect(partners(0)).toEqual(Array.from({ length: 400 }, () => 20));
    expect(Math.min(...partners(1))).toBeGreaterThanOrEqual(20);
    expect(pairs.every(([, , score]) => Number(score) > 0 && Number(score) < 0.01)).toBe(true);
  });

  it('uses each id once where it is asked to', async () => {
    file('l.csv', 'id,name\n1,Alpha Harbour Logistics\n2,Alpha Harbor Logistic\n');
    file('r.csv', 'key,label\n1,Alpha Harbour Logistics\n');
    expect((await link()).json).toMatchObject({ pairs: 2 });
    expect((await link('--one-to-one')).json).toMatchObject({ pairs: 1 });
  });

  it('of files that are only a header gives only a header', async () => {
    file('l.csv', 'id,name\n');
    file('r.csv', 'key,label\n');
    expect(await link()).toMatchObject({ status: 0, json: { left: 0, right: 0, pairs: 0 } });
    expect(out()).toBe('left_id,right_id,score\r\n');
  });

  it('refuses ids that stand twice, with a list', async () => {
    file('l.csv', 'id,name\n1,A\n2,B\n1,C\n2,D\n3,E\n');
    file('r.csv', 'key,label\n1,A\n');
    const { status, stderr } = await link();
    expect(status).toBe(2);
    expect(stderr).toMatch(/l\.csv, column id: ids stand more than once: 1, 2\./);
  });

  it.each([
    ['an absent column', 'id,title\n1,A\n', /--map: left\.name: l\.csv has no column "name"\. It has id, title\./],
    ['a row of too few cells', 'id,name\n1,A\n2\n', /l\.csv, line 3: it has 1 cells, the header 2\./],
    ['an id that is empty', 'id,name\n1,A\n ,B\n', /l\.csv, line 3, column id: the id is empty\./],
    [
      'a column of which there are two',
      'id,name,name\n1,A,B\n',
      /no column "name"\. It has id, name \(1\), name \(2\)\./,
    ],
    ['a quote that is never closed', 'id,name\n1,"A\n', /l\.csv, line 2, column name: its quotes are never closed\./],
  ])('names %s', async (_, left, message) => {
    file('l.csv', left);
    file('r.csv', 'key,label\n1,A\n');
    const { status, stderr } = await link();
    expect([status, stderr.split('\n').at(-2)]).toEqual([2, expect.stringMatching(message)]);
  });

  it.each([
    ['no JSON', '{', /--map is no JSON object/],
    ['an unknown key', '{"left":{"id":"id","nam":"name"},"right":{"id":"key"}}', /--map: left: .*nam/],
    ['no id', '{"left":{"name":"name"},"right":{"id":"key","name":"label"}}', /--map: left\.id/],
    [
      'nothing to compare',
      '{"left":{"id":"id","name":"name"},"right":{"id":"key","city":"label"}}',
      /no column beside the ids/,
    ],
  ])('refuses a map with %s, naming it', async (_, map, message) => {
    const { status, stderr } = await run([
      'link',
      '--left',
      'l.csv',
      '--right',
      'r.csv',
      '--map',
      map,
      '--out',
      'out.csv',
    ]);
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  it('names a file that is not there and an option that is missing', async () => {
    expect((await link()).stderr).toMatch(/--left l\.csv: there is no such file or folder\./);
    expect((await run(['link', '--left', 'l.csv'])).stderr).toMatch(/link: --right FILE is needed/);
  });

  it('reads what the map names from a header that holds numbers, nameless and repeated columns besides', async () => {
    file('l.csv', 'id,name,2020,note,note,\n007,Alpha Harbour Logistics,5,a,b,\n');
    file('r.csv', 'key;label;;\n1;Alpha Harbor Logistics;;\n');
    expect(await link()).toMatchObject({ status: 0, json: { left: 1, right: 1, pairs: 1 } });
    expect(out()).toMatch(/^left_id,right_id,score\r\n007,1,0\.\d{6}\r\n$/);
  });

  it.each([
    ['in a folder that is not there', 'no/out.csv', /--out no\/out\.csv: there is no such file or folder\./],
    ['that is a folder', '.', /--out \.: this is a folder\./],
    [
      'that is one of the files it reads',
      './r.csv',
      /--out \.\/r\.csv: this is the file of --right, which would be lost\./,
    ],
  ])('refuses an answer %s, before it reads', async (_, place, message) => {
    file('l.csv', 'id,name\n1,A\n');
    file('r.csv', 'key,label\n1,A\n');
    const { status, stderr } = await run(['link', '--left', 'l.csv', '--right', 'r.csv', '--map', MAP, '--out', place]);
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect([readdirSync(folder).sort(), readFileSync(join(folder, 'r.csv'), 'utf8')]).toEqual([
      ['l.csv', 'r.csv'],
      'key,label\n1,A\n',
    ]);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    file(
      'l.csv',
      `id,name\n${Array.from({ length: 20_000 }, (_, at) => `${at},Company ${at * 7_919} Trading`).join('\n')}\n`,
    );
    file('r.csv', 'key,label\n1,A\n');
    const cancel = new AbortController();
    const running = run(
      ['link', '--left', 'l.csv', '--right', 'r.csv', '--map', MAP, '--out', 'out.csv'],
      cancel.signal,
    );
    setImmediate(() => cancel.abort());
    expect((await running).json).toMatchObject({ error: { code: 'CANCELLED' } });
    expect(readdirSync(folder).sort()).toEqual(['l.csv', 'r.csv']);
  });
});

describe('dedupe', () => {
  it('writes the same bytes whatever the order of rows', async () => {
    const names = ['Ember Foods', 'EMBER FOODS LTD', 'Harbor Steel', 'Harbour Steel AG', 'Quarry Paper', 'Quary Paper'];
    const rows = names.map((name, at) => `${at * 37 + 5},${name}`);
    const map = JSON.stringify({ id: 'id', name: 'name' });
    const answers: string[] = [];
    for (const order of [rows, rows.toReversed(), [...rows.slice(3), ...rows.slice(0, 3)]]) {
      file('in.csv', `id,name\n${order.join('\n')}\n`);
      expect((await run(['dedupe', '--in', 'in.csv', '--map', map, '--out', 'out.csv'])).status).toBe(0);
      answers.push(out());
    }
    expect(answers[0]?.split('\r\n').length).toBeGreaterThan(3);
    expect(new Set(answers).size).toBe(1);
  });

  it('writes each pair once, never a row with itself', async () => {
    file('in.csv', 'id,name\n1,Halvorsen & Sons AS\n2,Halvorsen and Sons\n3,Other Company\n4,Halvorsen & Sons AS\n');
    const map = JSON.stringify({ id: 'id', name: 'name' });
    const { status, json } = await run(['dedupe', '--in', 'in.csv', '--map', map, '--out', 'out.csv']);
    expect([status, json['pairs']]).toEqual([0, 3]);
    const pairs = out()
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',').slice(0, 2).sort().join(' '));
    expect(pairs.sort()).toEqual(['1 2', '1 4', '2 4']);
  });
});
