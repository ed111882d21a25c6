import { randomBytes } from 'node:crypto';
import { appendFileSync, copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LedgerError } from '../../../electron/ledger/ledger-error.ts';
import { openReader } from '../../../electron/ledger/connect-ledger.ts';
import { createLedger, openWriter } from '../../../electron/ledger/open-ledger.ts';
import { setMeta } from '../../../electron/ledger/meta-store.ts';
import type { TemporaryLedger } from './temporary-ledger.ts';
import { createdLedger } from './temporary-ledger.ts';

let ledger: TemporaryLedger;
beforeEach(() => {
  ledger = createdLedger();
});
afterEach(() => ledger.remove());

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof LedgerError) return error.code;
    throw error;
  }
  return 'no error';
}

describe('a ledger on disk', () => {
  it('keeps no plain text in the file or its write-ahead log', () => {
    const planted = 'Zephyrine Quartermain & Sons';
    for (let index = 0; index < 500; index++) setMeta(ledger.db, `planted ${index}`, planted);
    const log = readFileSync(`${ledger.file}-wal`);
    expect(log.length).toBeGreaterThan(4096);
    expect(log.includes(planted)).toBe(false);
    ledger.db.pragma('wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(ledger.file);
    expect(bytes.includes(planted)).toBe(false);
    expect(bytes.includes('SQLite format')).toBe(false);
    expect(bytes.includes('CREATE TABLE')).toBe(false);
    expect(bytes.includes(ledger.key)).toBe(false);
  });

  it('opens with its key for a writer and a reader at once', () => {
    const reader = openReader(ledger.file, ledger.key);
    setMeta(ledger.db, 'seen', 'yes');
    expect(reader.prepare('SELECT value FROM ledger_meta WHERE key = ?').pluck().get('seen')).toBe('yes');
    expect(() => reader.exec("DELETE FROM ledger_meta WHERE key = 'seen'")).toThrow(/readonly/);
    reader.close();
  });

  it('is durable: full synchronisation, write-ahead log and foreign keys on every connection', () => {
    const reader = openReader(ledger.file, ledger.key);
    for (const db of [ledger.db, reader]) {
      expect(db.pragma('synchronous', { simple: true })).toBe(2);
      expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    }
    reader.close();
  });

  it('refuses another key and says so', () => {
    expect(codeOf(() => openWriter(ledger.file, randomBytes(32)))).toBe('LEDGER_WRONG_KEY');
    expect(codeOf(() => openReader(ledger.file, randomBytes(32)))).toBe('LEDGER_WRONG_KEY');
    expect(() => openWriter(ledger.file, randomBytes(31))).toThrow(/32 bytes/);
  });

  it('never makes a ledger where one is missing and never replaces one', () => {
    const missing = join(ledger.folder, 'other.db');
    expect(codeOf(() => openWriter(missing, ledger.key))).toBe('LEDGER_MISSING');
    expect(existsSync(missing)).toBe(false);
    expect(codeOf(() => createLedger(ledger.file, ledger.key))).toBe('LEDGER_EXISTS');
  });

  it('leaves no half-made ledger behind when making one is cut off', () => {
    const file = join(ledger.folder, 'fresh.db');
    expect(() => createLedger(file, ledger.key, { migrations: [{ number: 10, sql: 'CREATE NONSENSE' }] })).toThrow(
      /syntax error/,
    );
    expect(existsSync(file)).toBe(false);
    createLedger(file, ledger.key).close();
    expect(existsSync(`${file}.making`)).toBe(false);
  });
});

describe('a damaged ledger', () => {
  function closedCopy(name: string): string {
    for (let index = 0; index < 2_000; index++) setMeta(ledger.db, `row ${index}`, 'x'.repeat(200));
    ledger.db.pragma('wal_checkpoint(TRUNCATE)');
    const copy = join(ledger.folder, name);
    copyFileSync(ledger.file, copy);
    return copy;
  }
  function readAll(file: string): void {
    const db = openReader(file, ledger.key);
    try {
      db.prepare('SELECT count(value), sum(length(value)) FROM ledger_meta').get();
      if (db.pragma('integrity_check', { simple: true }) !== 'ok') throw new Error('not whole');
    } catch (error) {
      throw new LedgerError('LEDGER_CORRUPT', String(error), '');
    } finally {
      db.close();
    }
  }

  it('is noticed for one flipped bit on any page', () => {
    const copy = closedCopy('flipped.db');
    const whole = readFileSync(copy);
    const pages = whole.length / 4096;
    for (let trial = 0; trial < 12; trial++) {
      const at = Math.floor(((trial + 0.5) / 12) * pages) * 4096 + ((trial * 997) % 4096);
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (trial % 8));
      writeFileSync(copy, damaged);
      expect(
        codeOf(() => readAll(copy)),
        `bit at ${at}`,
      ).toMatch(/^LEDGER_(CORRUPT|WRONG_KEY)$/);
    }
    writeFileSync(copy, whole);
    expect(codeOf(() => readAll(copy))).toBe('no error');
  });

  it('is noticed when the file was cut short or emptied, and is never taken for a new one', () => {
    const copy = closedCopy('short.db');
    truncateSync(copy, Math.floor(statSync(copy).size / 2 / 4096) * 4096);
    expect(codeOf(() => readAll(copy))).toBe('LEDGER_CORRUPT');
    truncateSync(copy, 0);
    expect(codeOf(() => openWriter(copy, ledger.key))).toBe('LEDGER_CORRUPT');
    appendFileSync(copy, 'this is not a ledger '.repeat(400));
    expect(codeOf(() => openWriter(copy, ledger.key))).toBe('LEDGER_WRONG_KEY');
  });
});
