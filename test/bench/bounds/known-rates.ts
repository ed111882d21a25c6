import type { WriterHandle } from '../../../electron/ledger/open-ledger.ts';

/**
 * What an encrypted ledger file of this driver is known to do on two slow cores, in rows a second. A bound is only worth comparing
 * with on a machine that comes near: at less than half of the lower figure the run is void.
 */
export const KNOWN_RATES = { insert: 160_000, pointRead: 30_000, scan: 500_000 } as const;
const ENOUGH = 0.5;
const ROWS = 60_000;
const POINTS = 10_000;

export interface MachineRates {
  readonly insert: number;
  readonly pointRead: number;
  readonly scan: number;
}

/** Measures the three rates with small rows in a table of its own on the given encrypted file, and removes it again. */
export function measureRates(db: WriterHandle): MachineRates {
  db.exec('DROP TABLE IF EXISTS rate_row');
  db.exec('CREATE TABLE rate_row (id INTEGER PRIMARY KEY, name TEXT NOT NULL, amount INTEGER NOT NULL) STRICT');
  const insert = rate(ROWS, () => {
    const add = db.prepare('INSERT INTO rate_row VALUES (?, ?, ?)');
    db.exec('BEGIN IMMEDIATE');
    for (let row = 1; row <= ROWS; row++) add.run(row, `row ${row}`, row * 7);
    db.exec('COMMIT');
  });
  const pointRead = rate(POINTS, () => {
    const get = db.prepare('SELECT name, amount FROM rate_row WHERE id = ?');
    for (let point = 0; point < POINTS; point++) get.get(((point * 7_919) % ROWS) + 1);
  });
  const scan = rate(ROWS, () => db.prepare('SELECT id, amount FROM rate_row').raw().all());
  db.exec('DROP TABLE rate_row');
  return { insert, pointRead, scan };
}

function rate(rows: number, work: () => void): number {
  const startedMs = performance.now();
  work();
  return Math.round((rows * 1_000) / (performance.now() - startedMs));
}

/** Why a run on such a machine is void, or null when it counts. */
export function voidBecause(rates: MachineRates): string | null {
  const slow = (['insert', 'pointRead', 'scan'] as const).filter((each) => rates[each] < KNOWN_RATES[each] * ENOUGH);
  if (slow.length === 0) return null;
  const words = slow.map((each) => `${each} ${rates[each]} rows/s, known ${KNOWN_RATES[each]}`);
  return `the machine was too busy for the bound to mean anything: ${words.join('; ')}`;
}
