import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown, type OutputOptions, type RolldownOptions } from 'rolldown';
import { bundledUrls } from './bundled-urls.ts';
import { ROOT } from './root.ts';

/** Provided by Electron itself, and the ledger's driver, whose native file cannot be bundled. */
const EXTERNAL = ['electron', 'better-sqlite3'];

/** Entries by the name of their output, and the preload, as paths below the root or absolute. */
export interface DesktopEntries {
  readonly main: Readonly<Record<string, string>>;
  readonly preload: string;
}

/**
 * Bundles the desktop's entries into a folder.
 *
 * @throws Error naming an entry that is not there, or what rolldown could not bundle.
 */
export async function bundleDesktop(into: string, entries: DesktopEntries): Promise<void> {
  const main = Object.fromEntries(Object.entries(entries.main).map(([name, path]) => [name, presentEntry(path)]));
  await write(
    { input: main, plugins: [bundledUrls()] },
    {
      dir: into,
      format: 'esm',
      sourcemap: true,
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
    },
  );
  const preload = { input: presentEntry(entries.preload) };
  await write(preload, { file: join(into, 'preload.cjs'), format: 'cjs', sourcemap: false });
}

function presentEntry(path: string): string {
  const file = resolve(ROOT, path);
  if (!existsSync(file)) throw new Error(`The desktop cannot be built: ${path} is not in this copy.`);
  return file;
}

async function write(input: RolldownOptions, output: OutputOptions) {
  const bundle = await rolldown({ ...input, platform: 'node', external: EXTERNAL, cwd: ROOT });
  try {
    await bundle.write(output);
  } finally {
    await bundle.close();
  }
}
