import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TwoFileFacet, TwoFileMap } from '../../../../shared/contract/two-files.ts';
import { AUDITOR, CLERK, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';
import { textLike } from '../../../support/text-like.ts';

let tieout: EngineUnderTest;
beforeAll(async () => {
  tieout = await startEngineUnderTest({ size: 20 });
});
afterAll(() => tieout.close());

const NAMES = ['Ember Foods', 'Harbor Steel', 'Quarry Paper', 'Lumen Optics', 'Tidal Freight'];
const COUNT = 60;
const MANY = 4_000;
const amountOf = (at: number) => (100 + at * 7.31).toFixed(2);
const dayOf = (at: number) => `2026-10-${String((at % 27) + 1).padStart(2, '0')}`;
const nameOf = (at: number) => NAMES[at % NAMES.length] ?? '';

/** Bank against books: the same payments a day apart, two that only one side has, and one that the books hold twice. */
function bank(count = COUNT): string {
  const rows = Array.from({ length: count }, (_, at) => `B${at};${dayOf(at)};${amountOf(at)};${nameOf(at)} GmbH;EUR`);
  return ['Id;Buchungstag;Umsatz;Auftraggeber;Währung', ...rows, 'B900;2026-10-05;99999.13;Nobody Ltd;EUR'].join('\n');
}
function books(): string {
  const rows = Array.from({ length: COUNT }, (_, at) => `I${at},${dayOf(at)},${amountOf(at)},${nameOf(at)},eur`);
  const twice = `I7b,${dayOf(7)},${amountOf(7)},${nameOf(7)},eur`;
  return ['number,date,amount,customer,currency', ...rows, twice, 'I900,2026-10-06,55555.17,Stranger AG,eur'].join(
    '\n',
  );
}

const hand = async (name: string, text: string, session = CLERK) => {
  const part = Buffer.from(text).toString('base64');
  return (await tieout.command('file.hand', { uploadId: null, name, part }, session)).uploadId;
};
const open = async (left = bank(), right = books()) =>
  (
    await tieout.command('twoFiles.open', {
      left: await hand('bank.csv', left),
      right: await hand('books.csv', right),
    })
  ).state;
const current = async () => (await tieout.query('twoFiles.current', {})).state;
const run = async (map: TwoFileMap) => {
  const { jobId } = await tieout.command('twoFiles.run', { map });
  const job = await tieout.ended(jobId);
  await expect.poll(async () => (await current())?.jobId ?? null).toBe(null);
  return job;
};
const list = async (runNumber: number, facet: TwoFileFacet, text?: string) => {
  const request = { list: 'twoFiles' as const, run: runNumber, facet, ...(text === undefined ? {} : { text }) };
  const { token, total } = await tieout.query('view.open', request);
  const page = await tieout.query('view.page', { token, offset: 0, limit: 500 });
  if (page.list !== 'twoFiles') throw new Error('another list');
  return { token, total, rows: page.rows };
};

describe('two files by the window', () => {
  it('are opened, mapped by proposal, reconciled, decided and written out, and nothing enters the books', async () => {
    const before = tieout.books();
    const state = await open();
    expect(state).toMatchObject({ left: { name: 'bank.csv', rows: COUNT + 1 }, right: { rows: COUNT + 2 } });
    expect(state.proposed).toMatchObject({
      left: { id: 'Id', date: 'Buchungstag', amount: 'Umsatz', party: 'Auftraggeber', currency: 'Währung' },
      right: { id: 'number', date: 'date', amount: 'amount', party: 'customer', currency: 'currency' },
    });
    const preview = await tieout.query('twoFiles.preview', { map: state.proposed });
    expect(preview.left.faults).toEqual([]);
    expect(preview.left.first[0]?.cells).toContainEqual({ part: 'amount', written: '100.00', read: '100.00' });

    expect((await run(state.proposed)).state).toBe('done');
    const result = (await current())?.result;
    const runNumber = result?.run ?? 0;
    expect(result?.counts).toMatchObject({ left_only: 1, right_only: 1, all: COUNT + 3 });
    expect(result?.counts.ambiguous).toBe(2);

    const { rows, token } = await list(runNumber, 'ambiguous');
    expect(rows.map(({ left, right }) => `${left?.id} ${right?.id}`)).toEqual(['B7 I7', 'B7 I7b']);
    const [one, other] = rows.map(({ key }) => key);
    const detail = await tieout.query('twoFiles.detail', { run: runNumber, key: one ?? 0 });
    expect(detail.candidates.map(({ key }) => key)).toEqual([other]);
    expect(detail.left).toContainEqual({ column: 'Auftraggeber', value: 'Quarry Paper GmbH' });
    expect(detail.can).toMatchObject({ whyNotAccept: null, whyNotRefuse: null });

    const said = await tieout.command('twoFiles.decide', { run: runNumber, key: one ?? 0, as: 'accepted' });
    expect(said.row.standing).toBe('accepted');
    const page = await tieout.query('view.page', { token, offset: 0, limit: 10 });
    expect(page.rows.map((row) => 'standing' in row && row.standing)).toEqual(['accepted', 'outvoted']);
    await expect(
      tieout.command('twoFiles.decide', { run: runNumber, key: other ?? 0, as: 'accepted' }),
    ).rejects.toMatchObject({ code: 'BAD_INPUT', message: textLike('accepted with B7 and I7') });
    expect((await list(runNumber, 'all', 'nobody')).rows.map(({ left }) => left?.id)).toEqual(['B900']);

    const { file, lines } = await tieout.command('twoFiles.export', { run: runNumber });
    const text = readFileSync(file, 'utf8').split('\r\n');
    expect(lines).toBe(COUNT + 3);
    expect(text[0]).toBe('left_id,right_id,amount,decision,score,rule,reason,review');
    expect(text.find((line) => line.startsWith('B7,I7,'))).toMatch(/,ambiguous,.*,accepted$/);
    expect(text.find((line) => line.startsWith('B7,I7b,'))).toMatch(/,outvoted$/);

    const undone = await tieout.command('twoFiles.undo', { run: runNumber });
    expect(undone.row).toMatchObject({ key: one, standing: 'open' });
    expect((await current())?.result).toMatchObject({ accepted: 0, refused: 0 });
    expect(tieout.books()).toEqual(before);
  });

  it('say the faults by line and column before a run, and after one that was tried all the same', async () => {
    const state = await open(
      bank()
        .replace(`;${amountOf(3)};`, ';twelve;')
        .replace(`;${amountOf(9)};`, ';ten;'),
    );
    const map = { ...state.proposed, left: { ...state.proposed.left, amount: 'Umsatz' } };
    const { left } = await tieout.query('twoFiles.preview', { map });
    expect(left.faults).toEqual([
      { line: 5, column: 'Umsatz', reason: '"twelve" is no amount' },
      { line: 11, column: 'Umsatz', reason: '"ten" is no amount' },
    ]);
    expect((await run(map)).state).toBe('failed');
    expect((await current())?.failure).toContain('bank.csv, line 5, column Umsatz');
    expect((await current())?.result).toBe(null);
  });

  it('show for a row that stays alone what comes nearest, and why it is not taken', async () => {
    const { proposed } = await open();
    await run(proposed);
    const runNumber = (await current())?.result?.run ?? 0;
    const { rows } = await list(runNumber, 'left_only');
    const { nearest } = await tieout.query('twoFiles.detail', { run: runNumber, key: rows[0]?.key ?? 0 });
    expect(rows[0]?.left?.id).toBe('B900');
    expect(nearest[0]?.side.id).toBe('I900');
    expect(nearest[0]?.against[0]).toMatch(/^The amounts differ by 44443\.96, \d+\.\d\d is allowed\.$/);
    expect(nearest.length).toBeLessThanOrEqual(5);
    for (const each of nearest) expect(each.against).not.toEqual([]);
  });

  it('are mapped as the last time when their headers are the same, whatever they are called and hold', async () => {
    const first = await open('Num;When;What\n1;2026-10-01;5.00\n', 'No,Day,Value\n9,2026-10-01,5.00\n');
    expect(first.usedBefore).toBe(null);
    const map: TwoFileMap = {
      left: { id: 'Num', amount: 'What' },
      right: { id: 'No', amount: 'Value' },
      amountTolerance: '3%',
    };
    expect((await run(map)).state).toBe('done');
    const again = await open('Num;When;What\n2;2026-11-01;7.00\n', 'No,Day,Value\n8,2026-11-01,7.00\n');
    expect(again.usedBefore).toEqual(map);
    const other = await open('Num;When;What;More\n2;2026-11-01;7.00;x\n', 'No,Day,Value\n8,2026-11-01,7.00\n');
    expect(other.usedBefore).toBe(null);
  });

  it('refuse a file that begins with its rows, and read one whose columns have no or the same name', async () => {
    await expect(open('1;2026-10-01;5.00\n2;2026-10-02;6.00\n')).rejects.toMatchObject({
      message: textLike('the first line holds the number 1'),
    });
    const { left } = await open('Id;2026;;Note;Note\n1;5.00;x;a;b\n');
    expect(left.columns.map(({ name }) => name)).toEqual(['Id', '2026', 'column 3', 'Note (1)', 'Note (2)']);
  });

  it('can be stopped while they run, and run again', async () => {
    const { proposed } = await open(bank(MANY));
    const { jobId } = await tieout.command('twoFiles.run', { map: proposed });
    await tieout.command('job.cancel', { jobId });
    expect((await tieout.ended(jobId)).state).toBe('cancelled');
    await expect.poll(async () => (await current())?.failure ?? '').toContain('cancelled');
    expect((await run(proposed)).state).toBe('done');
  });

  it('belong to their window, go when it closes them, and are not for who may only look', async () => {
    await open();
    const other = { ...CLERK, sessionId: 'window-2' };
    expect((await tieout.query('twoFiles.current', {}, other)).state).toBe(null);
    await tieout.command('twoFiles.close', {});
    expect(await current()).toBe(null);
    await expect(tieout.command('twoFiles.run', { map: { left: {}, right: {} } })).rejects.toMatchObject({
      message: textLike('not at hand any more'),
    });
    const nothing = { left: 'x', right: 'y' };
    await expect(tieout.command('twoFiles.open', nothing, AUDITOR)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });
});
