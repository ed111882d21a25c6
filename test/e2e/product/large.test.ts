import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { launchBrowser } from '../../support/browser.ts';
import { makeLargeHome } from '../../support/large-ledger.ts';
import { openProductPage } from '../../support/product-window.ts';
import { startProduct } from '../../support/product-under-test.ts';
import type { Product } from '../../support/product-under-test.ts';

const MOVEMENTS = 100_000;
const LAST = MOVEMENTS - 1;
const MOST_ROWS = 2_000;
const MOST_HEAP_BYTES = 150 * 1024 * 1024;

let product: Product;
let browser: Browser;
beforeAll(async () => {
  const sample = { seed: 5, movements: 20 };
  product = await startProduct({ home: await makeLargeHome(MOVEMENTS, sample), ...sample });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const pageOfRows = z.object({ value: z.object({ rows: z.array(z.unknown()) }) });
const rowsIn = (frame: string) => {
  const page = pageOfRows.safeParse(JSON.parse(frame));
  return page.success ? page.data.value.rows.length : 0;
};

it('100,000 movements are paged by view snapshots: the last row is reached and approved by keys, and nothing is loaded whole', async () => {
  const window = await openProductPage(browser, product);
  const { page, press } = window;
  await window.waitForRow(0);
  await page.locator('.chips', { hasText: '100,000' }).waitFor();
  expect(await page.locator('[data-pane=rows] [role=grid]').getAttribute('aria-rowcount')).toBe(`${MOVEMENTS + 1}`);

  await press('Control+End');
  await window.waitForRow(LAST);
  expect(await window.rowWithKeyboard()).toBe(LAST);
  await press('ArrowUp', 'ArrowDown');
  await window.waitForRow(LAST);
  await press('a');
  await window.notice('approved');
  const approved = await product.line.ask('summary.get', { unit: 'US' });
  expect(approved.needsReview).toBe(LAST);
  await press('Control+z');
  await window.notice('taken back');
  await window.waitForRow(LAST);
  expect(await window.rowWithKeyboard()).toBe(LAST);
  expect((await product.line.ask('summary.get', { unit: 'US' })).needsReview).toBe(MOVEMENTS);
  await press('Control+Home');
  await window.waitForRow(0);

  expect(window.received().reduce((sum, frame) => sum + rowsIn(frame), 0)).toBeLessThan(MOST_ROWS);
  expect(await page.locator('[role=row]').count()).toBeLessThan(200);
  const session = await window.context.newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  expect((await session.send('Runtime.getHeapUsage')).usedSize).toBeLessThan(MOST_HEAP_BYTES);
  await window.close();
  expect(window.problems()).toEqual([]);
});
