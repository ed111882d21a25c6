import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUDITOR, CLERK, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';
import { textLike } from '../../../support/text-like.ts';
import { OF_2015, OF_2022 } from '../../connectors/stripe/recorded/older-objects.ts';
import { temporaryFolder } from '../temporary-folder.ts';

let tieout: EngineUnderTest;
beforeAll(async () => {
  tieout = await startEngineUnderTest({ size: 160 });
  await tieout.load();
  await tieout.match();
});
afterAll(() => tieout.close());

const REPORT = [
  'balance_transaction_id;created_utc;currency;gross;fee;net;reporting_category;source_id;charge_id;description',
  'txn_f1;2026-10-05 10:00:00;usd;1.012,50;0,66;1.011,84;charge;ch_f1;ch_f1;"Order; 7"',
  'txn_f2;2026-10-05 11:00:00;usd;-5,00;0,00;-5,00;refund;re_f1;ch_f1;',
].join('\r\n');

const hand = async (name: string, text: string) => {
  const part = Buffer.from(text).toString('base64');
  const { uploadId } = await tieout.command('file.hand', { uploadId: null, name, part });
  return uploadId;
};
const imports = async () => (await tieout.query('file.list', {})).imports;
const state = async (at = 0) => (await imports())[at]?.state;
const movement = (id: string) =>
  tieout.rows(`SELECT kind, amount_minor, state FROM movement WHERE object_id = '${id}'`);

describe('a file by the window', () => {
  it('is looked at, taken in by a kept map, said to be known, and taken back', async () => {
    const uploadId = await hand('oktober.csv', REPORT);
    const preview = await tieout.query('file.preview', { uploadId, map: null });
    expect(preview).toMatchObject({ rows: 2, faultCount: 0, earlier: null, writtenAs: 'UTF-8, cells between “;”' });
    expect(preview.table).toMatchObject({ asks: [], map: { numbers: 'comma', dates: 'iso' } });
    expect(preview.totals).toEqual([{ currency: 'USD', count: 2, net: '1006.84' }]);
    expect(movement('ch_f1')).toEqual([]);

    const map = preview.table?.map ?? null;
    await tieout.command('file.import', { uploadId, map, saveMapAs: 'Reports' });
    await expect.poll(() => state()).toBe('done');
    expect(movement('ch_f1')).toMatchObject([{ kind: 'charge', amount_minor: 1_012_50 }]);
    expect(movement('re_f1')).toMatchObject([{ kind: 'refund', amount_minor: -5_00 }]);

    const again = await hand('oktober.csv', REPORT);
    const known = await tieout.query('file.preview', { uploadId: again, map: null });
    expect(known.earlier).toContain('This very file was taken in');
    expect(known.table?.mapName).toBe('Reports');

    const [row] = await imports();
    await tieout.command('file.undo', { importId: row?.importId ?? 0 });
    await expect.poll(() => state()).toBe('undone');
    expect(movement('ch_f1')).toEqual([]);
  });

  it('that is of recorded data is looked at and taken in likewise', async () => {
    const text = OF_2015.map((value) => JSON.stringify(value)).join('\n');
    const uploadId = await hand('2015.jsonl', `${text}\n{"cut`);
    const preview = await tieout.query('file.preview', { uploadId, map: null });
    expect(preview).toMatchObject({ table: null, rows: 10, faultCount: 1, faults: [{ line: 10 }] });
    await tieout.command('file.import', { uploadId, map: null, saveMapAs: null });
    await expect.poll(() => state()).toBe('done');
    expect((await imports())[0]).toMatchObject({ read: 10, accepted: 9, refused: 1, refusals: [{ line: 10 }] });
  });

  it('is refused in words when it is of no kind, not at hand, or the person may only look', async () => {
    const uploadId = await hand('x.csv', 'a,b\n1,2\n');
    await expect(tieout.query('file.preview', { uploadId, map: null })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: textLike('no table that can be taken in'),
    });
    await expect(tieout.query('file.preview', { uploadId: 'gone', map: null })).rejects.toMatchObject({
      message: textLike('not at hand'),
    });
    const part = { uploadId: null, name: 'x.csv', part: '' };
    await expect(tieout.command('file.hand', part, AUDITOR)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

const LOCAL = [
  'balance_transaction_id,created,currency,gross,fee,net,reporting_category,source_id',
  'txn_z1,2026-10-31 23:30:00,usd,5.00,0.00,5.00,charge,ch_z1',
].join('\n');
const occurredAt = (id: string) => tieout.rows(`SELECT occurred_at FROM movement WHERE object_id = '${id}'`);

describe('a report whose times do not say their zone', () => {
  it('is read in no zone that a person has not said, by the window', async () => {
    const uploadId = await hand('local.csv', LOCAL);
    const preview = await tieout.query('file.preview', { uploadId, map: null });
    expect(preview.table).toMatchObject({ asks: ['zone'], map: { zone: '' }, offeredZone: 'America/New_York' });
    const map = preview.table?.map;
    if (map === undefined) throw new Error('no table');
    await expect(tieout.command('file.import', { uploadId, map, saveMapAs: null })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      nextStep: 'Choose the zone the report was made in.',
    });
    const said = { ...map, zone: 'America/Chicago' };
    expect((await tieout.query('file.preview', { uploadId, map: said })).table?.asks).toEqual([]);
    await tieout.command('file.import', { uploadId, map: said, saveMapAs: null });
    await expect.poll(() => occurredAt('ch_z1')).toEqual([{ occurred_at: '2026-11-01T04:30:00.000Z' }]);
  });

  it('nor by the command line', async () => {
    const path = join(temporaryFolder(), 'local.csv');
    writeFileSync(path, LOCAL.replaceAll('_z1', '_z2'));
    const request = { actor: CLERK.actor, path, shown: 'local.csv' };
    const { headless } = tieout.engine;
    await expect(headless.ingestStripe({ ...request, zone: null })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      nextStep: textLike('--zone America/New_York'),
    });
    expect(await headless.ingestStripe({ ...request, zone: 'Europe/Berlin' })).toMatchObject({ accepted: 1 });
    expect(occurredAt('ch_z2')).toEqual([{ occurred_at: '2026-10-31T22:30:00.000Z' }]);
  });

  it('is asked nothing where a column in UTC stands beside', async () => {
    const both = LOCAL.replace('created,', 'created,created_utc,').replace(
      '23:30:00,',
      '23:30:00,2026-11-01 03:30:00,',
    );
    const uploadId = await hand('both.csv', both);
    expect((await tieout.query('file.preview', { uploadId, map: null })).table?.asks).toEqual([]);
  });
});

describe('a report that lacks a column', () => {
  it('is told which', async () => {
    const uploadId = await hand('short.csv', REPORT.replace(';net;', ';n;'));
    await expect(tieout.query('file.preview', { uploadId, map: null })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'short.csv lacks the column net.',
      nextStep: textLike('Stripe itemised report'),
    });
  });
});

describe('ingest stripe', () => {
  it('takes a folder in, file by file, and names file and line of what it refuses', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'b.json'), JSON.stringify({ object: 'list', data: OF_2022, has_more: false }));
    writeFileSync(join(folder, 'deep', 'a.jsonl'), '{"id":"seti_9","object":"setup_intent","created":1}\nnothing\n');
    writeFileSync(join(folder, 'notes.txt'), 'not read');
    const report = await tieout.engine.headless.ingestStripe({
      actor: CLERK.actor,
      path: folder,
      shown: 'rec',
      zone: null,
    });
    // The charge of 2015 above speaks of a later instant: its refund's.
    expect(report).toMatchObject({ read: 3, superseded: 1, suspense: 1, refused: 1 });
    expect(report.refusals).toEqual([{ file: join('rec', 'deep', 'a.jsonl'), line: 2, reason: 'it is not JSON' }]);
    expect(report.byType).toEqual({ charge: 1, setup_intent: 1 });
  });

  it('takes a report in whose numbers can be read in one way only, and asks for nothing that is not there', async () => {
    const file = join(temporaryFolder(), 'report.csv');
    writeFileSync(file, REPORT);
    const request = { actor: CLERK.actor, path: file, shown: 'report.csv', zone: null };
    expect(await tieout.engine.headless.ingestStripe(request)).toMatchObject({ read: 2, accepted: 2, refused: 0 });
    await expect(
      tieout.engine.headless.ingestStripe({ actor: CLERK.actor, path: `${file}.x`, shown: 'gone', zone: null }),
    ).rejects.toMatchObject({ code: 'BAD_INPUT', message: textLike('--file gone') });
  });

  it('leaves what came by file in place when Stripe is read again', async () => {
    const before = tieout.rows('SELECT kind, object_id, amount_minor FROM movement ORDER BY 1, 2');
    await tieout.load();
    expect(tieout.rows('SELECT kind, object_id, amount_minor FROM movement ORDER BY 1, 2')).toEqual(before);
  });
});
