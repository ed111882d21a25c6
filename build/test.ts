import { startVitest } from 'vitest/node';
import { countLine, countReporter, sumCounts, type TestCount } from './count-reporter.ts';
import { inRoot } from './root.ts';
import { verify } from './verify-steps.ts';

/**
 * `npm test`: every check of `npm run verify`, then every test, in one count that stands alone on the last line.
 * `npm test -- <path> …` runs only the tests whose file names hold one of the given texts.
 */
async function main(filters: readonly string[]): Promise<TestCount> {
  const checks = filters.length === 0 ? [await verify()] : [];
  return sumCounts([...checks, await runTests(filters)]);
}

async function runTests(filters: readonly string[]): Promise<TestCount> {
  let count: TestCount | null = null;
  const reporter = countReporter((counted) => {
    count = counted;
  });
  const vitest = await startVitest('test', [...filters], {
    config: inRoot('build', 'vitest.config.ts'),
    watch: false,
    passWithNoTests: false,
    reporters: [reporter],
  });
  await vitest.close();
  // Without a count the run ended before it began: that is a failure, never a quiet zero.
  return count ?? { passed: 0, failed: 1, skipped: 0 };
}

const count = await main(process.argv.slice(2));
const exitCode = count.failed === 0 && count.passed > 0 ? 0 : 1;
// Whatever a test left open must not keep the run from ending, and nothing may follow the count.
process.stdout.write(`${countLine(count)}\n`, () => process.exit(exitCode));
