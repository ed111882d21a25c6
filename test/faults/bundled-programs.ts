import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { bundledUrls } from '../../build/bundled-urls.ts';
import { ROOT } from '../../build/root.ts';

/** Programs that rows start as processes of their own, by the name of their bundle. */
const PROGRAMS = {
  cli: new URL('../../electron/cli.ts', import.meta.url),
  'ledger-thread': new URL('../../electron/engine/threads/ledger-thread.ts', import.meta.url),
  sender: new URL('./crash-points/sender-process.ts', import.meta.url),
  engine: new URL('./kill-random/engine-process.ts', import.meta.url),
  importer: new URL('./file-import/import-process.ts', import.meta.url),
  matcher: new URL('./matching-run/matching-process.ts', import.meta.url),
  day: new URL('./posting-day/day-process.ts', import.meta.url),
} as const;
export type Program = Exclude<keyof typeof PROGRAMS, 'ledger-thread'>;

export interface BundledProgram {
  readonly file: string;
  /** Environment of its process: thousands run the same modules, which are compiled once. */
  readonly env: NodeJS.ProcessEnv;
}

let bundled: Promise<string> | null = null;

/**
 * A program as the desktop has it: bundled, so that a process starts in a tenth of a second instead of reading some hundred sources. Made
 * once in this process, below `TMPDIR`, and removed when it ends.
 */
export async function bundledProgram(program: Program): Promise<BundledProgram> {
  const folder = await (bundled ??= bundleAll());
  return {
    file: join(folder, 'dist', 'desktop', `${program}.js`),
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') },
  };
}

async function bundleAll(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-fault-programs-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const desktop = join(folder, 'dist', 'desktop');
  mkdirSync(desktop, { recursive: true });
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  // The ledger's driver has a native file and is not bundled.
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const input = Object.fromEntries(Object.entries(PROGRAMS).map(([name, url]) => [name, fileURLToPath(url)]));
  const bundle = await rolldown({
    input,
    plugins: [bundledUrls()],
    platform: 'node',
    external: ['better-sqlite3'],
    cwd: ROOT,
  });
  try {
    await bundle.write({
      dir: desktop,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
    });
  } finally {
    await bundle.close();
  }
  return folder;
}
