import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendAnchor, startAnchors } from '../../../electron/ledger/audit-anchor.ts';
import { appendAudit, auditHead } from '../../../electron/ledger/audit-store.ts';
import { runWrite } from '../../../electron/ledger/direct-ledger.ts';
import { setMeta } from '../../../electron/ledger/meta-store.ts';
import { defineWrite, type ReadableLedger } from '../../../electron/ledger/operation.ts';
import { insertCharge, insertItem, moment } from '../../electron/ledger/books.ts';
import { temporaryLedger } from '../../electron/ledger/temporary-ledger.ts';

/** A ledger as files, as it lies on a disk at one moment, with what it says. */
export interface LedgerFiles {
  readonly ledger: Buffer;
  /** Committed and not yet written back into the ledger's own file; null when there is none. */
  readonly wal: Buffer | null;
  /** Digest of every row of every table. */
  readonly digest: string;
}
export interface Template {
  readonly key: Buffer;
  readonly anchors: Buffer;
  /** All written back: no write-ahead log. */
  readonly closed: LedgerFiles;
  /** The same books while a program works on them: their latest commits are only in the log. */
  readonly open: LedgerFiles;
  /** A log of an earlier time, of the same ledger. */
  readonly staleWal: Buffer;
  /** The same rows in a file that nothing protects. */
  readonly plain: Buffer;
  readonly plainDigest: string;
}

const ROWS = 400;
const LATE_ROWS = 60;

const addRow = defineWrite('test.addRow', (db, n: number): void => {
  insertCharge(db, `ch_${n}`, 100 + n);
  insertItem(db, `INV-${n}`, 1_000 + n);
  setMeta(db, `row ${n}`, `${n} ${'x'.repeat(200)}`);
  appendAudit(db, {
    at: moment(n),
    actor: 'CLERK',
    machine: 'M',
    action: 'row.added',
    subject: `row/${n}`,
    detail: { n },
  });
});

/** Writes real books over many pages and keeps them as files in several states. Removes what it wrote. */
export function makeTemplate(): Template {
  const { db, file, folder, key, remove } = temporaryLedger();
  const copies = mkdtempSync(join(tmpdir(), 'tieout-storage-'));
  try {
    const anchors = join(folder, 'audit-anchor.jsonl');
    startAnchors(anchors);
    for (let n = 0; n < ROWS; n += 1) runWrite(db, addRow, n);
    const staleWal = readFileSync(`${file}-wal`);
    db.pragma('wal_checkpoint(TRUNCATE)');
    for (let n = ROWS; n < ROWS + LATE_ROWS; n += 1) runWrite(db, addRow, n);
    appendAnchor(anchors, auditHead(db), moment(ROWS));
    const digest = digestOf(db);
    const open = { ledger: readFileSync(file), wal: readFileSync(`${file}-wal`), digest };
    const plainFile = join(copies, 'plain.db');
    const plainDigest = copyPlain(db, plainFile);
    db.pragma('wal_checkpoint(TRUNCATE)');
    const closedFile = join(copies, 'closed.db');
    copyFileSync(file, closedFile);
    return {
      key,
      anchors: readFileSync(anchors),
      open,
      closed: { ledger: readFileSync(closedFile), wal: null, digest },
      staleWal,
      plain: readFileSync(plainFile),
      plainDigest,
    };
  } finally {
    remove();
    if (existsSync(copies)) rmSync(copies, { recursive: true, force: true });
  }
}

/** Every row of every table, in order, as one digest. Throws what the driver throws for a page it cannot trust. */
export function digestOf(db: Pick<ReadableLedger, 'prepare'>): string {
  const hash = createHash('sha256');
  const tables = db
    .prepare<[], { name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all();
  for (const { name } of tables)
    for (const row of db.prepare<[], unknown[]>(`SELECT * FROM "${name}"`).raw().iterate())
      hash.update(`${name} ${JSON.stringify(row)}\n`);
  return hash.digest('hex');
}

function copyPlain(from: ReadableLedger, file: string): string {
  const plain = new Database(file);
  try {
    const tables = from
      .prepare<[], { name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
      )
      .all();
    for (const { name, sql } of tables) {
      plain.exec(sql);
      const copy = plain.transaction((rows: Iterable<unknown[]>) => {
        for (const row of rows)
          plain.prepare(`INSERT INTO "${name}" VALUES (${row.map(() => '?').join(', ')})`).run(...row);
      });
      copy(from.prepare<[], unknown[]>(`SELECT * FROM "${name}"`).raw().all());
    }
    return digestOf(plain as unknown as ReadableLedger);
  } finally {
    plain.close();
  }
}
