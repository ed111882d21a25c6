import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin as BundlerPlugin } from 'rolldown';
import type { Plugin } from 'vite';
import { bundledUrls, URL_OF_SOURCE } from './bundled-urls.ts';
import { inRoot, ROOT } from './root.ts';
import { buildWhenStale, resultOf, type BuildTarget } from './stale.ts';

/** Programs that tests start as processes and threads of their own, by the name of their bundle. */
const PROGRAMS = {
  cli: 'electron/cli.ts',
  'ledger-thread': 'electron/engine/threads/ledger-thread.ts',
  'matching-thread': 'electron/engine/matching/matching-thread.ts',
  'desk-thread': 'electron/engine/two-files/session/desk-thread.ts',
  'file-work-thread': 'electron/engine/two-files/file-work-thread.ts',
  'build-process': 'electron/sample/build-process.ts',
  'stripe-process': 'electron/sample/stripe/process.ts',
  'peoplesoft-process': 'electron/sample/peoplesoft/process.ts',
  'test-thread': 'test/electron/engine/threads/test-thread.ts',
  sender: 'test/faults/crash-points/sender-process.ts',
  engine: 'test/faults/kill-random/engine-process.ts',
  importer: 'test/faults/file-import/import-process.ts',
  matcher: 'test/faults/matching-run/matching-process.ts',
  day: 'test/faults/posting-day/day-process.ts',
} as const;
export type Program = keyof typeof PROGRAMS;

export interface BundledProgram {
  readonly file: string;
  /** Environment of its process: thousands run the same modules, which are compiled once. */
  readonly env: NodeJS.ProcessEnv;
}

const target: BuildTarget = {
  name: 'test programs',
  folder: 'test-programs',
  sources: [
    'electron',
    'shared',
    'test/faults',
    'test/electron',
    'test/support',
    'build/bundled-urls.ts',
    'package-lock.json',
  ],
  build: bundleInto,
};

/** Builds them all when their sources have changed. */
export async function buildTestPrograms(): Promise<void> {
  await buildWhenStale(target);
}

let built: Promise<void> | null = null;

/** A program as the desktop has it: bundled, so that it starts in a tenth of a second instead of reading some hundred sources. */
export async function bundledProgram(program: Program): Promise<BundledProgram> {
  await (built ??= buildTestPrograms());
  return {
    file: builtProgram(program),
    env: { ...process.env, NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? inRoot('.cache', 'compile') },
  };
}

/** Where a program lies once `buildTestPrograms` has run, as it has before any test. */
export function builtProgram(program: Program): string {
  return join(resultOf(target), `${program}.js`);
}

/**
 * For the test runner: sources under test start bundled threads and processes in place of the sources they name by
 * `new URL('./x.ts', import.meta.url)`; what is no program of the list starts as it is. The runner keeps what this makes of a source, so
 * that the programs are built before every run and not here.
 */
export function startBundled(): Plugin {
  const byPath = new Map(Object.entries(PROGRAMS).map(([name, path]) => [inRoot(path), name as Program]));
  return {
    name: 'tieout-start-bundled',
    enforce: 'pre',
    transform(code, id) {
      if (!code.includes('import.meta.url') || !id.startsWith(ROOT)) return null;
      const replaced = code.replaceAll(URL_OF_SOURCE, (text: string, _quote, path: string) => {
        const program = byPath.get(resolve(dirname(id), path));
        return program === undefined ? text : `new URL('${pathToFileURL(builtProgram(program)).href}')`;
      });
      return replaced === code ? null : { code: replaced, map: null };
    },
  };
}

/** What sources find beside themselves, and is no program, a bundle finds there too. */
function urlsOfSources(): BundlerPlugin {
  return {
    name: 'tieout-urls-of-sources',
    transform(code, id) {
      if (!code.includes('import.meta.url') || id.includes('node_modules')) return null;
      return { code: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)) };
    },
  };
}

async function bundleInto(folder: string): Promise<void> {
  // Loaded here: most who ask find the programs built.
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: Object.fromEntries(Object.entries(PROGRAMS).map(([name, path]) => [name, inRoot(path)])),
    plugins: [bundledUrls(), urlsOfSources()],
    platform: 'node',
    // The ledger's driver has a native file and is not bundled.
    external: ['better-sqlite3'],
    cwd: ROOT,
  });
  try {
    await bundle.write({
      dir: folder,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
    });
  } finally {
    await bundle.close();
  }
}
