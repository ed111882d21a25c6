import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countLine, sumCounts } from '../../build/count-reporter.ts';
import { inRoot } from '../../build/root.ts';
import { runTool, toolScript } from '../../build/tool.ts';

// Below the root, because the planted tests import vitest.
let folder = '';
beforeEach(async () => {
  await mkdir(inRoot('.cache'), { recursive: true });
  folder = await mkdtemp(inRoot('.cache', 'count-'));
  const reporter = JSON.stringify(inRoot('build', 'count-reporter.ts'));
  await writeFile(
    join(folder, 'config.ts'),
    `import { countReporter } from ${reporter};\nexport default { root: ${JSON.stringify(folder)}, test: { reporters: [countReporter()] } };\n`,
  );
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const planted: Readonly<Record<string, string>> = {
  'good.test.ts': "it('adds', () => expect(1 + 1).toBe(2));",
  'bad.test.ts': "it('adds wrongly', () => expect(1 + 1).toBe(3));",
  'skipping.test.ts': "it('needs strace', ({ skip }) => skip(true, 'strace is not installed'));",
  'broken.test.ts': "import './nowhere.ts';\nit('never runs', () => undefined);",
  'hook.test.ts': "beforeAll(() => { throw new Error('no server'); });\nit('never runs either', () => undefined);",
  'second.test.ts': "let tries = 0;\nit('comes good', { retry: 1 }, () => expect(tries++).toBe(1));",
  'empty.test.ts': 'expect(true).toBe(true);',
};

async function run(names: readonly string[]): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
  for (const name of names) {
    const text = `import { beforeAll, expect, it } from 'vitest';\nvoid beforeAll;\n${planted[name] ?? ''}\n`;
    await writeFile(join(folder, name), text);
  }
  const { code, output } = await runTool(toolScript('vitest'), ['run', '--config', join(folder, 'config.ts')]);
  return { code, lines: output.trimEnd().split('\n') };
}

describe('a counted run', () => {
  it('ends with the count alone on the last line', async () => {
    const { code, lines } = await run(['good.test.ts']);
    expect(lines.at(-1)).toBe('1 passed, 0 failed');
    expect(code).toBe(0);
  });

  it('shows why a test was skipped', async () => {
    const { lines } = await run(['good.test.ts', 'skipping.test.ts']);
    expect(lines).toContain('skip skipping.test.ts > needs strace: strace is not installed');
    expect(lines.at(-1)).toBe('1 passed, 0 failed, 1 skipped');
  });

  it('names a test that only its second try saved, and what broke the first', async () => {
    const { lines } = await run(['second.test.ts']);
    expect(lines).toContain('again second.test.ts > comes good: first expected +0 to be 1 // Object.is equality');
    expect(lines.at(-1)).toBe('1 passed, 0 failed');
  });

  it.each([
    ['a failing test', 'bad.test.ts', '1 passed, 1 failed'],
    ['a file that does not load', 'broken.test.ts', '1 passed, 1 failed'],
    ['a file without a test', 'empty.test.ts', '1 passed, 1 failed'],
    ['a hook that throws', 'hook.test.ts', '1 passed, 1 failed, 1 skipped'],
  ])('counts %s as a failure', async (_what, name, line) => {
    const { code, lines } = await run(['good.test.ts', name]);
    expect(lines.at(-1)).toBe(line);
    expect(code).toBe(1);
  });
});

describe('the count line', () => {
  it('names skipped tests only where there are some', () => {
    expect(countLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(countLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });

  it('adds up what several runs counted', () => {
    const sum = sumCounts([
      { passed: 3, failed: 0, skipped: 1 },
      { passed: 4, failed: 2, skipped: 0 },
    ]);
    expect(sum).toEqual({ passed: 7, failed: 2, skipped: 1 });
  });
});
