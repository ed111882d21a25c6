import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endWindow, startProductTests } from '../../support/product-window.ts';
import type { ProductTests, ProductWindow } from '../../support/product-window.ts';

let tests: ProductTests;
let window: ProductWindow;
beforeAll(async () => {
  tests = await startProductTests({ movements: 200, seed: 3 });
});
afterEach(async ({ task }) => await endWindow(window, task));
afterAll(async () => await tests.stop());

const MONTH = { unit: 'US', month: '2026-10' };
const current = () => window.page.locator('.clearing-table tr[aria-current=true]');
const lines = async () => (await tests.product.line.ask('clearing.list', MONTH)).lines;

describe('fees, payouts and the like', () => {
  it('a day is approved with one key, posted, and taken back, all by keys', async () => {
    window = await tests.open({ path: '/clearing', viewport: 'laptop', colorScheme: 'dark' });
    await current().waitFor();
    expect(await window.seriousAxeFindings()).toEqual([]);
    await window.press('ArrowDown');
    await window.press('ArrowUp');
    await current().getByText('to approve').waitFor();
    await window.press('a');
    await window.notice('approved; sent with the next round');
    const [approved] = (await lines()).filter(({ posting }) => posting !== null);
    if (approved === undefined) throw new Error('nothing was approved');
    await current().getByText('to approve').waitFor();
    expect(await current().textContent()).not.toContain(approved.date);
    await window.page
      .getByText(approved.posting?.reference ?? 'none')
      .first()
      .click();
    await window.press('u');
    await window.notice('it is on the list again');
    expect((await lines()).filter(({ posting }) => posting !== null)).toEqual([]);
    await window.press('p');
    await window.notice('on the way to PeopleSoft');
    await expect
      .poll(async () => (await lines()).find(({ posting }) => posting !== null)?.posting?.state, { timeout: 60_000 })
      .toBe('confirmed');
  });

  it('what GL books opens to Stripe’s rows, and is written as CSV', async () => {
    window = await tests.open({ path: '/clearing' });
    await window.page.locator('.clearing-table td', { hasText: 'To be booked by GL' }).first().click();
    await window.page.getByRole('table', { name: /Stripe’s rows/ }).waitFor();
    await window.page.getByRole('button', { name: /be booked by GL/ }).click();
    await window.notice('written to');
    const { file, lines: written } = await tests.product.line.order('clearing.export', MONTH);
    expect(existsSync(file)).toBe(true);
    expect(written).toBe((await tests.product.line.ask('clearing.list', MONTH)).toBook);
  });
});
