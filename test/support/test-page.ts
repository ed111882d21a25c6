import { mkdir } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { inRoot } from '../../build/root.ts';

/** The two window sizes that the screens are made for, and the smallest that they must bear. */
export const VIEWPORTS = {
  laptop: { width: 1366, height: 768 },
  desktop: { width: 1920, height: 1080 },
  smallest: { width: 1280, height: 720 },
} as const;

/** The rules of axe whose answer depends on colours. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** How a page is opened. */
export interface PageOptions {
  readonly url: string;
  readonly viewport?: keyof typeof VIEWPORTS;
  readonly colorScheme?: 'light' | 'dark';
  /** `active` renders as in Windows' high contrast. */
  readonly forcedColors?: 'active' | 'none';
}

/** One page in a browser profile of its own, with everything that went wrong in it. */
export interface TestPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors and warnings, uncaught errors, failed requests and content security violations so far. */
  problems(): readonly string[];
  /** Every frame that came over the page's WebSockets so far. */
  received(): readonly string[];
  /** Writes .cache/screenshots/<name>-<viewport>-<scheme>.png and answers its path. */
  screenshot(name: string): Promise<string>;
  /** What axe finds serious or critical: rule, impact, and the element. `colours` asks only for what colours change. */
  seriousAxeFindings(about?: 'everything' | 'colours'): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Opens a page and waits until it has loaded. Motion is reduced, so that no test waits for an animation. */
export async function openPage(browser: Browser, options: PageOptions): Promise<TestPage> {
  const viewport = options.viewport ?? 'laptop';
  const colorScheme = options.colorScheme ?? 'light';
  const context = await browser.newContext({
    viewport: VIEWPORTS[viewport],
    colorScheme,
    forcedColors: options.forcedColors ?? 'none',
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'America/New_York',
  });
  const page = await context.newPage();
  const problems = await watchProblems(page);
  const received = watchFrames(page);
  await page.goto(options.url, { waitUntil: 'load' });
  return {
    page,
    context,
    problems: () => [...problems],
    received: () => received,
    screenshot: async (name) => {
      await mkdir(inRoot('.cache', 'screenshots'), { recursive: true });
      const path = inRoot('.cache', 'screenshots', `${name}-${viewport}-${colorScheme}.png`);
      await page.screenshot({ path });
      return path;
    },
    seriousAxeFindings: async (about = 'everything') => await seriousAxeFindings(page, about),
    close: async () => await context.close(),
  };
}

async function watchProblems(page: Page): Promise<readonly string[]> {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    problems.push(`request: ${request.url()} ${request.failure()?.errorText ?? 'failed'}`);
  });
  await page.exposeFunction('reportViolation', (violation: string) => problems.push(`csp: ${violation}`));
  // As text: it runs in the page, where the names of this file mean nothing.
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    window.reportViolation(event.effectiveDirective + ' refused ' + event.blockedURI + ' ' + event.sample))`);
  return problems;
}

function watchFrames(page: Page): readonly string[] {
  const received: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => received.push(String(payload))));
  return received;
}

async function seriousAxeFindings(page: Page, about: 'everything' | 'colours'): Promise<readonly string[]> {
  // Without frames of other origins, which the window has not, nothing is lost by finishing in the page itself.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);
  const { violations } = await (about === 'colours' ? axe.withRules(COLOUR_RULES) : axe).analyze();
  return violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .flatMap((violation) => violation.nodes.map((node) => `${violation.id} (${violation.impact}): ${node.html}`));
}
