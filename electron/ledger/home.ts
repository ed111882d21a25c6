import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Instant } from '../../shared/domain/ids.ts';
import { startAnchors } from './audit-anchor.ts';
import { diskSync } from './file-sync.ts';
import { LedgerError } from './ledger-error.ts';
import { assertLocalFolder } from './ledger-location.ts';
import { createLedger } from './open-ledger.ts';

/** Everything Tieout keeps on one computer for one set of books. */
export interface HomePaths {
  readonly folder: string;
  readonly mark: string;
  readonly ledger: string;
  /** The wrapped key of the ledger. */
  readonly key: string;
  /** The bare key of a sample home; a live home never has one. */
  readonly sampleKey: string;
  readonly anchors: string;
  readonly lock: string;
  readonly engine: string;
  readonly settings: string;
  readonly backups: string;
  readonly crashes: string;
  readonly logs: string;
}
export type HomeKind = 'sample' | 'live';
export interface HomeMark {
  readonly kind: HomeKind;
  readonly createdAt: Instant;
  /** Whether a ledger was made here once: then a missing file is a loss, never a reason to make a new one. */
  readonly ledgerMade: boolean;
}

const markSchema = z.strictObject({
  format: z.literal(1),
  kind: z.enum(['sample', 'live']),
  createdAt: z.string(),
  ledgerMade: z.boolean(),
});

/** Where each thing of a home lives. */
export function homePaths(folder: string): HomePaths {
  const at = (name: string) => join(folder, name);
  return {
    folder,
    mark: at('home.json'),
    ledger: at('ledger.db'),
    key: at('key.json'),
    sampleKey: at('sample.key'),
    anchors: at('audit-anchor.jsonl'),
    lock: at('engine.lock'),
    engine: at('engine.json'),
    settings: at('settings.json'),
    backups: at('backups'),
    crashes: at('crashes'),
    logs: at('logs'),
  };
}

/** The home's folder: the option, else `TIEOUT_HOME`, else the platform's data folder; relative paths start at `cwd`. */
export function resolveHomeFolder(from: {
  readonly option?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly cwd: string;
}): string {
  const chosen = from.option ?? from.env['TIEOUT_HOME'];
  if (chosen !== undefined && chosen !== '') return resolve(from.cwd, chosen);
  if (from.platform === 'win32') return join(from.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Tieout');
  if (from.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Tieout');
  return join(from.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'tieout');
}

/** What kind of home this is; null for a folder that is none yet. Throws `LEDGER_CORRUPT` when the mark cannot be read. */
export function readHomeMark(paths: HomePaths): HomeMark | null {
  if (!existsSync(paths.mark)) return null;
  const parsed = markSchema.safeParse(parseJson(readFileSync(paths.mark, 'utf8')));
  if (!parsed.success)
    throw new LedgerError(
      'LEDGER_CORRUPT',
      `${paths.mark} does not say what kind of home this is.`,
      'Restore the file from a backup of this home.',
    );
  const { kind, createdAt, ledgerMade } = parsed.data;
  return { kind, createdAt: createdAt as Instant, ledgerMade };
}

/**
 * Makes the folder a home of this kind, for ever, and returns its mark; a home that is marked already must be of that kind.
 * Throws `REFUSED` when it is of the other, `LEDGER_LOCATION` for a network or synced folder, `LEDGER_CORRUPT` when there is
 * a ledger but no mark.
 */
export function markHome(paths: HomePaths, kind: HomeKind, at: Instant): HomeMark {
  const known = readHomeMark(paths);
  if (known !== null) {
    if (known.kind === kind) return known;
    throw new LedgerError(
      'REFUSED',
      `${paths.folder} is a ${known.kind} home and stays one.`,
      `Choose another folder for a ${kind} home with --home.`,
      { detailCode: 'HOME_KIND' },
    );
  }
  assertLocalFolder(paths.ledger);
  if (existsSync(paths.ledger))
    throw new LedgerError(
      'LEDGER_CORRUPT',
      `${paths.folder} holds a ledger, but home.json is missing.`,
      'Restore home.json from a backup of this home.',
    );
  makeHomeFolder(paths.folder);
  const mark: HomeMark = { kind, createdAt: at, ledgerMade: false };
  try {
    // Rights of a folder that holds anything of others (/tmp, a home directory) are not ours to change.
    if (process.platform !== 'win32' && readdirSync(paths.folder).length === 0) chmodSync(paths.folder, 0o700);
    writeMark(paths, mark);
  } catch (error) {
    throw noHomeThere(paths.folder, error);
  }
  return mark;
}

/**
 * Makes the folder of a home with the folders above it. One by one, because Node's own way never ends where the system makes no folders
 * (`/proc`). Throws `LEDGER_LOCATION` when it cannot be made, or is there and no folder.
 */
export function makeHomeFolder(folder: string): void {
  try {
    for (const each of missingFolders(folder)) makeFolder(each);
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error('it is a file'), { code: 'ENOTDIR' });
  } catch (error) {
    throw noHomeThere(folder, error);
  }
}

function missingFolders(folder: string): readonly string[] {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.unshift(at);
  return missing;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process that starts on this home has made it meanwhile.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

const WHY_NO_HOME: Readonly<Record<string, string>> = {
  ENOTDIR: 'it, or a part of its path, is a file and not a folder',
  EEXIST: 'it, or a part of its path, is a file and not a folder',
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  EROFS: 'that disk can only be read',
  ENOSPC: 'that disk is full',
  ENAMETOOLONG: 'its name is too long',
};

function noHomeThere(folder: string, cause: unknown): LedgerError {
  const why = WHY_NO_HOME[codeOf(cause)] ?? 'the system lets nothing be made there';
  return new LedgerError(
    'LEDGER_LOCATION',
    `--home: ${folder} cannot be a home: ${why}.`,
    'Choose a folder on a disk of this computer that this account may write to, with --home or TIEOUT_HOME.',
    { cause },
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * Sees to it that the home has its ledger: makes it, with the start of its anchors, the first time and never again. Call it
 * with the home locked. Throws `LEDGER_MISSING` when the ledger was there once and is gone.
 */
export function ensureHomeLedger(paths: HomePaths, mark: HomeMark, key: Buffer): void {
  if (!existsSync(paths.ledger)) {
    if (mark.ledgerMade)
      throw new LedgerError(
        'LEDGER_MISSING',
        `The ledger of this home is gone: ${paths.ledger}.`,
        'Restore the last backup. It is never made anew by itself.',
      );
    createLedger(paths.ledger, key).close();
  }
  if (mark.ledgerMade) return;
  startAnchors(paths.anchors);
  writeMark(paths, { ...mark, ledgerMade: true });
}

function writeMark(paths: HomePaths, mark: HomeMark): void {
  writePrivateFile(paths.mark, `${JSON.stringify({ format: 1, ...mark }, null, 2)}\n`);
}

/** Writes a small file whole or not at all, durable, readable by its owner only (0600; on Windows by the folder's rights). */
export function writePrivateFile(path: string, text: string): void {
  const making = `${path}.making`;
  const fd = openSync(making, 'w', 0o600);
  try {
    if (process.platform !== 'win32') chmodSync(making, 0o600);
    writeSync(fd, text);
    diskSync.file(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(making, path);
  diskSync.folder(dirname(path));
}

/** The JSON value, or undefined when the text is none: a schema then says what is wrong with it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
