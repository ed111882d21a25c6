import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestCase, TestModule, SerializedError } from 'vitest/node';

/** What a run counted; `reasons` holds one line a skipped test. */
export interface TestCount {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** `12 passed, 0 failed`, with `, 1 skipped` only where something was skipped. */
export function countLine(count: TestCount): string {
  const skipped = count.skipped === 0 ? '' : `, ${count.skipped} skipped`;
  return `${count.passed} passed, ${count.failed} failed${skipped}`;
}

/** Adds up several counts. */
export function sumCounts(counts: readonly TestCount[]): TestCount {
  return counts.reduce(
    (sum, count) => ({
      passed: sum.passed + count.passed,
      failed: sum.failed + count.failed,
      skipped: sum.skipped + count.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/**
 * A vitest reporter: one line a test file, each failure in full, each skipped test with its reason, and last the
 * count line alone. A file that cannot be loaded, an error outside every test, a failing suite hook and a file
 * without tests each count as one failure.
 *
 * @param onEnd receives the count instead of it being printed; `build/test.ts` adds its own checks to it.
 */
export function countReporter(onEnd: (count: TestCount) => void = (count) => console.log(countLine(count))): Reporter {
  return {
    onTestModuleEnd: (module) => printModule(module),
    onTestRunEnd: (modules, unhandledErrors) => {
      const perModule = modules.map((module) => countModule(module));
      for (const error of unhandledErrors) printError('an error outside every test', error);
      onEnd(sumCounts([...perModule, { passed: 0, failed: unhandledErrors.length, skipped: 0 }]));
    },
  };
}

function countModule(module: TestModule): TestCount {
  const tests = [...module.children.allTests()];
  const states = tests.map((test) => test.result().state);
  const outside = suiteErrors(module).length;
  const empty = tests.length === 0 && outside === 0 ? 1 : 0;
  return {
    passed: states.filter((state) => state === 'passed').length,
    failed: states.filter((state) => state === 'failed' || state === 'pending').length + outside + empty,
    skipped: states.filter((state) => state === 'skipped').length,
  };
}

/** Errors of loading the file and of hooks around suites: they belong to no test but are failures all the same. */
function suiteErrors(module: TestModule): readonly SerializedError[] {
  return [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())];
}

function printModule(module: TestModule): void {
  const count = countModule(module);
  const seconds = (module.diagnostic().duration / 1000).toFixed(1);
  console.log(`${count.failed === 0 ? 'ok  ' : 'FAIL'} ${module.relativeModuleId} (${countLine(count)}, ${seconds} s)`);
  for (const error of suiteErrors(module)) printError(module.relativeModuleId, error);
  for (const test of module.children.allTests()) printTest(test);
}

function printTest(test: TestCase): void {
  const result = test.result();
  const where = `${test.module.relativeModuleId} > ${test.fullName}`;
  if (result.state === 'skipped') console.log(`skip ${where}: ${result.note ?? 'NO REASON GIVEN'}`);
  // One that a second try saves is shown with what broke the first, or nobody would ever mend it.
  if (result.state === 'passed' && (test.diagnostic()?.retryCount ?? 0) > 0)
    console.log(`again ${where}: first ${result.errors?.[0]?.message.split('\n')[0] ?? 'failed'}`);
  if (result.state === 'failed') for (const error of result.errors) printError(where, error);
}

function printError(where: string, error: SerializedError): void {
  const stack = error.stack ?? `${error.name ?? 'Error'}: ${error.message}`;
  // Frames of the test runner and of Node say nothing about our code.
  const lines = stack.split('\n').filter((line) => !/^\s+at .*(?:\/node_modules\/|\(?node:|new Promise \()/.test(line));
  if (typeof error.diff === 'string') lines.push(error.diff);
  const text = lines.join('\n');
  console.log(`\nFAIL ${where}\n${process.stdout.isTTY ? text : stripVTControlCharacters(text)}\n`);
}
