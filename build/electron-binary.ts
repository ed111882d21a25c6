import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { exclusively } from './exclusive.ts';
import { inRoot } from './root.ts';

const PACKAGE = inRoot('node_modules', 'electron');
/** Electron's downloader has no time limit of its own; behind a firewall that drops packets it would hang. */
const STALL_LIMIT_MS = 15_000;

/** Electron's program, or why there is none here, as the end of a sentence. */
export type ElectronBinary =
  | { readonly found: true; readonly path: string }
  | { readonly found: false; readonly why: string };

/**
 * Electron's program for this machine. npm brings only its downloader, so at first use that is run, once, quietly; it
 * is given up when nothing has arrived for a while.
 */
export async function electronBinary(folder = PACKAGE, stallLimitMs = STALL_LIMIT_MS): Promise<ElectronBinary> {
  const present = await installedPath(folder);
  if (present !== null) return { found: true, path: present };
  if (!existsSync(join(folder, 'install.js'))) return { found: false, why: 'its package is not installed' };
  return await exclusively(`download to ${folder}`, async () => {
    const arrived = await installedPath(folder);
    if (arrived !== null) return { found: true, path: arrived };
    const failure = await download(folder, stallLimitMs);
    const path = await installedPath(folder);
    if (path !== null) return { found: true, path };
    return { found: false, why: failure ?? 'its downloader brought nothing' };
  });
}

/**
 * Why this machine cannot show a desktop window, as the end of a sentence, or null. Without a screen Electron ends at
 * once, and it refuses the superuser unless its sandbox is off, which we never do.
 */
export function missingScreen(): string | null {
  if (process.platform !== 'linux') return null;
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'there is no screen here';
  return process.getuid?.() === 0 ? 'it does not run for the superuser' : null;
}

async function installedPath(folder: string): Promise<string | null> {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const path = join(override ?? join(folder, 'dist'), await readFile(pathFile, 'utf8'));
  return existsSync(path) ? path : null;
}

/** Runs the downloader; null when it ended well, else why not. */
async function download(folder: string, stallLimitMs: number): Promise<string | null> {
  // The download lands in a folder of our own and is unpacked into dist: growth tells a slow line from a dead one.
  const landing = inRoot('.cache', 'electron-download');
  await rm(landing, { recursive: true, force: true });
  await mkdir(landing, { recursive: true });
  process.stderr.write('Looking for Electron, the desktop window …\n');
  const child = spawn(process.execPath, [join(folder, 'install.js')], {
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: landing, TEMP: landing, TMP: landing },
  });
  const ended = new Promise<string | null>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code) => resolve(code === 0 ? null : 'its download did not succeed'));
  });
  const watch = new AbortController();
  const stalled = untilStalled([landing, join(folder, 'dist')], stallLimitMs, watch.signal);
  const outcome = await Promise.race([ended, stalled.then(() => 'stalled' as const)]);
  watch.abort();
  if (outcome === 'stalled') child.kill('SIGKILL');
  const failure = await ended;
  await rm(landing, { recursive: true, force: true });
  return outcome === 'stalled' ? 'its download server does not answer' : failure;
}

/** Resolves once nothing in the folders has changed in size for the limit; never rejects, and ends when the signal aborts. */
async function untilStalled(folders: readonly string[], limitMs: number, signal: AbortSignal): Promise<void> {
  let size = '';
  for (;;) {
    const now = (await Promise.all(folders.map((path) => sizeBelow(path)))).join(' ');
    if (now === size || signal.aborted) return;
    size = now;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

async function sizeBelow(folder: string): Promise<number> {
  if (!existsSync(folder)) return 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries.filter((entry) => entry.isFile()).map((entry) => sizeOf(join(entry.parentPath, entry.name)));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** A file that the downloader has just moved away counts nothing. */
async function sizeOf(file: string): Promise<number> {
  return await stat(file).then(
    (entry) => entry.size,
    () => 0,
  );
}
