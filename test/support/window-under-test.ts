import type { Browser, Page } from 'playwright-core';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { launchBrowser } from './browser.ts';
import { startContractDouble } from './contract-double.ts';
import type { ContractDouble } from './contract-double.ts';
import { openPage } from './test-page.ts';
import type { PageOptions, TestPage } from './test-page.ts';

/** The built window in a browser, with the contract double behind it. */
export interface WindowUnderTest extends TestPage {
  readonly double: ContractDouble;
  /** Presses keys one after the other. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Position of the row that holds the keyboard, counted from 0, or null. */
  readonly rowWithKeyboard: () => Promise<number | null>;
  /** Waits until the row at `position` of the Stripe pane is the current one, its evidence is on screen and it can be decided. */
  readonly waitForRow: (position: number) => Promise<void>;
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

function makeHands(page: Page): Pick<WindowUnderTest, 'press' | 'rowWithKeyboard' | 'waitForRow'> {
  return {
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
    rowWithKeyboard: async () => {
      const index = await page.evaluate(() => document.activeElement?.closest('[role=row]')?.getAttribute('row-index'));
      return typeof index === 'string' ? Number(index) : null;
    },
    waitForRow: async (position) => {
      const row = page.locator(`[data-pane=rows] [role=row][row-index="${position}"]`);
      await row.and(page.locator('[aria-selected=true]')).first().waitFor();
      const whole = await row.locator('[col-id=object]').first().innerText();
      await page.locator(`[data-pane=side-by-side] .object-id`, { hasText: whole }).waitFor();
    },
  };
}
