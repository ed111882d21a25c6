import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { electronBinary, type ElectronBinary } from './electron-binary.ts';
import { ensureBuilt } from './ensure-built.ts';
import { inRoot } from './root.ts';

const BROWSER_FLAG = '--browser';

/**
 * `npm start -- [--browser] [--home DIR] …`: opens Tieout. With Electron's program that is the desktop window;
 * without it, the same window in the browser. Everything but `--browser` is passed on.
 */
async function main(args: readonly string[]): Promise<void> {
  const rest = args.filter((arg) => arg !== BROWSER_FLAG);
  await ensureBuilt('window');
  const asked = args.includes(BROWSER_FLAG) || process.env['TIEOUT_BROWSER_HOST'] === '1';
  const electron: ElectronBinary = asked ? { found: false, why: 'as asked' } : await electronBinary();
  if (electron.found) return await openDesktop(electron.path, rest);
  console.log(
    asked
      ? 'Tieout opens in the browser.'
      : `Electron is not available: ${electron.why}. Tieout opens in the browser instead.`,
  );
  await openBrowserHost(rest);
}

/** The browser host runs in this very process, so that Ctrl C and closing the terminal reach it and nothing else. */
async function openBrowserHost(rest: readonly string[]): Promise<void> {
  const entry = inRoot('electron', 'serve.ts');
  process.argv = [process.execPath, entry, '--open', ...rest];
  await import(pathToFileURL(entry).href);
}

async function openDesktop(electron: string, rest: readonly string[]): Promise<void> {
  const desktop = await ensureBuilt('desktop');
  const child = spawn(electron, [join(desktop, 'main.js'), ...rest], { stdio: 'inherit' });
  // The terminal sends Ctrl C to Electron as well; this process only has to outlive it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
