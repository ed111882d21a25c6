import type { Browser } from 'playwright-core';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { launchBrowser } from './browser.ts';
import { startContractDouble } from './contract-double.ts';
import type { ContractDouble } from './contract-double.ts';
import { openPage } from './test-page.ts';
import type { PageOptions, TestPage } from './test-page.ts';
import { makeHands } from './window-hands.ts';
import type { WindowHands } from './window-hands.ts';

/** The built window in a browser, with the contract double behind it. */
export interface WindowUnderTest extends TestPage, WindowHands {
  readonly double: ContractDouble;
}
export interface WindowOptions extends Omit<PageOptions, 'url'> {
  readonly rows?: number;
  /** Part of the address behind `#`. */
  readonly path?: string;
}

/** Builds the window when it is stale and starts a browser; `open` gives a page with its own books each time. */
export async function startWindowTests(): Promise<{
  readonly browser: Browser;
  readonly open: (options?: WindowOptions) => Promise<WindowUnderTest>;
}> {
  const windowFolder = await ensureBuilt('window');
  const browser = await launchBrowser();
  return {
    browser,
    open: async ({ rows = 4_831, path = '/workbench', ...options } = {}) => {
      const double = await startContractDouble({ rows, windowFolder });
      const test = await openPage(browser, { url: `${double.url}#${path}`, ...options });
      return { ...test, ...makeHands(test.page), double, close: () => closeBoth(test, double) };
    },
  };
}

async function closeBoth(test: TestPage, double: ContractDouble): Promise<void> {
  await test.close();
  await double.close();
}
