import { existsSync } from 'node:fs';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';
import { hasPackagedChromium, packagedChromium } from './packaged-chromium.ts';

const LAUNCH_LIMIT_MS = 30_000;
/**
 * Our own arguments, never those that come with a packaged Chromium: they switch web security off, and every test of
 * the content security policy would pass whatever the page did.
 */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--no-zygote',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--font-render-hinting=none',
];
const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/chrome'];

interface Candidate {
  readonly name: string;
  options(): Promise<LaunchOptions>;
}

/**
 * Starts the browser of the tests; close it when done. `TIEOUT_BROWSER` names one; else it is Edge on Windows, the
 * one that npm brings on Linux, or a Chromium of the system.
 *
 * @throws Error naming every browser that was tried and why it did not start.
 */
export async function launchBrowser(): Promise<Browser> {
  const failures: string[] = [];
  for (const candidate of candidates()) {
    try {
      const options = await candidate.options();
      return await chromium.launch({ headless: true, timeout: LAUNCH_LIMIT_MS, args: ARGUMENTS, ...options });
    } catch (error) {
      failures.push(`${candidate.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const tried = failures.length === 0 ? 'There is none on this machine.' : failures.join('\n');
  throw new Error(`No browser for the tests. Set TIEOUT_BROWSER to the path of a Chromium or Edge. ${tried}`);
}

function candidates(): readonly Candidate[] {
  const named = process.env['TIEOUT_BROWSER'];
  if (named) return [{ name: named, options: () => Promise.resolve({ executablePath: named }) }];
  const found: Candidate[] = [];
  if (process.platform === 'win32') {
    found.push({ name: 'Microsoft Edge', options: () => Promise.resolve({ channel: 'msedge', args: [] }) });
  }
  if (hasPackagedChromium()) found.push({ name: 'the packaged Chromium', options: packagedOptions });
  for (const path of SYSTEM_BROWSERS.filter((file) => existsSync(file))) {
    found.push({ name: path, options: () => Promise.resolve({ executablePath: path }) });
  }
  return found;
}

async function packagedOptions(): Promise<LaunchOptions> {
  const { executable, env } = await packagedChromium();
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { executablePath: executable, env: { ...Object.fromEntries(inherited), ...env } };
}
