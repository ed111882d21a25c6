import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { checkAnchors } from '../../../electron/ledger/audit-anchor.ts';
import { verifyAudit } from '../../../electron/ledger/audit-store.ts';
import { LedgerError } from '../../../electron/ledger/ledger-error.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import { translateLedgerError } from '../../../electron/ledger/translate-error.ts';
import { chanceOf, type Chance } from '../chance.ts';
import { noDamage, type ControlResult, type TrialResult } from '../trial-row.ts';
import { digestOf, type Template } from './template.ts';

interface Laid {
  readonly what: string;
  readonly ledger: Buffer;
  readonly wal: Buffer | null;
  readonly key: Buffer;
}
const FLIPS_A_CONTROL = 60;
/** What the program may say instead of opening or reading damaged books. */
const REFUSALS = new Set([
  'LEDGER_WRONG_KEY',
  'LEDGER_CORRUPT',
  'LEDGER_IO',
  'LEDGER_MISSING',
  'LEDGER_NEWER',
  'LEDGER_READONLY',
]);

/** Files damaged on the disk, then opened and read whole: refused in words, or every row as it was, or noticed by the anchors. */
export function playDamagedFiles(template: Template, seed: number, trial: number): TrialResult {
  const laid = damaged(template, chanceOf(seed, trial), trial);
  const damage = noDamage();
  inFolder((folder) => {
    const verdict = readLaid(folder, template, laid);
    if (verdict !== null) damage.silentlyWrong.push(`${laid.what}: ${verdict}`);
  });
  return { fault: laid.what, damage };
}

/** The same flips on a plain file, which nothing protects: some of them are read as if nothing were wrong. */
export function playPlainFlips(template: Template, seed: number, trial: number): ControlResult {
  const chance = chanceOf(seed, trial);
  return inFolder((folder) => {
    for (let flip = 0; flip < FLIPS_A_CONTROL; flip += 1) {
      const file = join(folder, `plain-${flip}.db`);
      writeFileSync(file, flipped(template.plain, chance));
      if (isSilentlyOther(file, template.plainDigest)) return 'damaged';
    }
    return 'unharmed';
  });
}

function isSilentlyOther(file: string, digest: string): boolean {
  const db = new Database(file, { readonly: true });
  try {
    return digestOf(db as never) !== digest;
  } catch {
    return false; // noticed
  } finally {
    db.close();
  }
}

function damaged(template: Template, chance: Chance, trial: number): Laid {
  const { closed, open, key, staleWal } = template;
  const whole = { ledger: open.ledger, wal: open.wal, key };
  const wal = open.wal ?? Buffer.alloc(0);
  switch (trial % 10) {
    case 0:
    case 1:
    case 2:
      return { what: 'bits flipped in the ledger', ledger: flipped(closed.ledger, chance), wal: null, key };
    case 3:
      return { ...whole, what: 'bits flipped in the log', wal: flipped(wal, chance) };
    case 4:
      return { what: 'ledger cut short', ledger: cut(closed.ledger, chance), wal: null, key };
    case 5:
      return { ...whole, what: 'log cut short', wal: cut(wal, chance) };
    case 6:
      return { ...whole, what: 'log lost', wal: null };
    case 7:
      return { ...whole, what: 'log of an earlier time', wal: staleWal };
    case 8:
      return chance.happens(0.5)
        ? { ...whole, what: 'another key', key: randomBytes(32) }
        : { ...whole, what: 'key with one bit flipped', key: flipped(key, chance, 1) };
    default:
      return { what: 'a page of another place', ledger: pagesSwapped(closed.ledger, chance), wal: null, key };
  }
}

/** Null when all is well: refused, or read as it was, or rows are gone and the anchors say so. */
function readLaid(folder: string, template: Template, laid: Laid): string | null {
  const file = join(folder, 'ledger.db');
  const anchors = join(folder, 'audit-anchor.jsonl');
  writeFileSync(file, laid.ledger);
  if (laid.wal !== null) writeFileSync(`${file}-wal`, laid.wal);
  writeFileSync(anchors, template.anchors);
  try {
    const db = openWriter(file, laid.key);
    try {
      if (db.pragma('integrity_check', { simple: true }) !== 'ok') return null;
      if (digestOf(db) === template.closed.digest) return null;
      const { problem } = checkAnchors(db, anchors);
      return problem !== null && verifyAudit(db).valid
        ? null
        : `other rows, and the anchors say ${problem ?? 'nothing'}`;
    } catch (error) {
      throw translateLedgerError(error, 'reading');
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof LedgerError && REFUSALS.has(error.code)) return null;
    return `it failed without saying what is wrong: ${String(error)}`;
  }
}

function flipped(bytes: Buffer, chance: Chance, bits = 1 + chance.below(3)): Buffer {
  const copy = Buffer.from(bytes);
  for (let bit = 0; bit < bits; bit += 1) {
    const at = chance.below(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << chance.below(8));
  }
  return copy;
}

function cut(bytes: Buffer, chance: Chance): Buffer {
  return bytes.subarray(0, chance.below(bytes.length));
}

const PAGE = 4_096;
function pagesSwapped(bytes: Buffer, chance: Chance): Buffer {
  const copy = Buffer.from(bytes);
  const pages = bytes.length / PAGE;
  const from = chance.below(pages);
  const to = (from + 1 + chance.below(pages - 1)) % pages;
  bytes.copy(copy, to * PAGE, from * PAGE, (from + 1) * PAGE);
  return copy;
}

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-storage-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
