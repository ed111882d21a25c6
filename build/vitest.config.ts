import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { startBundled } from './test-programs.ts';
import { countReporter } from './count-reporter.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = { faults: 'test/faults', e2e: 'test/e2e', bench: 'test/bench' } as const;
const pattern = '**/*.test.{ts,tsx}';
/** What opens no ledger and starts no process: its files share one process, which need not load everything for each of them. */
const PURE = ['shared', 'renderer', 'electron/matching', 'electron/connectors'].map(
  (folder) => `test/${folder}/${pattern}`,
);

/** On two cores, which is what a build has; a test waits a third of its time for threads, processes and loopback. */
const WORKERS = 3;

/**
 * `unit` and `pure` are every test (properties included) outside the three folders that have a project of their own.
 * Browser specs run after the rest, so that they do not fight it for the cores.
 */
export default defineConfig({
  root,
  cacheDir: '.cache/vite',
  test: {
    reporters: [countReporter()],
    pool: 'forks',
    globalSetup: 'test/support/run-folder.ts',
    projects: [
      {
        plugins: [startBundled()],
        test: {
          name: 'unit',
          root,
          include: [`test/${pattern}`],
          exclude: [...Object.values(folders).map((folder) => `${folder}/**`), ...PURE],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
          maxWorkers: WORKERS,
        },
      },
      {
        test: {
          name: 'pure',
          root,
          include: PURE,
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
          maxWorkers: WORKERS,
        },
      },
      project('faults', {
        testTimeout: 240_000,
        hookTimeout: 60_000,
        sequence: { groupOrder: 1 },
        maxWorkers: WORKERS,
      }),
      project('bench', { testTimeout: 240_000, hookTimeout: 60_000, sequence: { groupOrder: 2 }, maxWorkers: WORKERS }),
      // A real browser on two busy cores now and then misses a moment; a rule that is broken fails twice.
      project('e2e', {
        testTimeout: 120_000,
        hookTimeout: 120_000,
        sequence: { groupOrder: 3 },
        maxWorkers: WORKERS,
        retry: 1,
      }),
    ],
  },
});

interface ProjectOptions {
  readonly testTimeout: number;
  readonly hookTimeout: number;
  readonly sequence: { readonly groupOrder: number };
  readonly maxWorkers: number;
  readonly retry?: number;
}

function project(name: keyof typeof folders, options: ProjectOptions) {
  return { plugins: [startBundled()], test: { name, root, include: [`${folders[name]}/${pattern}`], ...options } };
}
