import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../../electron/engine/matching/rows-of.ts';

describe('rowsOf', () => {
  it('hands out the rows of rising keys and skips keys nobody asks for', () => {
    const rows = rowsOf([{ k: 1 }, { k: 1 }, { k: 2 }, { k: 4 }].values(), (row) => row.k);
    expect(rows.of(1)).toHaveLength(2);
    expect(rows.of(3)).toEqual([]);
    expect(rows.of(4)).toEqual([{ k: 4 }]);
  });

  it('frees the connection although rows are left behind the last key', () => {
    const db = new Database(':memory:');
    db.exec('CREATE TABLE t (k INTEGER); INSERT INTO t VALUES (1), (2), (3)');
    const rows = rowsOf(db.prepare<[], { k: number }>('SELECT k FROM t ORDER BY k').iterate(), (row) => row.k);
    expect(rows.of(1)).toEqual([{ k: 1 }]);
    rows.close();
    expect(() => db.close()).not.toThrow();
  });
});
