import { spawn } from 'node:child_process';
import { desktopTarget } from './build-desktop.ts';
import { windowTarget } from './build-window.ts';
import { inRoot } from './root.ts';
import { isStale, resultOf } from './stale.ts';

const TARGETS = { window: windowTarget, desktop: desktopTarget } as const;

/**
 * Makes sure that a target is built from the sources as they are now and answers its folder. The bundler runs in a
 * process of its own, so that it costs whoever goes on here neither memory nor threads; what it says goes to stderr.
 *
 * @throws Error when the build failed; what was wrong has been printed by then.
 */
export async function ensureBuilt(name: keyof typeof TARGETS): Promise<string> {
  const target = TARGETS[name];
  if (await isStale(target)) {
    process.stderr.write(`Building the ${name} …\n`);
    await runBuild(name);
  }
  return resultOf(target);
}

function runBuild(name: string): Promise<void> {
  const child = spawn(process.execPath, [inRoot('build', 'build.ts'), name], {
    stdio: ['ignore', process.stderr, process.stderr],
    env: process.stderr.isTTY ? process.env : { ...process.env, NO_COLOR: '1' },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The ${name} could not be built; the reason stands above.`));
    });
  });
}
