import type { Browser } from 'playwright-core';
import type { RunnerTask } from 'vitest';
import type { Facet, MovementRow } from '../../shared/contract/views.ts';
import type { MatchDetail } from '../../shared/contract/workbench.ts';
import { launchBrowser } from './browser.ts';
import { firstRound, startProduct } from './product-under-test.ts';
import type { Product, ProductOptions } from './product-under-test.ts';
import { openPage } from './test-page.ts';
import type { PageOptions, TestPage } from './test-page.ts';
import { makeHands } from './window-hands.ts';
import type { WindowHands } from './window-hands.ts';

/** The real window in a browser of its own, opened by a one-time address of the real host. */
export interface ProductWindow extends TestPage, WindowHands {
  /** Goes down the rows with the arrow key until the one at `position` is the current one. */
  readonly goTo: (position: number) => Promise<void>;
  /** Opens a screen by its link in the navigation and puts the keyboard into its rows, all by keys. */
  readonly goToScreen: (name: 'Workbench' | 'Postings' | 'Connections' | 'Use my own company') => Promise<void>;
  readonly notice: (text: string | RegExp) => Promise<void>;
}

export interface ProductTests {
  readonly browser: Browser;
  readonly product: Product;
  readonly open: (options?: Omit<PageOptions, 'url'> & { readonly path?: string }) => Promise<ProductWindow>;
  readonly stop: () => Promise<void>;
}

/** Starts the product and a browser, and waits until the engine has done its first round. */
export async function startProductTests(options: ProductOptions): Promise<ProductTests> {
  const product = await startProduct(options);
  try {
    await firstRound(product);
    const browser = await launchBrowser();
    return {
      browser,
      product,
      open: (page) => openProductPage(browser, product, page),
      stop: async () => {
        await browser.close();
        await product.stop();
      },
    };
  } catch (error) {
    await product.stop();
    throw error;
  }
}

async function openProductPage(
  browser: Browser,
  product: Product,
  { path = '/workbench', ...options }: Omit<PageOptions, 'url'> & { readonly path?: string } = {},
): Promise<ProductWindow> {
  const test = await openPage(browser, { ...options, url: `${await product.newAddress()}#${path}` });
  const { page } = test;
  const hands = makeHands(page);
  return {
    ...test,
    ...hands,
    goTo: async (position) => {
      await hands.waitForRow(0);
      for (let at = 0; at < position; at += 1) await hands.press('ArrowDown');
      await hands.waitForRow(position);
    },
    goToScreen: async (name) => {
      const link = page.locator('[data-pane=nav] a', { hasText: name });
      const focused = (selector: string) => page.locator(`${selector}:focus-within`).first();
      await hands.press('F6');
      for (let step = 0; step < 12 && (await page.locator('[data-pane=nav]:focus-within').count()) === 0; step += 1)
        await hands.press('F6');
      for (let step = 0; step < 6 && !(await link.evaluate((one) => one === document.activeElement)); step += 1)
        await hands.press('Tab');
      await hands.press('Enter');
      await page.getByRole('heading', { level: 1, name }).waitFor();
      for (let step = 0; step < 12 && (await page.locator('[data-pane=rows]:focus-within').count()) === 0; step += 1)
        await hands.press('F6');
      await focused('[data-pane=rows]').waitFor();
    },
    notice: (text) => page.locator('.notice', { hasText: text }).waitFor(),
  };
}

/**
 * Closes the window of a test; one that failed leaves a picture. Rejects with what went wrong in the page: console errors and
 * warnings, uncaught errors, refusals by the content security policy.
 */
export async function endWindow(window: ProductWindow, test: Readonly<RunnerTask>): Promise<void> {
  const hasFailed = test.result?.state === 'fail';
  if (hasFailed) await window.screenshot(`failed-${test.name.replaceAll(/[^a-z]+/gi, '-').slice(0, 60)}`);
  await window.close();
  const problems = window.problems();
  if (problems.length > 0 && !hasFailed) throw new Error(`In the page: ${problems.join('\n')}`);
}

/** A row of the workbench with where it stands in its list and what is known of it. */
export interface FoundMovement {
  readonly position: number;
  readonly row: MovementRow;
  readonly detail: MatchDetail;
}

const PAGE = 500;

/** The first rows of a facet that `isWanted`, asked through the contract, in the order in which the window shows them. */
export async function findMovement(
  product: Product,
  facet: Facet,
  isWanted: (row: MovementRow, detail: MatchDetail) => boolean,
): Promise<FoundMovement> {
  const { token } = await product.line.ask('view.open', { list: 'movements', unit: 'US', facet });
  const page = await product.line.ask('view.page', { token, offset: 0, limit: PAGE });
  const rows = page.list === 'movements' ? page.rows : [];
  for (const [position, row] of rows.entries()) {
    const detail = await product.line.ask('match.detail', { movementKey: row.key });
    if (isWanted(row, detail)) return { position, row, detail };
  }
  throw new Error(`The sample company has no such movement among ${rows.length} under ${facet}.`);
}
