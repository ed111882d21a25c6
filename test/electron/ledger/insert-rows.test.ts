import { describe, expect, it } from 'vitest';
import { insertRows } from '../../../electron/ledger/insert-rows.ts';
import { temporaryLedger } from './temporary-ledger.ts';

const INSERT = 'INSERT INTO many_row (id, name, kind) VALUES';
const ROW = "(?, ?, 'row')";

describe('rows inserted many at a time', () => {
  it('are all there, in their order, however many they are', () => {
    const ledger = temporaryLedger();
    try {
      ledger.db.exec('CREATE TABLE many_row (id INTEGER PRIMARY KEY, name TEXT UNIQUE, kind TEXT NOT NULL) STRICT');
      for (const count of [0, 1, 24, 25, 26, 61]) {
        ledger.db.exec('DELETE FROM many_row');
        const rows = Array.from({ length: count }, (_, at): [number, string | null] => [
          at + 1,
          at === 3 ? null : `row ${at}`,
        ]);
        insertRows(ledger.db, INSERT, ROW, rows);
        expect(ledger.db.prepare('SELECT id, name FROM many_row ORDER BY id').raw().all()).toEqual(rows);
        expect(ledger.db.prepare("SELECT count(*) FROM many_row WHERE kind = 'row'").pluck().get()).toBe(count);
      }
    } finally {
      ledger.remove();
    }
  });
  it('are refused as one of them would be', () => {
    const ledger = temporaryLedger();
    try {
      ledger.db.exec('CREATE TABLE many_row (id INTEGER PRIMARY KEY, name TEXT UNIQUE, kind TEXT NOT NULL) STRICT');
      const rows = Array.from({ length: 40 }, (_, at): [number, string] => [at + 1, `row ${at === 30 ? 7 : at}`]);
      expect(() => insertRows(ledger.db, INSERT, ROW, rows)).toThrow('UNIQUE constraint failed: many_row.name');
    } finally {
      ledger.remove();
    }
  });
});
