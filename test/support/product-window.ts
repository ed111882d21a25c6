import type { Browser, Page } from 'playwright-core';
import type { RunnerTask } from 'vitest';
import { shortId } from '../../renderer/ui/short-id.ts';
import type { Facet, MovementRow } from '../../shared/contract/views.ts';
import type { MatchDetail } from '../../shared/contract/workbench.ts';
import { launchBrowser } from './browser.ts';
import { firstRound, startProduct } from './product-under-test.ts';
import type { Product, ProductOptions } from './product-under-test.ts';
import { openPage } from './test-page.ts';
import type { PageOptions, TestPage } from './test-page.ts';
import { makeHands } from './window-hands.ts';
import type { WindowHands } from './window-hands.ts';

const MOST_ROWS = 500;

/** The real window in a browser of its own, opened by a one-time address of the real host. */
export interface ProductWindow extends TestPage, WindowHands {
  /** Goes down the rows with the arrow key until this movement is the current one; answers its position. */
  readonly goTo: (movement: MovementRow) => Promise<number>;
  /** Opens a screen by its link in the navigation and puts the keyboard into its rows, all by keys. */
  readonly goToScreen: (
    name: 'Workbench' | 'Postings' | 'Connections' | 'Mapping' | 'Rules' | 'People' | 'Use my own company',
  ) => Promise<void>;
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

/** Opens the window by a one-time address that the running product gives. */
export async function openProductPage(
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
    goTo: (movement) => goDownTo(movement, page, hands),
    goToScreen: async (name) => {
      const link = page.locator('[data-pane=nav] a', { hasText: name });
      const focused = (selector: string) => page.locator(`${selector}:focus-within`).first();
      await hands.press('F6');
      for (let step = 0; step < 12 && (await page.locator('[data-pane=nav]:focus-within').count()) === 0; step += 1)
        await hands.press('F6');
      const entries = await page.locator('[data-pane=nav] a').count();
      for (let step = 0; step < entries && !(await link.evaluate((one) => one === document.activeElement)); step += 1)
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

async function goDownTo(movement: MovementRow, page: Page, hands: WindowHands): Promise<number> {
  const wanted = shortId(movement.objectId);
  await hands.waitForRow(0);
  const current = page.locator('[data-pane=rows] [role=row][aria-selected=true] [col-id=object]').first();
  for (let position = 0; position < MOST_ROWS; position += 1) {
    if ((await current.innerText()) === wanted) {
      await hands.waitForRow(position);
      return position;
    }
    await hands.press('ArrowDown');
    await page
      .locator(`[data-pane=rows] [role=row][row-index="${position + 1}"][aria-selected=true]`)
      .first()
      .waitFor();
  }
  throw new Error(`${movement.objectId} is not among the first ${MOST_ROWS} rows.`);
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

/** A row of the workbench with what is known of it. */
export interface FoundMovement {
  readonly row: MovementRow;
  readonly detail: MatchDetail;
}

/** The first row of a facet that `isWanted`, asked through the contract, in the order in which the window shows them. */
export async function findMovement(
  product: Product,
  facet: Facet,
  isWanted: (row: MovementRow, detail: MatchDetail) => boolean,
): Promise<FoundMovement> {
  const { token } = await product.line.ask('view.open', { list: 'movements', unit: 'US', facet });
  const page = await product.line.ask('view.page', { token, offset: 0, limit: MOST_ROWS });
  const rows = page.list === 'movements' ? page.rows : [];
  for (const row of rows) {
    const detail = await product.line.ask('match.detail', { movementKey: row.key });
    if (isWanted(row, detail)) return { row, detail };
  }
  throw new Error(`The sample company has no such movement among ${rows.length} under ${facet}.`);
}
