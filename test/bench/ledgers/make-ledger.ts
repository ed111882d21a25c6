import { join } from 'node:path';
import { createLedger } from '../../../electron/ledger/open-ledger.ts';
import { benchKey } from './cached.ts';
import { writeDecisions } from './decided-rows.ts';
import { writeCustomers, writeItems, writeMovements } from './generated-rows.ts';
import { writeMonth } from './month-rows.ts';

/**
 * Makes an encrypted ledger of generated rows: node make-ledger.ts FOLDER open|decided|month ROWS. A process of its own, so that
 * what it needs does not count as the bench's memory.
 */
function makeLedger(folder: string, kind: string, rows: number): void {
  const db = createLedger(join(folder, 'ledger.db'), benchKey(), { cacheMb: 256 });
  db.exec('BEGIN IMMEDIATE');
  writeCustomers(db, rows);
  if (kind === 'month') writeMonth(db, rows);
  else {
    writeItems(db, rows);
    writeMovements(db, rows);
  }
  if (kind === 'decided') writeDecisions(db, rows);
  db.exec('COMMIT');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

const [folder, kind, rows] = process.argv.slice(2);
if (folder === undefined || kind === undefined || rows === undefined)
  throw new Error('usage: make-ledger.ts FOLDER open|decided|month ROWS');
makeLedger(folder, kind, Number(rows));
