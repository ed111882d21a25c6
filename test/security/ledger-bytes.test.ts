import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReader } from '../../electron/ledger/connect-ledger.ts';
import { startEngineUnderTest, type EngineUnderTest } from '../support/engine-under-test.ts';
import { filePlaces, findSecrets, tablePlaces } from './secret-search.ts';

let tieout: EngineUnderTest;
let known: Record<string, string>;

beforeAll(async () => {
  tieout = await startEngineUnderTest({ size: 160 });
  await tieout.load();
  await tieout.match();
  await tieout.post();
  const of = (sql: string) => tieout.rows<{ text: string }>(sql).map(({ text }) => text);
  const texts = [
    ...of('SELECT name AS text FROM ps_customer WHERE length(name) >= 12 LIMIT 20'),
    ...of('SELECT object_id AS text FROM movement ORDER BY movement_key LIMIT 50'),
    ...of('SELECT item AS text FROM ar_item WHERE length(item) >= 10 LIMIT 50'),
    ...of('SELECT reference AS text FROM posting LIMIT 20'),
    'CREATE TABLE',
    'needsReview',
  ];
  known = Object.fromEntries(texts.map((text) => [text, text]));
});
afterAll(() => tieout.close());

describe('the ledger without its key', () => {
  it('shows no customer, no charge, no item and not even a table, in its file as in its write-ahead log', () => {
    expect(existsSync(`${tieout.paths.ledger}-wal`)).toBe(true);
    expect(Object.keys(known).length).toBeGreaterThan(50);
    const places = filePlaces(tieout.paths.folder);
    expect(places.map(({ name }) => name)).toContain(`${tieout.paths.ledger}-wal`);
    expect(places.find(({ name }) => name === `${tieout.paths.ledger}-wal`)?.bytes.length).toBeGreaterThan(4_096);
    expect(findSecrets(known, places)).toEqual([]);
  });

  it('holds all of that for whoever has the key', () => {
    const found = findSecrets(
      known,
      tablePlaces((sql) => tieout.rows(sql)),
    );
    const missing = Object.keys(known).filter((text) => !found.some((words) => words.startsWith(`${text} in `)));
    expect(missing).toEqual(['CREATE TABLE', 'needsReview']);
  });

  it('opens neither without a key nor with another one', () => {
    const plain = new Database(tieout.paths.ledger, { readonly: true });
    expect(() => plain.prepare('SELECT count(*) FROM sqlite_master').get()).toThrow('file is not a database');
    plain.close();
    expect(() => openReader(tieout.paths.ledger, randomBytes(32))).toThrow(
      expect.objectContaining({ code: 'LEDGER_WRONG_KEY' }),
    );
  });
});
