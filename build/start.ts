import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { electronBinary, missingScreen, type ElectronBinary } from './electron-binary.ts';
import { ensureBuilt } from './ensure-built.ts';
import { inRoot } from './root.ts';

const BROWSER_FLAG = '--browser';
const OPEN_FLAG = '--open';

/**
 * `npm start -- [--browser] [--home DIR] …`: opens Tieout. With Electron's program that is the desktop window;
 * without it, the same window in the browser. Everything but `--browser` is passed on.
 */
async function main(args: readonly string[]): Promise<void> {
  const rest = args.filter((arg) => arg !== BROWSER_FLAG);
  await ensureBuilt('window');
  const electron = await desktopProgram(args.includes(BROWSER_FLAG) || process.env['TIEOUT_BROWSER_HOST'] === '1');
  if (electron.found) return await openDesktop(electron.path, rest);
  console.log(`Tieout opens in the browser: ${electron.why}.`);
  await openBrowserHost(rest);
}

async function desktopProgram(browserAsked: boolean): Promise<ElectronBinary> {
  if (browserAsked) return { found: false, why: 'as asked' };
  const why = missingScreen();
  if (why !== null) return { found: false, why };
  const electron = await electronBinary();
  return electron.found
    ? electron
    : { found: false, why: `Electron, the desktop window, is not here (${electron.why})` };
}

/** The browser host runs in this very process, so that Ctrl C and closing the terminal reach it and nothing else. */
async function openBrowserHost(rest: readonly string[]): Promise<void> {
  const entry = inRoot('electron', 'serve.ts');
  process.argv = [process.execPath, entry, OPEN_FLAG, ...rest.filter((arg) => arg !== OPEN_FLAG)];
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
