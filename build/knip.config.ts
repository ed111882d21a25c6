import type { KnipConfig } from 'knip';

/**
 * Knip starts from what is started by name: the launcher's entries, threads and processes (which sources reach by
 * `new URL`), configurations and tests. What none of them reaches is unused.
 */
const config: KnipConfig = {
  entry: [
    'build/*.ts',
    'build/*.mjs',
    'electron/{main,preload,serve,cli,engine-process}.ts!',
    'electron/engine/threads/*.ts!',
    'electron/sample/**/*process.ts!',
    'test/**/*.test.{ts,tsx}',
    'test/{bench,faults}/run.ts',
    'test/faults/*/*-process.ts',
    'test/bench/{demo-seeds,report-usage,serve-items,start-engine}.ts',
    'test/support/take-screenshots.ts',
    'test/support/duplicate-quality.ts',
    'test/bench/ledgers/make-*.ts',
  ],
  project: ['{shared,electron,renderer}/**/*.{ts,tsx}!', '{build,test}/**/*.{ts,tsx,mjs}'],
  // Run by path: build/verify-steps.ts; oxlint itself looks for its type-aware half; types of the driver, whose name is an alias.
  ignoreDependencies: ['oxlint', 'oxlint-tsgolint', '@types/better-sqlite3'],
  // Of the operating system; the rows that want it do without where it is missing.
  ignoreBinaries: ['strace'],
  ignoreExportsUsedInFile: true,
  tags: ['-lintignore'],
  vitest: { config: ['build/vitest.config.ts'] },
  vite: { config: ['build/vite.config.ts'] },
};

export default config;
