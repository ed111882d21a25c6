import { availableParallelism } from 'node:os';
import type { TestCount } from './count-reporter.ts';
import { forbiddenImports } from './lint/source-imports.ts';
import { runTool, toolScript, type ToolRun } from './tool.ts';

interface Step {
  readonly name: string;
  run(): Promise<ToolRun>;
}

const KNIP = ['--config', 'build/knip.config.ts'];
const ONLY_PRODUCT = ['--production', '--include', 'files,exports,types', '--tags=-testonly'];

const STEPS: readonly Step[] = [
  { name: 'format', run: () => runTool(toolScript('oxfmt'), ['--check']) },
  { name: 'lint', run: () => runTool(toolScript('oxlint'), [`--threads=${availableParallelism()}`]) },
  { name: 'types', run: () => runTool(toolScript('typescript', 'tsc'), ['-b']) },
  { name: 'boundaries', run: checkBoundaries },
  { name: 'unused code', run: () => runTool(toolScript('knip'), KNIP) },
  // What tests alone reach is no part of the product.
  { name: 'code only tests use', run: () => runTool(toolScript('knip'), [...KNIP, ...ONLY_PRODUCT]) },
];

/**
 * Runs every step, also after a failure, prints one line each and what a failing one said. Each step counts as one
 * test.
 */
export async function verify(): Promise<TestCount> {
  let failed = 0;
  for (const step of STEPS) {
    const startedAt = performance.now();
    const { code, output } = await step.run();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} verify: ${step.name} (${seconds} s)`);
    if (code === 0) continue;
    failed += 1;
    console.log(output.trimEnd());
  }
  return { passed: STEPS.length - failed, failed, skipped: 0 };
}

/** The import directions once more, over the parsed sources themselves, so that a comment cannot switch them off. */
async function checkBoundaries(): Promise<ToolRun> {
  const refusals = await forbiddenImports();
  return { code: refusals.length === 0 ? 0 : 1, output: refusals.join('\n') };
}
