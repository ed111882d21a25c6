import { stripVTControlCharacters } from 'node:util';
import { desktopTarget } from './build-desktop.ts';
import { windowTarget } from './build-window.ts';
import { buildWhenStale, resultOf, type BuildTarget } from './stale.ts';

const TARGETS: Readonly<Record<string, BuildTarget>> = { window: windowTarget, desktop: desktopTarget };
const BAD_USAGE = 2;

/** `npm run build -- [window] [desktop]`: builds what is stale, both without a name. Messages go to stderr. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !Object.hasOwn(TARGETS, name));
  if (unknown.length > 0) {
    console.error(
      `There is nothing to build named ${unknown.join(', ')}; there are: ${Object.keys(TARGETS).join(', ')}.`,
    );
    process.exitCode = BAD_USAGE;
    return;
  }
  for (const name of names.length === 0 ? Object.keys(TARGETS) : names) await buildTarget(name);
}

async function buildTarget(name: string): Promise<void> {
  const target = TARGETS[name];
  if (target === undefined) return;
  const startedAt = performance.now();
  try {
    const built = await buildWhenStale(target);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.error(built ? `Built the ${name} in ${seconds} s.` : `The ${name} is up to date in ${resultOf(target)}.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`Building the ${name} failed: ${process.stderr.isTTY ? reason : stripVTControlCharacters(reason)}`);
    process.exitCode = 1;
  }
}

await main(process.argv.slice(2));
